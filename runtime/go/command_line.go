package evaluator

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// Exit statuses; misuse is a mistake in the call. Nothing but an allow ends with 0, `--help` and `--version` apart.
const (
	exitAllow   = 0
	exitDeny    = 3
	exitRequest = 4
	exitMisuse  = 6
)

func exitOf(decision Decision) int {
	switch decision {
	case Allow:
		return exitAllow
	case Request:
		return exitRequest
	}
	return exitDeny
}

const help = `Decides whether a shell command may run, by a compiled policy.

usage: policy-evaluator --bundle FILE --command TEXT [--cwd DIR] [--json] [--facts JSON] [--unattended]
       policy-evaluator --bundle FILE --hook HOST [--unattended]
       policy-evaluator --bundle FILE --serve
       policy-evaluator --bundle FILE --version

  --bundle FILE    the policy: a policy-wrapper-rules.json
  --command TEXT   the command line to decide
  --cwd DIR        where it would run (default: the current directory)
  --json           print the whole verdict as one line of JSON
  --facts JSON     given facts instead of real ones, such as '{"git_is_worktree": true}'
  --fallback D     deny (the default) or request, where the bundle cannot be read
  --hook HOST      answer the event on standard input as this host wants it: HOSTS
  --sha256 HASH    of the bundle file as it was written: any other cannot be read, and this one need not be checked again
  --unattended     nobody can be asked
  --serve          answer one JSON request per line of standard input
  --version        print the hash of the policy
  --help           print this

exit status: 0 allow, 3 deny, 4 request, 6 a mistake in the call; as a hook, what the host wants
example: policy-evaluator --bundle policy-wrapper-rules.json --command 'git push --force'
`

// runEvaluator runs a call and gives its exit status; whatever fails on the way is a deny.
func runEvaluator(args []string) (status int) {
	defer func() {
		if recover() != nil {
			status = exitDeny
		}
	}()
	found, problem := readOptions(args)
	if problem != "" {
		return misuse(problem)
	}
	if found.has("--help") {
		return printed(strings.Replace(help, "HOSTS", strings.Join(hookHosts(), ", "), 1))
	}
	made, problem := readCall(found)
	if problem != "" {
		return misuse(problem)
	}
	ready := made.load()
	if found.has("--version") {
		return printVersion(ready)
	}
	if found.has("--serve") {
		if serve(ready, os.Stdin, os.Stdout) != nil {
			return exitDeny
		}
		return 0
	}
	command := found.get("--command")
	if !command.known {
		return misuse("--command TEXT is needed")
	}
	verdict := made.decide(command.text, found.get("--cwd").text, ready)
	text := describe(&verdict)
	if found.has("--json") {
		text = string(verdict.canonical(nil, false)) + "\n"
	}
	// Standard output may be what fails: the status alone has to say it.
	if printed(text) != 0 {
		return exitDeny
	}
	return exitOf(verdict.Decision)
}

// call is what all ways to decide have in common.
type call struct {
	// Not known: the policy inside this program.
	bundle opt
	// SHA-256 of the bundle as it was written, if it is known.
	sha256     opt
	facts      *jsonObject
	fallback   Decision
	unattended bool
}

func readCall(found options) (made call, problem string) {
	bundle := found.get("--bundle")
	if !bundle.known && (embeddedBundle == "" || found.has("--sha256")) {
		return call{}, "--bundle FILE is needed"
	}
	made = call{bundle: bundle, sha256: found.get("--sha256"), fallback: Deny, unattended: found.has("--unattended")}
	if given := found.get("--facts"); given.known {
		if made.facts, problem = parseFacts(given.text); problem != "" {
			return call{}, "--facts is not understood: " + problem
		}
	}
	if fallback := found.get("--fallback"); fallback.known {
		made.fallback = Decision(fallback.text)
	}
	if made.fallback != Deny && made.fallback != Request {
		return call{}, "--fallback is deny or request"
	}
	// Which decision stands for a request with nobody to ask stands in the bundle that could not be read.
	if made.unattended {
		made.fallback = Deny
	}
	return made, ""
}

// load reads the bundle and makes it ready; nil where it cannot be read.
func (c *call) load() (ready *Prepared) {
	defer func() {
		if recover() != nil {
			ready = nil
		}
	}()
	if !c.bundle.known {
		return PrepareEmbedded(embeddedBundle, embeddedIndex)
	}
	file := readThrough(c.bundle.text, mostBundleBytes)
	if !file.read {
		return nil
	}
	var bundle *Bundle
	if c.sha256.known {
		bundle = ReadWrittenBundle(file.bytes, c.sha256.text)
	} else {
		bundle = ReadBundle(file.bytes)
	}
	if bundle == nil {
		return nil
	}
	return Prepare(bundle)
}

func (c *call) decide(command, cwd string, ready *Prepared) Verdict {
	if ready == nil {
		verdict := refuse(inputMalformedBundle, unknownText)
		verdict.Decision = c.fallback
		return verdict
	}
	in := someText(absolutePath(cwd))
	request := CommandRequest{Command: command, cwd: in, facts: c.facts, unattended: c.unattended}
	return Decide(ready, request, surroundingsOf(in))
}

// absolutePath is a path from the current directory as the system knows it, whatever PWD says.
func absolutePath(path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	current, err := syscall.Getwd()
	if err != nil {
		panic(err)
	}
	return filepath.Join(current, path)
}

func printVersion(ready *Prepared) int {
	if ready == nil {
		os.Stderr.WriteString("error: the policy bundle cannot be read\n")
		return exitDeny
	}
	return printed(ready.policyHash + "\n")
}

func describe(verdict *Verdict) string {
	text := string(verdict.Decision) + " by " + string(verdict.by)
	if verdict.rule.known {
		text += " " + verdict.rule.text
	}
	if verdict.reason.known {
		text += ": " + verdict.reason.text
	}
	return text + "\n"
}

// printed writes a text and gives the exit status of that.
func printed(text string) int {
	if _, err := os.Stdout.WriteString(text); err != nil {
		return exitDeny
	}
	return 0
}

func misuse(problem string) int {
	os.Stderr.WriteString("error: " + problem + "; `--help` shows the options\n")
	return exitMisuse
}
