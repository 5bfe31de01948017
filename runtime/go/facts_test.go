package evaluator

import (
	"encoding/base64"
	"os"
	"testing"
)

// vectors are the rows of a recorded file that all evaluators read alike.
func vectors(t *testing.T, name string) [][]jsonValue {
	t.Helper()
	bytes, err := os.ReadFile("../../golden/git-facts/" + name)
	if err != nil {
		t.Fatal(err)
	}
	value, ok := readJSON(bytes, mostBundleBytes)
	if !ok {
		t.Fatalf("%s is not JSON in the strict profile", name)
	}
	rows := listOf(objectOf(value).get("rows"))
	if len(rows) == 0 {
		t.Fatalf("%s holds no rows", name)
	}
	read := make([][]jsonValue, len(rows))
	for at, row := range rows {
		read[at] = listOf(row)
	}
	return read
}

// bytesOf is a text of which every character is one byte.
func bytesOf(value jsonValue) string {
	var bytes []byte
	for _, character := range textOf(value) {
		bytes = append(bytes, byte(character))
	}
	return string(bytes)
}

// latin is a byte string as a text of which every character is one byte.
func latin(bytes string) string {
	characters := make([]rune, len(bytes))
	for at := range len(bytes) {
		characters[at] = rune(bytes[at])
	}
	return string(characters)
}

func latinOpt(text opt) jsonValue {
	if text.known {
		return latin(text.text)
	}
	return nil
}

// same compares canonical JSON.
func same(t *testing.T, about, found, wanted jsonValue) {
	t.Helper()
	if got, want := string(appendCanonical(nil, found)), string(appendCanonical(nil, wanted)); got != want {
		t.Errorf("%s: %s, not %s", appendCanonical(nil, about), got, want)
	}
}

func TestConfigurationFiles(t *testing.T) {
	for _, row := range vectors(t, "config.json") {
		entries, ok := parseConfig(bytesOf(row[0]))
		var found jsonValue
		if ok {
			found = eachOf(entries, func(entry configEntry) jsonValue {
				return []jsonValue{latin(entry.section), latinOpt(entry.subsection), latin(entry.name), latinOpt(entry.value)}
			})
		}
		same(t, row[0], found, row[1])
	}
}

func TestIndexFiles(t *testing.T) {
	for _, row := range vectors(t, "index.json") {
		bytes, err := base64.StdEncoding.DecodeString(textOf(row[2]))
		if err != nil {
			t.Fatal(err)
		}
		summary, ok := summariseIndex(string(bytes), numberOf(row[1]))
		var found jsonValue
		if ok {
			found = members("assumed", summary.assumed, "skipped", summary.skipped,
				"submodules", eachOf(summary.submodules, func(path string) jsonValue { return latin(path) }))
		}
		same(t, row[0], found, row[3])
	}
}

func TestListsOfRefs(t *testing.T) {
	for _, row := range vectors(t, "refs.json") {
		records, ok := parseRefList(bytesOf(row[0]), 40)
		var found jsonValue
		if ok {
			found = eachOf(records, func(record refRecord) jsonValue {
				return []jsonValue{record.current, latin(record.name), latin(record.id), latin(record.upstream), latin(record.remote)}
			})
		}
		same(t, row[0], found, row[1])
	}
}

func TestStatusOutputs(t *testing.T) {
	words := map[truth]string{isTrue: "clean", isFalse: "dirty", isUnknown: "unknown"}
	for _, row := range vectors(t, "status.json") {
		same(t, row[0], words[parseStatus(bytesOf(row[0]))], row[1])
	}
}

func TestUpstreams(t *testing.T) {
	for _, row := range vectors(t, "upstream.json") {
		config, ok := parseConfig(bytesOf(row[0]))
		upstream := ""
		if ok {
			upstream, ok = upstreamOf(config, bytesOf(row[1]))
		}
		switch {
		case !ok:
			upstream = "unknown"
		case upstream == "":
			upstream = "none"
		}
		same(t, row[0], latin(upstream), row[2])
	}
}
