#!/bin/sh
# Decides about one command. Policy 7be5ae613326c7d984182bb0f7e768973d21decd70ad93af06212bc0c79b1889
#
#   policy-dispatch.sh --command TEXT --cwd DIR [--unattended]
#   policy-dispatch.sh --hook HOST [--unattended]
#
# Prints the verdict as one line of JSON; exits with 0 for allow, 3 for deny, 4 for request. As a hook it reads the host's
# event on standard input and answers as the host wants it. Every failure gives the fallback that the policy declares, an
# evaluator that does not answer in time too.

set -u
unset CDPATH NODE_OPTIONS NODE_PATH

policy_hash='7be5ae613326c7d984182bb0f7e768973d21decd70ad93af06212bc0c79b1889'
bundle_sha256='cad0517cfd3b24882fb2d1f3a2fe82dba39c86301f8b2ec77d1f6ed1c6e74f8b'
missing_policy='deny'
malformed_bundle='deny'
no_answer='deny'
faulty_call='deny'
without_a_person='deny'
unattended=no
host=
seconds=4

# refuse DECISION CODE REASON: the answer of a failure, without an evaluator.
refuse() {
	decision=$1
	if [ "$decision" = request ] && [ "$unattended" = yes ]; then decision=$without_a_person; fi
	if [ -n "$host" ]; then refuse_host "The policy did not decide: $3."; fi
	printf '{"decision":"%s","leave_to_host":false,"by":"input","rule":null,"reason":"%s","commands":[],' "$decision" "$3"
	printf '"opaque":[],"conditions":[],"errors":["%s"],"policy_hash":"%s"}\n' "$2" "$policy_hash"
	case $decision in
		request) exit 4 ;;
		*) exit 3 ;;
	esac
}

# refuse_host REASON: $decision in the form of $host; a host that is not known is told by the status that blocks everywhere.
refuse_host() {
	advice='' printed='' status=2
	case $host-$decision in
		claude-request) status=0 && printed='{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"ask","permissionDecisionReason":"'"$1$advice"'"}}' ;;
		claude-*) status=2 && printed='{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","permissionDecisionReason":"'"$1$advice"'"}}' ;;
		codex-request) status=2 && printed='{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","permissionDecisionReason":"'"$1$advice"'"}}' ;;
		codex-*) status=2 && printed='{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","permissionDecisionReason":"'"$1$advice"'"}}' ;;
		cursor-request) status=0 && printed='{"agent_message":"'"$1$advice"'","permission":"ask","user_message":"'"$1$advice"'"}' ;;
		cursor-*) status=2 && printed='{"agent_message":"'"$1$advice"'","permission":"deny","user_message":"'"$1$advice"'"}' ;;
		factory-droid-request) advice=' This host cannot ask from a hook, so the command is refused; a person can run it.' status=2 && printed='{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","permissionDecisionReason":"'"$1$advice"'"}}' ;;
		factory-droid-*) status=2 && printed='{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","permissionDecisionReason":"'"$1$advice"'"}}' ;;
		gemini-request) status=0 && printed='{"decision":"ask","reason":"'"$1$advice"'"}' ;;
		gemini-*) status=2 && printed='{"decision":"deny","reason":"'"$1$advice"'"}' ;;
	esac
	if [ "$status" != 0 ]; then printf '%s%s\n' "$1" "$advice" >&2; fi
	printf '%s\n' "$printed" || exit 2
	exit "$status"
}

# refuse_call PROBLEM WORD...: a faulty call; if one of the words that are left names a host, that one is answered.
refuse_call() {
	problem=$1
	shift
	for word; do
		if [ "$word" = --hook ]; then host=${host:-unknown}; fi
	done
	refuse "$faulty_call" usage "$problem"
}

# run_for SECONDS PROGRAM...: runs it on descriptor 3, and kills it when the time is over.
run_for() {
	limit=$1
	shift
	"$@" <&3 &
	program=$!
	{
		trap 'kill "${nap-}"; exit' TERM
		sleep "$limit" &
		nap=$!
		wait "$nap" && kill -9 "$program"
	} >/dev/null 2>&1 3<&- &
	guard=$!
	wait "$program" 2>/dev/null
	status=$?
	kill "$guard" 2>/dev/null
	return "$status"
}

# ask EVALUATOR...: prints the verdict and ends if there is one; else comes back.
ask() {
	set -- "$@" --command "$command" --cwd "$cwd" --json
	if [ "$unattended" = yes ]; then set -- "$@" --unattended; fi
	verdict=$(run_for "$seconds" "$@" 3</dev/null)
	status=$?
	case $status in
		0) decision=allow ;;
		3) decision=deny ;;
		4) decision=request ;;
		*) return 1 ;;
	esac
	case $verdict in
		'{'*'"decision":"'"$decision"'"'*'}' | '{'*'"decision": "'"$decision"'"'*'}') ;;
		*) return 1 ;;
	esac
	if [ "$decision" = deny ]; then
		case $verdict in
			*'"errors":["malformed_bundle"]'*) refuse "$malformed_bundle" malformed_bundle "the policy bundle cannot be read" ;;
		esac
	else
		case $verdict in
			*'"policy_hash":"'"$policy_hash"'"'* | *'"policy_hash": "'"$policy_hash"'"'*) ;;
			*) return 1 ;;
		esac
		case $verdict in
			*'"decision":"deny"'* | *'"decision": "deny"'*) return 1 ;;
		esac
	fi
	if [ "$decision" = allow ]; then
		case $verdict in
			*'"decision":"request"'* | *'"decision": "request"'*) return 1 ;;
		esac
	fi
	printf '%s\n' "$verdict" || exit 3
	exit "$status"
}

