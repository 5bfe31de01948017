the same as claude/policy-dispatch.sh
