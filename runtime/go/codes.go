package evaluator

// opaqueCode says why a part of a line cannot be known. Each is a floor of "fallback opaque" under the line.
type opaqueCode string

const (
	opaqueArithmetic         opaqueCode = "arithmetic"
	opaqueConfiguration      opaqueCode = "configuration"
	opaqueConfusableText     opaqueCode = "confusable_text"
	opaqueControlCharacter   opaqueCode = "control_character"
	opaqueDialect            opaqueCode = "dialect"
	opaqueDynamicCode        opaqueCode = "dynamic_code"
	opaqueDynamicProgram     opaqueCode = "dynamic_program"
	opaqueExtendedGlob       opaqueCode = "extended_glob"
	opaqueForeignCode        opaqueCode = "foreign_code"
	opaqueHereDocument       opaqueCode = "here_document"
	opaqueLocaleText         opaqueCode = "locale_text"
	opaqueLookupChange       opaqueCode = "lookup_change"
	opaqueParameterExpansion opaqueCode = "parameter_expansion"
	opaqueRunOption          opaqueCode = "run_option"
	opaqueStdinCode          opaqueCode = "stdin_code"
	opaqueSuffixMatch        opaqueCode = "suffix_match"
	opaqueSuffixUnknown      opaqueCode = "suffix_unknown"
	opaqueSyntaxError        opaqueCode = "syntax_error"
	opaqueUnterminatedQuote  opaqueCode = "unterminated_quote"
	opaqueWrapperOption      opaqueCode = "wrapper_option"
)

var opaqueReasons = map[opaqueCode]string{
	opaqueArithmetic:         "arithmetic that mentions a variable, whose value is evaluated again",
	opaqueConfiguration:      "a setting that may change what a program runs or does",
	opaqueConfusableText:     "an invisible, blank-like or look-alike character outside quotes",
	opaqueControlCharacter:   "a control character, which some terminals and hosts act upon",
	opaqueDialect:            "a spelling that shells read in different ways",
	opaqueDynamicCode:        "shell text that is not literal",
	opaqueDynamicProgram:     "a program word that is not literal",
	opaqueExtendedGlob:       "an extended glob or a glob qualifier",
	opaqueForeignCode:        "a program that runs code which the line does not show",
	opaqueHereDocument:       "a here-document whose body shells read in different ways, or do not find",
	opaqueLocaleText:         `text in $"…", which is translated before it is used`,
	opaqueLookupChange:       "something that changes how later programs are found or behave",
	opaqueParameterExpansion: "a parameter expansion that evaluates text again, or that not all shells know",
	opaqueRunOption:          "an option that makes a program run or load something else",
	opaqueStdinCode:          "a program that runs what it reads from standard input",
	opaqueSuffixMatch:        "an unknown program whose later words are a command that a rule denies",
	opaqueSuffixUnknown:      "an unknown program whose later words may be a command that a rule denies",
	opaqueSyntaxError:        "the line is not valid shell",
	opaqueUnterminatedQuote:  "a quote without its end",
	opaqueWrapperOption:      "a wrapper with an option or word that hides where the inner command starts",
}

// inputError says why an input is refused: the decision is "deny" by "input". It is empty where nothing is wrong.
type inputError string

const (
	inputBadJSON         inputError = "bad_json"
	inputBadRequest      inputError = "bad_request"
	inputInternalError   inputError = "internal_error"
	inputMalformedBundle inputError = "malformed_bundle"
	inputNotUTF8         inputError = "not_utf8"
	inputNulByte         inputError = "nul_byte"
	inputTooDeep         inputError = "too_deep"
	inputTooLong         inputError = "too_long"
	inputTooManyCommands inputError = "too_many_commands"
	inputTooManyNodes    inputError = "too_many_nodes"
)

var inputErrors = map[inputError]string{
	inputBadJSON:         "the input is not JSON in the strict profile",
	inputBadRequest:      "the request lacks a key, has an unknown key or a value of the wrong kind",
	inputInternalError:   "the evaluator failed; nothing is known of the command",
	inputMalformedBundle: "the policy bundle cannot be read",
	inputNotUTF8:         "the command is not well-formed UTF-8",
	inputNulByte:         "the command holds a NUL byte",
	inputTooDeep:         "the command nests deeper than 64 levels",
	inputTooLong:         "the command is longer than 65,536 bytes",
	inputTooManyCommands: "the command holds more than 1,000 simple commands",
	inputTooManyNodes:    "the command holds more than 10,000 words, redirections and assignments",
}

// The budgets of one input, counted while it is read.
const (
	// Bytes of the line.
	mostLine = 65_536
	// Levels of constructs in each other, and of texts and wrappers in each other.
	mostNesting = 64
	// Simple commands, inner ones included.
	mostCommands = 1_000
	// Words, redirections and assignments, those of inner shell text included.
	mostNodes = 10_000
	// Transitions of one search of a view with unknown parts; past it the answer is maybe.
	mostSteps = 200_000
)
