package evaluator

import (
	"crypto/sha256"
	"encoding/hex"
	"math"
)

// mostBundleBytes is how many bytes a bundle may have.
const mostBundleBytes = 256 * 1024 * 1024

var (
	shapeTexts    = shapeList(shapeText, 0)
	shapeDecision = shapeOneOf("allow", "request", "deny")
	shapeFallback = shapeOneOf("request", "deny")
	shapeIndex    = shapeWhole(0, math.MaxInt32)
	shapeState    = shapeWhole(-1, math.MaxInt32)
)

var shapeTable = shapeObject(shapes{
	"accept":  shapeList(shapeWhole(0, 2), 1),
	"default": shapeList(shapeState, 1),
	"ranges":  shapeList(shapeList(shapeState, 0), 1),
}, nil)

var shapeProgram = shapeEither(
	shapeObject(shapes{
		"kind":  shapeOneOf("heads"),
		"heads": shapeList(shapeObject(shapes{"words": shapeList(shapeList(shapeText, 1), 1), "tail": shapeIndex}, nil), 0),
	}, nil),
	shapeObject(shapes{"kind": shapeOneOf("automaton"), "automaton": shapeIndex}, nil),
)

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

var shapeMatcher = shapeObject(shapes{"matcher": shapeText, "pattern": shapeText, "normalized_pattern": shapeText}, nil)

var shapeRule = shapeObject(shapes{
	"id":                 shapeText,
	"source":             shapeText,
	"action":             shapeDecision,
	"on_mismatch":        shapeOneOf("allow", "request", "deny", "skip"),
	"on_unknown":         shapeOrNull(shapeFallback),
	"matcher":            shapeOrNull(shapeText),
	"pattern":            shapeOrNull(shapeText),
	"normalized_pattern": shapeOrNull(shapeText),
	"matchers":           shapeList(shapeMatcher, 0),
	"conditions":         shapeOrNull(shapeCondition),
	"conditional":        shapeBoolean,
	"platform_action":    shapeMap(shapeText),
	"shell_entry":        shapeOrNull(shapeText),
	"native":             shapeTexts,
	"reason":             shapeOrNull(shapeText),
	"strict":             shapeOrNull(shapeProgram),
	"loose":              shapeOrNull(shapeProgram),
	"except":             shapeOrNull(shapeProgram),
	"programs":           shapeOrNull(shapeTexts),
	"global_options":     shapeTexts,
	"path_sets":          shapeList(shapeTexts, 0),
	"writes":             shapeOrNull(shapeTexts),
	"reads":              shapeOrNull(shapeTexts),
	"env":                shapeOrNull(shapeTexts),
}, nil)

// optionShapes are the keys of a program's or a subcommand's options, with some more.
func optionShapes(more shapes) shapes {
	all := shapes{
		"values":           shapeOrNull(shapeTexts),
		"flags":            shapeTexts,
		"runs":             shapeTexts,
		"runs_text":        shapeTexts,
		"unknown_operands": shapeTexts,
		"bare_cluster":     shapeBoolean,
	}
	for key, one := range more {
		all[key] = one
	}
	return all
}

var shapeSubcommand = shapeObject(nil, optionShapes(shapes{
	"read_only": shapeBoolean, "query": shapeTexts, "changes": shapeOrNull(shapeTexts), "foreign": shapeBoolean,
}))

var shapeSettings = shapeObject(shapes{
	"options": shapeTexts, "command": shapeText, "inert": shapeTexts, "alias": shapeText, "environment": shapeText,
}, nil)

var shapeRegistryProgram = shapeObject(nil, optionShapes(shapes{
	"global_values":    shapeTexts,
	"global_inert":     shapeTexts,
	"global_directory": shapeTexts,
	"shared":           shapeObject(nil, optionShapes(nil)),
	"subcommands":      shapeMap(shapeSubcommand),
	"equivalent":       shapeList(shapeTexts, 0),
	"abbreviates":      shapeBoolean,
	"dashed":           shapeBoolean,
	"read_only":        shapeBoolean,
	"foreign":          shapeBoolean,
	"query":            shapeTexts,
	"plugins":          shapeBoolean,
	"shape":            shapeOneOf("awk", "jq", "sed"),
	"reads_code":       shapeBoolean,
	"settings":         shapeSettings,
}))

