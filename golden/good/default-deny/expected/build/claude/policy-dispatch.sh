#!/bin/sh
# Decides about one command. Policy 1739af7a5d7db8265c69c6f65a31e438c64995b912772c586bdacac85040f4c2
#
#   policy-dispatch.sh --command TEXT --cwd DIR [--unattended]
#
# Prints the verdict as one line of JSON; exits with 0 for allow, 3 for deny, 4 for request. Every failure gives
# the fallback that the policy declares. It sets no deadline: the caller does, and takes silence for deny.

set -u
unset CDPATH NODE_OPTIONS NODE_PATH

policy_hash='1739af7a5d7db8265c69c6f65a31e438c64995b912772c586bdacac85040f4c2'
missing_policy='deny'
no_answer='deny'
faulty_call='deny'
without_a_person='deny'
unattended=no

# refuse DECISION CODE REASON: the verdict of a failure, without an evaluator.
refuse() {
	decision=$1
	if [ "$decision" = request ] && [ "$unattended" = yes ]; then decision=$without_a_person; fi
	printf '{"decision":"%s","leave_to_host":false,"by":"input","rule":null,"reason":"%s","commands":[],' "$decision" "$3"
	printf '"opaque":[],"conditions":[],"errors":["%s"],"policy_hash":"%s"}\n' "$2" "$policy_hash"
	case $decision in
		request) exit 4 ;;
		*) exit 3 ;;
	esac
}

# ask EVALUATOR...: prints the verdict and ends if there is one; else comes back.
ask() {
	set -- "$@" --command "$command" --cwd "$cwd" --json
	if [ "$unattended" = yes ]; then set -- "$@" --unattended; fi
	verdict=$("$@" </dev/null)
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
	if [ "$decision" != deny ]; then
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

has_command=no
has_cwd=no
while [ $# -gt 0 ]; do
	case $1 in
		--command)
			if [ $# -lt 2 ] || [ $has_command = yes ]; then refuse "$faulty_call" usage "--command needs one text"; fi
			command=$2 has_command=yes
			shift 2
			;;
		--cwd)
			if [ $# -lt 2 ] || [ $has_cwd = yes ]; then refuse "$faulty_call" usage "--cwd needs one directory"; fi
			cwd=$2 has_cwd=yes
			shift 2
			;;
		--unattended)
			unattended=yes
			shift
			;;
		*) refuse "$faulty_call" usage "an argument is not known" ;;
	esac
done
if [ $has_command = no ] || [ $has_cwd = no ]; then refuse "$faulty_call" usage "--command and --cwd are needed"; fi

case $0 in
	/* | ./* | ../*) here=${0%/*} ;;
	*/*) here=./${0%/*} ;;
	*) here=. ;;
esac

tried=no
if [ -f "$here/policy-evaluator" ] && [ -x "$here/policy-evaluator" ]; then
	tried=yes
	ask "$here/policy-evaluator"
fi
if [ -f "$here/policy-evaluator.mjs" ] && [ -f "$here/policy-wrapper-rules.json" ] && command -v node >/dev/null 2>&1; then
	tried=yes
	ask node "$here/policy-evaluator.mjs" --bundle "$here/policy-wrapper-rules.json"
fi

if [ $tried = no ]; then refuse "$missing_policy" missing_policy "there is no evaluator with its policy, or nothing to run it"; fi
refuse "$no_answer" no_answer "no evaluator gave a verdict of this policy"
