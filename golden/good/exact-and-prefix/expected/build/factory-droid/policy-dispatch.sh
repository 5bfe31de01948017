the same as codex/policy-dispatch.sh
