package evaluator

import (
	"crypto/sha256"
	"encoding/hex"
	"math"
)

// mostBundleBytes is how many bytes a bundle may have.
const mostBundleBytes = 256 * 1024 * 1024

// Shapes are made where a bundle is read, and not when the program starts: most calls read none.

func textsShape() shape    { return shapeList(shapeText, 0) }
func fallbackShape() shape { return shapeOneOf("request", "deny") }
func indexShape() shape    { return shapeWhole(0, math.MaxInt32) }
func stateShape() shape    { return shapeWhole(-1, math.MaxInt32) }

func tableShape() shape {
	return shapeObject(shapes{
		"accept":  shapeList(shapeWhole(0, 2), 1),
		"default": shapeList(stateShape(), 1),
		"ranges":  shapeList(shapeList(stateShape(), 0), 1),
	}, nil)
}

func programShape() shape {
	return shapeEither(
		shapeObject(shapes{
			"kind":  shapeOneOf("heads"),
			"heads": shapeList(shapeObject(shapes{"words": shapeList(shapeList(shapeText, 1), 1), "tail": indexShape()}, nil), 0),
		}, nil),
		shapeObject(shapes{"kind": shapeOneOf("automaton"), "automaton": indexShape()}, nil),
	)
}

// shapeCondition is a function and no variable: conditions hold conditions. The JSON reader bounds the depth.
func shapeCondition(value jsonValue) bool {
	object, ok := value.(*jsonObject)
	if !ok || len(object.keys) != 3 || !shapeBoolean(object.get("required")) {
		return false
	}
	if object.has("name") {
		return object.has("value") && shapeText(object.get("name")) && shapeOrNull(shapeText)(object.get("value"))
	}
	if !shapeOneOf("all", "any", "not")(object.get("mode")) || !shapeList(shapeCondition, 0)(object.get("conditions")) {
		return false
	}
	return object.get("mode") != "not" || len(object.get("conditions").([]jsonValue)) == 1
}

func matcherShape() shape {
	return shapeObject(shapes{"matcher": shapeText, "pattern": shapeText, "normalized_pattern": shapeText}, nil)
}

func ruleShape() shape {
	return shapeObject(shapes{
		"id":                 shapeText,
		"source":             shapeText,
		"action":             shapeOneOf("allow", "request", "deny"),
		"on_mismatch":        shapeOneOf("allow", "request", "deny", "skip"),
		"on_unknown":         shapeOrNull(fallbackShape()),
		"matcher":            shapeOrNull(shapeText),
		"pattern":            shapeOrNull(shapeText),
		"normalized_pattern": shapeOrNull(shapeText),
		"matchers":           shapeList(matcherShape(), 0),
		"conditions":         shapeOrNull(shapeCondition),
		"conditional":        shapeBoolean,
		"platform_action":    shapeMap(shapeText),
		"shell_entry":        shapeOrNull(shapeText),
		"native":             textsShape(),
		"reason":             shapeOrNull(shapeText),
		"strict":             shapeOrNull(programShape()),
		"loose":              shapeOrNull(programShape()),
		"except":             shapeOrNull(programShape()),
		"programs":           shapeOrNull(textsShape()),
		"global_options":     textsShape(),
		"path_sets":          shapeList(textsShape(), 0),
		"writes":             shapeOrNull(textsShape()),
		"reads":              shapeOrNull(textsShape()),
		"env":                shapeOrNull(textsShape()),
	}, nil)
}

// optionShapes are the keys of a program's or a subcommand's options, with some more.
func optionShapes(more shapes) shapes {
	all := shapes{
		"values":           shapeOrNull(textsShape()),
		"flags":            textsShape(),
		"runs":             textsShape(),
		"runs_text":        textsShape(),
		"unknown_operands": textsShape(),
		"bare_cluster":     shapeBoolean,
	}
	for key, one := range more {
		all[key] = one
	}
	return all
}

