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

// reason says for people why a part is opaque.
func (c opaqueCode) reason() string {
	switch c {
	case opaqueArithmetic:
		return "arithmetic that mentions a variable, whose value is evaluated again"
	case opaqueConfiguration:
		return "a setting that may change what a program runs or does"
	case opaqueConfusableText:
		return "an invisible, blank-like or look-alike character outside quotes"
	case opaqueControlCharacter:
		return "a control character, which some terminals and hosts act upon"
	case opaqueDialect:
		return "a spelling that shells read in different ways"
	case opaqueDynamicCode:
		return "shell text that is not literal"
	case opaqueDynamicProgram:
		return "a program word that is not literal"
	case opaqueExtendedGlob:
		return "an extended glob or a glob qualifier"
	case opaqueForeignCode:
		return "a program that runs code which the line does not show"
	case opaqueHereDocument:
		return "a here-document whose body shells read in different ways, or do not find"
	case opaqueLocaleText:
		return `text in $"…", which is translated before it is used`
	case opaqueLookupChange:
		return "something that changes how later programs are found or behave"
	case opaqueParameterExpansion:
		return "a parameter expansion that evaluates text again, or that not all shells know"
	case opaqueRunOption:
		return "an option that makes a program run or load something else"
	case opaqueStdinCode:
		return "a program that runs what it reads from standard input"
	case opaqueSuffixMatch:
		return "an unknown program whose later words are a command that a rule denies"
	case opaqueSuffixUnknown:
		return "an unknown program whose later words may be a command that a rule denies"
	case opaqueSyntaxError:
		return "the line is not valid shell"
	case opaqueUnterminatedQuote:
		return "a quote without its end"
	case opaqueWrapperOption:
		return "a wrapper with an option or word that hides where the inner command starts"
	}
	return ""
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

// reason says for people why an input is refused.
func (c inputError) reason() string {
	switch c {
	case inputBadJSON:
		return "the input is not JSON in the strict profile"
	case inputBadRequest:
		return "the request lacks a key, has an unknown key or a value of the wrong kind"
	case inputInternalError:
		return "the evaluator failed; nothing is known of the command"
	case inputMalformedBundle:
		return "the policy bundle cannot be read"
	case inputNotUTF8:
		return "the command is not well-formed UTF-8"
	case inputNulByte:
		return "the command holds a NUL byte"
	case inputTooDeep:
		return "the command nests deeper than 64 levels"
	case inputTooLong:
		return "the command is longer than 65,536 bytes"
	case inputTooManyCommands:
		return "the command holds more than 1,000 simple commands"
	case inputTooManyNodes:
		return "the command holds more than 10,000 words, redirections and assignments"
	}
	return ""
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
