package evaluator

import (
	_ "embed"
	"slices"
	"strings"
)

// protocolsJSON is what hosts say to a hook, and what they want to hear: runtime/protocols.json.
//
//go:generate cp ../protocols.json protocols.json
//go:embed protocols.json
var protocolsJSON string

// mostEventBytes is how many bytes an event may have.
const mostEventBytes = 1024 * 1024

// hostProtocol is the protocol of one host. Its schema is schemas/protocols.schema.json.
type hostProtocol struct {
	// The evaluator's own deadline, in milliseconds.
	deadline int
	// Where an event has its name.
	event  []string
	events *jsonObject
	forms  *jsonObject
	// The form of a refusal where nothing is known of the event.
	failure string
}

// hookAnswer is what the hook prints and ends with.
type hookAnswer struct {
	status int
	stdout string
	stderr string
}

// exitRefused is the status that every host takes for a refusal; the only one where the host is not known.
const exitRefused = 2

// hookHosts are the hosts whose protocol is known.
func hookHosts() []string {
	value, _ := readJSONText(protocolsJSON)
	return objectOf(objectOf(value).get("hosts")).keys
}

// protocolOf is the protocol of a host, or nil. The protocols of other hosts are not read.
func protocolOf(host string) *hostProtocol {
	hosts, _ := memberText(protocolsJSON, "hosts")
	text, _ := memberText(hosts, host)
	value, _ := readJSONText(text)
	raw, found := value.(*jsonObject)
	if !found {
		return nil
	}
	return &hostProtocol{
		deadline: numberOf(raw.get("deadline_ms")),
		event:    textsOf(raw.get("event")),
		events:   objectOf(raw.get("events")),
		forms:    objectOf(raw.get("forms")),
		failure:  textOf(raw.get("failure")),
	}
}

// refuseHook is the refusal in a host's form, whatever went wrong. protocol is nil where the host is not known, and the status
// with a text has to do; problem is one sentence for the person in front of the host.
func refuseHook(protocol *hostProtocol, problem string) hookAnswer {
	text := "The command is refused. " + problem
	if protocol == nil {
		return hookAnswer{status: exitRefused, stderr: text + "\n"}
	}
	return protocol.write(protocol.failure, text)
}

// hookPolicy is what a hook needs to decide.
type hookPolicy struct {
	// Nil where the bundle could not be read.
	ready *Prepared
	call  call
}

// loadHookPolicy is what a hook decides by, or what is wrong with its call.
func loadHookPolicy(args []string) (policy *hookPolicy, problem string) {
	found, problem := readOptions(args)
	if problem != "" {
		return nil, problem
	}
	for _, name := range []string{"--command", "--cwd", "--json", "--serve", "--version", "--help"} {
		if found.has(name) {
			return nil, name + " does not go with --hook"
		}
	}
	made, problem := readCall(found)
	if problem != "" {
		return nil, problem
	}
	return &hookPolicy{ready: made.load(), call: made}, ""
}

// answerHook answers one event of a host: JSON in the strict profile, at most 1 MiB. It never answers with nothing.
func answerHook(protocol *hostProtocol, bytes []byte, policy *hookPolicy) (answer hookAnswer) {
	defer func() {
		if recover() != nil {
			answer = refuseHook(protocol, refuse(inputInternalError, unknownText).reason.text)
		}
	}()
	read, problem := readEvent(protocol, bytes)
	if problem != "" {
		return refuseHook(protocol, problem)
	}
	if !read.command.known {
		return protocol.write(textOf(read.answers.get("leave")), "")
	}
	if policy.ready == nil {
		form := textOf(read.answers.get(string(policy.call.fallback)))
		return protocol.write(form, refuse(inputMalformedBundle, unknownText).reason.text)
	}
	request := CommandRequest{
		Command: read.command.text, cwd: read.cwd, facts: policy.call.facts, unattended: policy.call.unattended,
	}
	verdict := Decide(policy.ready, request, surroundingsOf(read.cwd))
	decision := string(verdict.Decision)
	if verdict.LeaveToHost {
		decision = "leave"
	}
	return protocol.write(textOf(read.answers.get(decision)), sayDecision(&verdict))
}

// eventReading is an event about a command (not known: about another tool).
type eventReading struct {
	// The form of each decision; `leave` is that of what is left to the host and of other tools.
	answers *jsonObject
	command opt
	cwd     opt
}

// readEvent reads an event, or says why it is not understood. Keys that the protocol does not name are the host's own business;
// those that it names have to be there and of the right kind.
func readEvent(protocol *hostProtocol, bytes []byte) (read eventReading, problem string) {
	value, ok := readJSON(bytes, mostEventBytes)
	if !ok {
		return read, "What the host sent is not JSON in the strict profile."
	}
	name, _ := valueAt(value, protocol.event)
	event, known := protocol.events.get(textOf(name)).(*jsonObject)
	if !known || !shapeText(name) {
		return read, "What the host sent is not an event that this hook knows."
	}
	read.answers = objectOf(event.get("answers"))
	if tool, named := event.get("tool").(*jsonObject); named {
		used, _ := valueAt(value, textsOf(tool.get("at")))
		if textOf(used) == "" {
			return read, "The host's event does not name its tool."
		}
		if used != tool.get("is") {
			return read, ""
		}
	}
	command, _ := valueAt(value, textsOf(event.get("command")))
	if !shapeText(command) {
		return read, "The host's event has no command where one should stand."
	}
	cwd, _ := valueAt(value, textsOf(event.get("cwd")))
	if folder := textOf(cwd); !strings.HasPrefix(folder, "/") || strings.Contains(folder, "\x00") {
		return read, "The host's event has no absolute directory."
	}
	read.command = optOf(command)
	if !slices.ContainsFunc(listOf(event.get("moved_by")), func(path jsonValue) bool {
		_, moved := valueAt(value, textsOf(path))
		return moved
	}) {
		read.cwd = optOf(cwd)
	}
	return read, ""
}

// valueAt follows keys from an object to a value inside it; false where the way is not there.
func valueAt(value jsonValue, path []string) (jsonValue, bool) {
	for _, key := range path {
		object, ok := value.(*jsonObject)
		if !ok || !object.has(key) {
			return nil, false
		}
		value = object.get(key)
	}
	return value, true
}

// write writes an answer in one of the host's forms. In its standard output, the text `{reason}` stands for the reason.
func (p *hostProtocol) write(name, why string) hookAnswer {
	form, found := p.forms.get(name).(*jsonObject)
	if !found {
		panic("the protocol has no form " + name)
	}
	if form.has("advice") {
		why += " " + textOf(form.get("advice"))
	}
	stdout := string(appendCanonical(nil, form.get("stdout")))
	answer := hookAnswer{
		status: numberOf(form.get("status")),
		stdout: strings.ReplaceAll(stdout, `"{reason}"`, string(appendString(nil, why))) + "\n",
	}
	if form.get("stderr") == true {
		answer.stderr = why + "\n"
	}
	return answer
}