func subcommandShape() shape {
	return shapeObject(nil, optionShapes(shapes{
		"read_only": shapeBoolean, "query": textsShape(), "changes": shapeOrNull(textsShape()), "foreign": shapeBoolean,
	}))
}

func settingsShape() shape {
	return shapeObject(shapes{
		"options": textsShape(), "command": shapeText, "inert": textsShape(), "alias": shapeText, "environment": shapeText,
	}, nil)
}

func registryProgramShape() shape {
	return shapeObject(nil, optionShapes(shapes{
		"global_values":    textsShape(),
		"global_inert":     textsShape(),
		"global_directory": textsShape(),
		"shared":           shapeObject(nil, optionShapes(nil)),
		"subcommands":      shapeMap(subcommandShape()),
		"equivalent":       shapeList(textsShape(), 0),
		"abbreviates":      shapeBoolean,
		"dashed":           shapeBoolean,
		"read_only":        shapeBoolean,
		"foreign":          shapeBoolean,
		"query":            textsShape(),
		"plugins":          shapeBoolean,
		"shape":            shapeOneOf("awk", "jq", "sed"),
		"reads_code":       shapeBoolean,
		"settings":         settingsShape(),
	}))
}

func wrapperShape() shape {
	return shapeObject(nil, shapes{
		"like":            shapeText,
		"then":            shapeOneOf("argv", "text", "texts", "command", "stdin", "script"),
		"values":          textsShape(),
		"flags":           textsShape(),
		"optional":        textsShape(),
		"query":           textsShape(),
		"abbreviates":     shapeBoolean,
		"operands":        shapeWhole(0, 16),
		"permute":         shapeBoolean,
		"assignments":     shapeBoolean,
		"mixed":           shapeBoolean,
		"assign_options":  textsShape(),
		"empty":           shapeOneOf("stdin", "foreign"),
		"default":         shapeText,
		"transparent":     shapeBoolean,
		"in_shell":        shapeOneOf("now", "later"),
		"directory":       textsShape(),
		"moves":           shapeBoolean,
		"text_flag":       shapeText,
		"text_options":    textsShape(),
		"join":            shapeBoolean,
		"join_flags":      textsShape(),
		"argv_flags":      textsShape(),
		"split_options":   textsShape(),
		"program_options": textsShape(),
		"runs":            textsShape(),
		"appended":        shapeBoolean,
		"until":           textsShape(),
		"replace":         textsShape(),
		"inner_options":   textsShape(),
		"open_end":        shapeBoolean,
		"fillers":         textsShape(),
	})
}

func registryShape() shape {
	return shapeObject(shapes{
		"programs":           shapeMap(registryProgramShape()),
		"wrappers":           shapeMap(wrapperShape()),
		"inert_environment":  textsShape(),
		"lookup_environment": textsShape(),
		"system_folders":     textsShape(),
	}, nil)
}

func bundleShape() shape {
	return shapeObject(shapes{
		"schema_version":      shapeWhole(1, 1),
		"policy_hash":         shapeHash,
		"bundle_hash":         shapeHash,
		"required_conditions": textsShape(),
		"defaults": shapeObject(shapes{
			"default":          shapeOneOf("allow", "request", "deny", "host"),
			"opaque":           fallbackShape(),
			"condition_error":  fallbackShape(),
			"malformed_bundle": fallbackShape(),
			"missing_policy":   fallbackShape(),
			"unattended":       fallbackShape(),
		}, nil),
		"registry": registryShape(),
		"automata": shapeList(tableShape(), 0),
		"commands": shapeList(ruleShape(), 0),
	}, nil)
}

// ReadBundle reads a bundle strictly: JSON in the strict profile, at most 256 MiB.
//
// It gives nil (malformed_bundle) for another version, an unknown, missing or duplicate key, a value of the wrong kind,
// a bundle_hash that is not that of the content, or a table that is no automaton.
func ReadBundle(text string) *Bundle {
	if len(text) > mostBundleBytes {
		return nil
	}
	value, ok := readJSONText(text)
	if !ok || !bundleShape()(value) {
		return nil
	}
	object := value.(*jsonObject)
	if !hasItsHash(object) {
		return nil
	}
	bundle := makeBundle(object)
	if !tablesHold(bundle.automata) || !referencesHold(bundle) {
		return nil
	}
	return bundle
}

