/**
 * The reason codes of a verdict: why a part of a line is opaque, and why an input is refused. The
 * tables are closed; `runtime/PROTOCOL.md` shows them, and a test holds the two together.
 */

/** Why a part of a line cannot be known. Each is a floor of `fallback opaque` under the line. */
export const OPAQUE_REASONS = {
	arithmetic: "arithmetic that mentions a variable, whose value is evaluated again",
	configuration: "a setting that may change what a program runs or does",
	confusable_text: "an invisible, blank-like or look-alike character outside quotes",
	control_character: "a control character, which some terminals and hosts act upon",
	dialect: "a spelling that shells read in different ways",
	dynamic_code: "shell text that is not literal",
	dynamic_program: "a program word that is not literal",
	extended_glob: "an extended glob or a glob qualifier",
	foreign_code: "a program that runs code which the line does not show",
	here_document: "a here-document whose body shells read in different ways, or do not find",
	locale_text: 'text in $"…", which is translated before it is used',
	lookup_change: "something that changes how later programs are found or behave",
	parameter_expansion: "a parameter expansion that evaluates text again, or that not all shells know",
	run_option: "an option that makes a program run or load something else",
	stdin_code: "a program that runs what it reads from standard input",
	suffix_match: "an unknown program whose later words are a command that a rule denies",
	suffix_unknown: "an unknown program whose later words may be a command that a rule denies",
	syntax_error: "the line is not valid shell",
	unterminated_quote: "a quote without its end",
	wrapper_option: "a wrapper with an option or word that hides where the inner command starts",
} as const satisfies Readonly<Record<string, string>>;

export type OpaqueCode = keyof typeof OPAQUE_REASONS;

/** Why an input is refused: the decision is `deny` by `input`. */
export const INPUT_ERRORS = {
	bad_json: "the input is not JSON in the strict profile",
	bad_request: "the request lacks a key, has an unknown key or a value of the wrong kind",
	internal_error: "the evaluator failed; nothing is known of the command",
	malformed_bundle: "the policy bundle cannot be read",
	not_utf8: "the command is not well-formed UTF-8",
	nul_byte: "the command holds a NUL byte",
	too_deep: "the command nests deeper than 64 levels",
	too_long: "the command is longer than 65,536 bytes",
	too_many_commands: "the command holds more than 1,000 simple commands",
	too_many_nodes: "the command holds more than 10,000 words, redirections and assignments",
} as const satisfies Readonly<Record<string, string>>;

export type InputError = keyof typeof INPUT_ERRORS;

/** The budgets of one input, counted while it is read. */
export const BUDGET = {
	/** Bytes of the line. */
	line: 65_536,
	/** Levels of constructs in each other, and of texts and wrappers in each other. */
	nesting: 64,
	/** Simple commands, inner ones included. */
	commands: 1_000,
	/** Words, redirections and assignments, those of inner shell text included. */
	nodes: 10_000,
	/** Transitions of one search of a view with unknown parts; past it the answer is `maybe`. */
	steps: 200_000,
} as const;
