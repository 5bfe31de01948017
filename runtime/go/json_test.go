package evaluator

import (
	"os"
	"strings"
	"testing"
)

func TestStrictJSON(t *testing.T) {
	deep := func(levels int) string { return strings.Repeat("[", levels) + strings.Repeat("]", levels) }
	for _, row := range []struct {
		text   string
		wanted string
	}{
		{`{"b":1,"a":[null,true,-0]}`, `{"a":[null,true,0],"b":1}`},
		{` "a\u0041\ud83d\ude00\/" `, `"aA😀/"`},
		{`[1e21,1e-7,0.1,123456789012345680000,1.5e300,1E2]`, `[1e+21,1e-7,0.1,123456789012345680000,1.5e+300,100]`},
		{`"\u0000\u001f\u007f\b"`, `"\u0000\u001f` + "\x7f" + `\b"`},
		{`{"\ue000":1,"😀":2}`, `{"😀":2,"` + "\ue000" + `":1}`},
		{deep(64), deep(64)},
		{deep(65), ""},
		{`{"a":1,"\u0061":2}`, ""},
		{`"\ud800"`, ""},
		{`"\ud800\u0041"`, ""},
		{`"\udc00"`, ""},
		{`"` + "\xff" + `"`, ""},
		{"\ufeff1", ""},
		{`01`, ""},
		{`1.`, ""},
		{`.5`, ""},
		{`+1`, ""},
		{`1e400`, ""},
		{`[1,]`, ""},
		{`{"a":1,}`, ""},
		{`'a'`, ""},
		{`tru`, ""},
		{"\"\n\"", ""},
		{``, ""},
		{`1 2`, ""},
	} {
		value, ok := readJSONText(row.text)
		found := ""
		if ok {
			found = string(appendCanonical(nil, value))
		}
		if found != row.wanted {
			t.Errorf("%q: %s, not %s", row.text, found, row.wanted)
		}
	}
}

func TestProtocolsAreTheSharedOnes(t *testing.T) {
	shared, err := os.ReadFile("../protocols.json")
	if err != nil {
		t.Fatal(err)
	}
	if string(shared) != protocolsJSON {
		t.Error("protocols.json is another than runtime/protocols.json: run `go generate`")
	}
}

func TestTextsAreCut(t *testing.T) {
	for _, row := range []struct {
		text   string
		most   int
		wanted string
	}{
		{"abc", 3, "abc"},
		{"abcd", 3, "abc…"},
		{"äöüß", 3, "äöü…"},
		{"a😀😀😀", 3, "a😀😀…"},
	} {
		if found := cutText(row.text, row.most); found != row.wanted {
			t.Errorf("%q: %q, not %q", row.text, found, row.wanted)
		}
	}
}