// ReadWrittenBundle reads a bundle that was read strictly before, when it was written, and whose bytes are known by their
// hash: nothing of it is checked again. It gives nil where the file has another SHA-256 (small hexadecimal digits).
func ReadWrittenBundle(text string, hash string) *Bundle {
	if sum := sha256.Sum256([]byte(text)); hex.EncodeToString(sum[:]) != hash {
		return nil
	}
	value, _ := readJSONText(text)
	object, ok := value.(*jsonObject)
	if !ok {
		return nil
	}
	return makeBundle(object)
}

// hasItsHash says whether the hash is the SHA-256 of the canonical JSON of everything but the hash itself.
func hasItsHash(bundle *jsonObject) bool {
	rest := &jsonObject{}
	for at, key := range bundle.keys {
		if key != "bundle_hash" {
			rest.add(key, bundle.values[at])
		}
	}
	sum := sha256.Sum256(appendCanonical(nil, rest))
	return hex.EncodeToString(sum[:]) == bundle.get("bundle_hash")
}

func tablesHold(tables []automatonTable) bool {
	for _, table := range tables {
		if !isAutomaton(table) {
			return false
		}
	}
	return true
}

// isAutomaton wants equal lengths, ascending disjoint byte ranges and targets that exist.
func isAutomaton(table automatonTable) bool {
	states := int32(len(table.accept))
	if len(table.others) != len(table.accept) || len(table.ranges) != len(table.accept) {
		return false
	}
	for _, target := range table.others {
		if target >= states {
			return false
		}
	}
	for _, triples := range table.ranges {
		if len(triples)%3 != 0 {
			return false
		}
		last := int32(-1)
		for at := 0; at < len(triples); at += 3 {
			low, high, target := triples[at], triples[at+1], triples[at+2]
			if low <= last || high < low || high > 0xff || target >= states {
				return false
			}
			last = high
		}
	}
	return true
}

const mostPathSets = 8

// referencesHold says whether every automaton that a rule names exists, and no rule is named twice.
func referencesHold(bundle *Bundle) bool {
	ids := make(map[string]bool, len(bundle.commands))
	for at := range bundle.commands {
		rule := &bundle.commands[at]
		if ids[rule.id] || len(rule.pathSets) > mostPathSets {
			return false
		}
		ids[rule.id] = true
		for _, one := range []*program{rule.strict, rule.loose, rule.except} {
			if one != nil && !automataExist(one, len(bundle.automata)) {
				return false
			}
		}
	}
	return true
}

func automataExist(one *program, count int) bool {
	if one.heads == nil {
		return one.automaton < count
	}
	for _, head := range one.heads {
		if head.tail >= count {
			return false
		}
	}
	return true
}

// makeBundle takes what decides something out of a value that has the shape of a bundle.
func makeBundle(object *jsonObject) *Bundle {
	bundle := &Bundle{
		PolicyHash: textOf(object.get("policy_hash")),
		defaults:   makeDefaults(objectOf(object.get("defaults"))),
		registry:   objectOf(object.get("registry")),
	}
	for _, table := range listOf(object.get("automata")) {
		bundle.automata = append(bundle.automata, makeTable(objectOf(table)))
	}
	for _, rule := range listOf(object.get("commands")) {
		bundle.commands = append(bundle.commands, makeRule(objectOf(rule)))
	}
	return bundle
}

func makeDefaults(given *jsonObject) defaults {
	return defaults{
		standard:       decisionOf(given.get("default")),
		opaque:         decisionOf(given.get("opaque")),
		conditionError: decisionOf(given.get("condition_error")),
		unattended:     decisionOf(given.get("unattended")),
	}
}