var shapeWrapper = shapeObject(nil, shapes{
	"like":            shapeText,
	"then":            shapeOneOf("argv", "text", "texts", "command", "stdin", "script"),
	"values":          shapeTexts,
	"flags":           shapeTexts,
	"optional":        shapeTexts,
	"query":           shapeTexts,
	"abbreviates":     shapeBoolean,
	"operands":        shapeWhole(0, 16),
	"permute":         shapeBoolean,
	"assignments":     shapeBoolean,
	"mixed":           shapeBoolean,
	"assign_options":  shapeTexts,
	"empty":           shapeOneOf("stdin", "foreign"),
	"default":         shapeText,
	"transparent":     shapeBoolean,
	"in_shell":        shapeOneOf("now", "later"),
	"directory":       shapeTexts,
	"moves":           shapeBoolean,
	"text_flag":       shapeText,
	"text_options":    shapeTexts,
	"join":            shapeBoolean,
	"join_flags":      shapeTexts,
	"argv_flags":      shapeTexts,
	"split_options":   shapeTexts,
	"program_options": shapeTexts,
	"runs":            shapeTexts,
	"appended":        shapeBoolean,
	"until":           shapeTexts,
	"replace":         shapeTexts,
	"inner_options":   shapeTexts,
	"open_end":        shapeBoolean,
	"fillers":         shapeTexts,
})

var shapeRegistry = shapeObject(shapes{
	"programs":           shapeMap(shapeRegistryProgram),
	"wrappers":           shapeMap(shapeWrapper),
	"inert_environment":  shapeTexts,
	"lookup_environment": shapeTexts,
	"system_folders":     shapeTexts,
}, nil)

var shapeBundle = shapeObject(shapes{
	"schema_version":      shapeWhole(1, 1),
	"policy_hash":         shapeHash,
	"bundle_hash":         shapeHash,
	"required_conditions": shapeTexts,
	"defaults": shapeObject(shapes{
		"default":          shapeOneOf("allow", "request", "deny", "host"),
		"opaque":           shapeFallback,
		"condition_error":  shapeFallback,
		"malformed_bundle": shapeFallback,
		"missing_policy":   shapeFallback,
		"unattended":       shapeFallback,
	}, nil),
	"registry": shapeRegistry,
	"automata": shapeList(shapeTable, 0),
	"commands": shapeList(shapeRule, 0),
}, nil)

// ReadBundle reads a bundle strictly: JSON in the strict profile, at most 256 MiB.
//
// It gives nil (malformed_bundle) for another version, an unknown, missing or duplicate key, a value of the wrong kind,
// a bundle_hash that is not that of the content, or a table that is no automaton.
func ReadBundle(bytes []byte) *Bundle {
	value, ok := readJSON(bytes, mostBundleBytes)
	if !ok || !shapeBundle(value) {
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
func ReadWrittenBundle(bytes []byte, hash string) *Bundle {
	if sum := sha256.Sum256(bytes); hex.EncodeToString(sum[:]) != hash {
		return nil
	}
	value, _ := readJSON(bytes, mostBundleBytes)
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
	given := objectOf(object.get("defaults"))
	bundle := &Bundle{
		PolicyHash: textOf(object.get("policy_hash")),
		defaults: defaults{
			standard:       decisionOf(given.get("default")),
			opaque:         decisionOf(given.get("opaque")),
			conditionError: decisionOf(given.get("condition_error")),
			unattended:     decisionOf(given.get("unattended")),
		},
		registry: objectOf(object.get("registry")),
	}
	for _, table := range listOf(object.get("automata")) {
		bundle.automata = append(bundle.automata, makeTable(objectOf(table)))
	}
	for _, rule := range listOf(object.get("commands")) {
		bundle.commands = append(bundle.commands, makeRule(objectOf(rule)))
	}
	return bundle
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
