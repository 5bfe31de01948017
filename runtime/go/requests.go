package evaluator

import (
	"strings"
	"sync"
)

// mostRequestBytes is how many bytes a request may have.
const mostRequestBytes = 1024 * 1024

// shapeFacts is facts as they are given: values by name; `root` and `home` are directories.
func shapeFacts(value jsonValue) bool {
	object, ok := value.(*jsonObject)
	if !ok {
		return false
	}
	for at, name := range object.keys {
		fact := object.values[at]
		if name == "root" || name == "home" {
			if !shapeText(fact) {
				return false
			}
		} else if !shapeBoolean(fact) && fact != "unknown" {
			return false
		}
	}
	return true
}

// The largest whole number that every JSON reader keeps as it is.
const mostWhole = 1<<53 - 1

var identifierShape = sync.OnceValue(func() shape { return shapeEither(shapeText, shapeWhole(-mostWhole, mostWhole)) })

var requestShape = sync.OnceValue(func() shape {
	return shapeObject(shapes{"command": shapeText}, shapes{
		"id": shapeOrNull(identifierShape()),
		"cwd": shapeOrNull(func(value jsonValue) bool {
			text, ok := value.(string)
			return ok && (text == "" || strings.HasPrefix(text, "/"))
		}),
		"facts":      shapeOrNull(shapeFacts),
		"unattended": shapeBoolean,
	})
})

// readRequest reads one request of `--serve`, or says why it is refused; with the id where that could be read, else null. Only
// `command` is required; `cwd` is an absolute path, empty or null for unknown.
func readRequest(bytes []byte) (id jsonValue, request CommandRequest, problem inputError) {
	value, ok := readJSON(bytes, mostRequestBytes)
	if !ok {
		return nil, CommandRequest{}, inputBadJSON
	}
	object := objectOf(value)
	if identifierShape()(object.get("id")) {
		id = object.get("id")
	}
	if !requestShape()(value) {
		return id, CommandRequest{}, inputBadRequest
	}
	request = CommandRequest{Command: textOf(object.get("command")), unattended: object.get("unattended") == true}
	if cwd := textOf(object.get("cwd")); cwd != "" {
		request.cwd = someText(cwd)
	}
	request.facts, _ = object.get("facts").(*jsonObject)
	return id, request, ""
}

// parseFacts reads the text of `--facts`, or says what is wrong with it.
func parseFacts(text string) (facts *jsonObject, problem string) {
	value, ok := readJSONText(text)
	if !ok {
		return nil, "it is not JSON, or it names a fact twice"
	}
	if !shapeFacts(value) {
		return nil, "a fact is true, false or \"unknown\", and `root` and `home` are texts"
	}
	return objectOf(value), ""
}