func makeTable(table *jsonObject) automatonTable {
	ranges := listOf(table.get("ranges"))
	made := automatonTable{
		accept: numbersOf(table.get("accept")),
		others: numbersOf(table.get("default")),
		ranges: make([][]int32, len(ranges)),
	}
	for at, triples := range ranges {
		made.ranges[at] = numbersOf(triples)
	}
	return made
}

// decides says whether makeRule looks at a key of a rule; the others are for people and hosts.
func decides(key string) bool {
	switch key {
	case "source", "matcher", "pattern", "normalized_pattern", "matchers", "conditional", "platform_action", "shell_entry", "native":
		return false
	}
	return true
}

func makeRule(rule *jsonObject) bundleRule {
	made := bundleRule{
		id:            textOf(rule.get("id")),
		action:        decisionOf(rule.get("action")),
		onMismatch:    decisionOf(rule.get("on_mismatch")),
		onUnknown:     decisionOf(rule.get("on_unknown")),
		reason:        optOf(rule.get("reason")),
		strict:        makeProgram(rule.get("strict")),
		loose:         makeProgram(rule.get("loose")),
		except:        makeProgram(rule.get("except")),
		programs:      textsOf(rule.get("programs")),
		globalOptions: textsOf(rule.get("global_options")),
		writes:        textsOf(rule.get("writes")),
		reads:         textsOf(rule.get("reads")),
		env:           textsOf(rule.get("env")),
	}
	for _, paths := range listOf(rule.get("path_sets")) {
		made.pathSets = append(made.pathSets, textsOf(paths))
	}
	if conditions, ok := rule.get("conditions").(*jsonObject); ok {
		made.conditions = new(makeCondition(conditions))
	}
	return made
}

func makeProgram(value jsonValue) *program {
	object, ok := value.(*jsonObject)
	if !ok {
		return nil
	}
	if object.get("kind") != "heads" {
		return &program{automaton: numberOf(object.get("automaton"))}
	}
	made := &program{heads: []programHead{}}
	for _, value := range listOf(object.get("heads")) {
		head := objectOf(value)
		words := [][]string{}
		for _, alternatives := range listOf(head.get("words")) {
			words = append(words, textsOf(alternatives))
		}
		made.heads = append(made.heads, programHead{words: words, tail: numberOf(head.get("tail"))})
	}
	return made
}

func makeCondition(object *jsonObject) condition {
	made := condition{
		name:     textOf(object.get("name")),
		value:    optOf(object.get("value")),
		mode:     textOf(object.get("mode")),
		required: object.get("required") == true,
	}
	for _, member := range listOf(object.get("conditions")) {
		made.members = append(made.members, makeCondition(objectOf(member)))
	}
	return made
}

// What follows reads values whose shape was checked; of another kind they count as empty.

var noMembers = &jsonObject{}

func objectOf(value jsonValue) *jsonObject {
	if object, ok := value.(*jsonObject); ok {
		return object
	}
	return noMembers
}

func listOf(value jsonValue) []jsonValue {
	list, _ := value.([]jsonValue)
	return list
}

func textOf(value jsonValue) string {
	text, _ := value.(string)
	return text
}

func optOf(value jsonValue) opt {
	text, known := value.(string)
	return opt{text: text, known: known}
}

func decisionOf(value jsonValue) Decision { return Decision(textOf(value)) }

func numberOf(value jsonValue) int {
	number, _ := value.(float64)
	return int(number)
}

func numbersOf(value jsonValue) []int32 {
	list := listOf(value)
	numbers := make([]int32, len(list))
	for at, one := range list {
		numbers[at] = int32(numberOf(one))
	}
	return numbers
}

// textsOf is a list of texts; nil where there is none.
func textsOf(value jsonValue) []string {
	list, ok := value.([]jsonValue)
	if !ok {
		return nil
	}
	texts := make([]string, len(list))
	for at, one := range list {
		texts[at] = textOf(one)
	}
	return texts
}
