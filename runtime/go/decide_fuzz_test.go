package evaluator

import (
	"encoding/json"
	"os"
	"slices"
	"testing"
	"unicode/utf8"
)

// namedCase is a recorded case of the conformance kit that holds a whole bundle.
const namedCase = "../../golden/conformance/drawn-policy.json"

// shellCases hold each construct of the shell at least once, one JSON a line.
const shellCases = "../../golden/shell/cases.jsonl"

// drawnPolicy is the policy of the recorded case, as its text and ready to decide.
func drawnPolicy(f *testing.F) (string, *Prepared) {
	f.Helper()
	text, err := os.ReadFile(namedCase)
	if err != nil {
		f.Fatal(err)
	}
	var held struct{ Policy json.RawMessage }
	if err := json.Unmarshal(text, &held); err != nil {
		f.Fatal(err)
	}
	bundle := ReadBundle(string(held.Policy))
	if bundle == nil {
		f.Fatalf("the bundle of %s cannot be read", namedCase)
	}
	return string(held.Policy), Prepare(bundle)
}

// shellLines are the lines of the recorded cases.
func shellLines(f *testing.F) []string {
	f.Helper()
	file, err := os.Open(shellCases)
	if err != nil {
		f.Fatal(err)
	}
	defer file.Close()
	var lines []string
	for rows := json.NewDecoder(file); rows.More(); {
		var row struct{ Command string }
		if err := rows.Decode(&row); err != nil {
			f.Fatal(err)
		}
		lines = append(lines, row.Command)
	}
	return lines
}

// FuzzDecide holds decisions to what is true of every line: they are made, twice the same, and an input that is refused is denied.
func FuzzDecide(f *testing.F) {
	_, ready := drawnPolicy(f)
	for _, line := range shellLines(f) {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		request := CommandRequest{Command: line}
		verdict := Decide(ready, request, NothingKnown)
		switch verdict.Decision {
		case Allow, Request, Deny:
		default:
			t.Fatalf("decided %q", verdict.Decision)
		}
		if slices.Contains(verdict.errors, inputInternalError) {
			t.Fatalf("the evaluator failed on %q", line)
		}
		if !utf8.ValidString(line) && verdict.Decision != Deny {
			t.Fatalf("%q is not UTF-8, and was not denied", line)
		}
		again := Decide(ready, request, NothingKnown)
		if first, second := verdict.canonical(nil, true), again.canonical(nil, true); string(first) != string(second) {
			t.Fatalf("%s, then %s", first, second)
		}
	})
}

// FuzzServe holds answers to requests to what is true of every text: there is one, and it is a verdict in canonical JSON.
func FuzzServe(f *testing.F) {
	_, ready := drawnPolicy(f)
	for _, line := range shellLines(f) {
		request, _ := json.Marshal(map[string]any{"command": line, "cwd": "/", "facts": map[string]any{"root": "/", "git_is_worktree": true}})
		f.Add(request)
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		answer := answerLine(ready, line)
		value, ok := readJSON(answer, len(answer))
		if !ok {
			t.Fatalf("%q was answered with %q", line, answer)
		}
		if decision := textOf(objectOf(value).get("decision")); decision == "" {
			t.Fatalf("%q was answered without a decision: %q", line, answer)
		}
	})
}

// FuzzReadBundle holds the reader of bundles to its hash: no change of a bundle is read as another one.
func FuzzReadBundle(f *testing.F) {
	text, ready := drawnPolicy(f)
	f.Add(text)
	f.Add(text[:len(text)/2])
	f.Add("{}")
	f.Fuzz(func(t *testing.T, other string) {
		if bundle := ReadBundle(other); bundle != nil && bundle.PolicyHash != ready.policyHash {
			t.Fatalf("another policy was read: %s", bundle.PolicyHash)
		}
	})
}