# answer EVALUATOR...: hands the event to it, prints its answer and ends if there is one; else comes back.
answer() {
	set -- "$@" --hook "$host" --fallback "$malformed_bundle"
	if [ "$unattended" = yes ]; then set -- "$@" --unattended; fi
	printed=$(run_for "$seconds" "$@")
	status=$?
	case $status in
		0) is_answer "$printed" || return 1 ;;
		2) case $printed in '{'*'}') ;; *) return 1 ;; esac ;;
		*) return 1 ;;
	esac
	printf '%s\n' "$printed" || exit 2
	exit "$status"
}

# is_answer TEXT: whether $host is told this with status 0.
is_answer() {
	case $host in
		claude) case $1 in '{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"allow","permissionDecisionReason":"'*'"}}' | '{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"ask","permissionDecisionReason":"'*'"}}' | '{}') return 0 ;; esac ;;
		codex) case $1 in '{}' | '{"hookSpecificOutput":{"decision":{"behavior":"allow","message":"'*'"},"hookEventName":"PermissionRequest"}}') return 0 ;; esac ;;
		cursor) case $1 in '{"agent_message":"'*'","permission":"ask","user_message":"'*'"}' | '{"permission":"allow"}') return 0 ;; esac ;;
		factory-droid) case $1 in '{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"allow","permissionDecisionReason":"'*'"}}' | '{}') return 0 ;; esac ;;
		gemini) case $1 in '{"decision":"allow","reason":"'*'"}' | '{"decision":"ask","reason":"'*'"}' | '{}') return 0 ;; esac ;;
	esac
	return 1
}

has_command=no
has_cwd=no
while [ $# -gt 0 ]; do
	case $1 in
		--command)
			if [ $# -lt 2 ] || [ $has_command = yes ]; then refuse_call "--command needs one text" "$@"; fi
			command=$2 has_command=yes
			shift 2
			;;
		--cwd)
			if [ $# -lt 2 ] || [ $has_cwd = yes ]; then refuse_call "--cwd needs one directory" "$@"; fi
			cwd=$2 has_cwd=yes
			shift 2
			;;
		--hook)
			if [ $# -lt 2 ] || [ -n "$host" ]; then refuse_call "--hook needs one host" "$@"; fi
			case $2 in
				claude) host=$2 seconds=4 ;;
				codex) host=$2 seconds=4 ;;
				cursor) host=$2 seconds=4 ;;
				factory-droid) host=$2 seconds=4 ;;
				gemini) host=$2 seconds=4 ;;
				*) refuse_call "the host is not known" "$@" ;;
			esac
			shift 2
			;;
		--unattended)
			unattended=yes
			shift
			;;
		*) refuse_call "an argument is not known" "$@" ;;
	esac
done
if [ -n "$host" ]; then
	if [ $has_command$has_cwd != nono ]; then refuse_call "--command and --cwd do not go with --hook"; fi
	trap 'refuse "$no_answer" no_answer "the evaluator was stopped"' HUP INT TERM
elif [ $has_command = no ] || [ $has_cwd = no ]; then
	refuse_call "--command and --cwd are needed"
fi

case $0 in
	/* | ./* | ../*) here=${0%/*} ;;
	*/*) here=./${0%/*} ;;
	*) here=. ;;
esac
bundle=$here/policy-wrapper-rules.json
prebuilt=$here/policy-evaluator-prebuilt
script=$here/policy-evaluator.mjs
tried=no

# try EVALUATOR...: has it answer, and comes back if another may be asked. An event can be read only once.
try() {
	tried=yes
	if [ -z "$host" ]; then
		ask "$@"
	else
		answer "$@" 3<&0
		refuse "$no_answer" no_answer "no evaluator gave an answer of this policy"
	fi
}

# shows TEXT EVALUATOR...: whether it runs here and prints this; not asked where another may still be asked afterwards. A second
# each: with all of them hanging, the last one's answer still comes before the host gives up.
shows() {
	wanted=$1
	shift
	[ -z "$host" ] || case $(run_for 1 "$@" 3</dev/null) in $wanted) ;; *) return 1 ;; esac
}

for native in "$here/policy-evaluator" "$here/policy-evaluator-zig/policy-evaluator" "$here/policy-evaluator-rust/policy-evaluator" "$here/policy-evaluator-go/policy-evaluator"; do
	if [ -f "$native" ] && [ -x "$native" ] && shows "$policy_hash" "$native" --version; then try "$native"; fi
done
if [ -f "$bundle" ]; then
	set -- --bundle "$bundle" --sha256 "$bundle_sha256"
	if [ -f "$prebuilt" ] && [ -x "$prebuilt" ] && shows 'Decides*' "$prebuilt" --help; then try "$prebuilt" "$@"; fi
	if [ -f "$script" ] && command -v node >/dev/null 2>&1; then try node "$script" "$@"; fi
fi

if [ $tried = no ]; then refuse "$missing_policy" missing_policy "there is no evaluator with its policy, or nothing to run it"; fi
refuse "$no_answer" no_answer "no evaluator gave a verdict of this policy"
