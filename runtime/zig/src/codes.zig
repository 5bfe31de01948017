//! Why a part of a line is not known, why an input is refused, and the budgets of one input.

/// Why a part of a line cannot be known. Each is a floor of `fallback opaque` under the line. The tag is the code as verdicts
/// show it; the order is the alphabetical one, by which verdicts sort.
pub const OpaqueCode = enum {
    arithmetic,
    configuration,
    confusable_text,
    control_character,
    dialect,
    dynamic_code,
    dynamic_program,
    extended_glob,
    foreign_code,
    here_document,
    locale_text,
    lookup_change,
    parameter_expansion,
    run_option,
    stdin_code,
    suffix_match,
    suffix_unknown,
    syntax_error,
    unterminated_quote,
    wrapper_option,

    /// What the code means, as the middle of a sentence for people.
    pub fn reason(code: OpaqueCode) []const u8 {
        return switch (code) {
            .arithmetic => "arithmetic that mentions a variable, whose value is evaluated again",
            .configuration => "a setting that may change what a program runs or does",
            .confusable_text => "an invisible, blank-like or look-alike character outside quotes",
            .control_character => "a control character, which some terminals and hosts act upon",
            .dialect => "a spelling that shells read in different ways",
            .dynamic_code => "shell text that is not literal",
            .dynamic_program => "a program word that is not literal",
            .extended_glob => "an extended glob or a glob qualifier",
            .foreign_code => "a program that runs code which the line does not show",
            .here_document => "a here-document whose body shells read in different ways, or do not find",
            .locale_text => "text in $\"…\", which is translated before it is used",
            .lookup_change => "something that changes how later programs are found or behave",
            .parameter_expansion => "a parameter expansion that evaluates text again, or that not all shells know",
            .run_option => "an option that makes a program run or load something else",
            .stdin_code => "a program that runs what it reads from standard input",
            .suffix_match => "an unknown program whose later words are a command that a rule denies",
            .suffix_unknown => "an unknown program whose later words may be a command that a rule denies",
            .syntax_error => "the line is not valid shell",
            .unterminated_quote => "a quote without its end",
            .wrapper_option => "a wrapper with an option or word that hides where the inner command starts",
        };
    }
};

/// Why an input is refused: the decision is `deny` by `input`.
pub const InputError = enum {
    bad_json,
    bad_request,
    internal_error,
    malformed_bundle,
    not_utf8,
    nul_byte,
    too_deep,
    too_long,
    too_many_commands,
    too_many_nodes,

    /// What is wrong, as the end of a sentence for people.
    pub fn reason(problem: InputError) []const u8 {
        return switch (problem) {
            .bad_json => "the input is not JSON in the strict profile",
            .bad_request => "the request lacks a key, has an unknown key or a value of the wrong kind",
            .internal_error => "the evaluator failed; nothing is known of the command",
            .malformed_bundle => "the policy bundle cannot be read",
            .not_utf8 => "the command is not well-formed UTF-8",
            .nul_byte => "the command holds a NUL byte",
            .too_deep => "the command nests deeper than 64 levels",
            .too_long => "the command is longer than 65,536 bytes",
            .too_many_commands => "the command holds more than 1,000 simple commands",
            .too_many_nodes => "the command holds more than 10,000 words, redirections and assignments",
        };
    }
};

// The budgets of one input, counted while it is read.

/// Bytes of the line.
pub const most_line = 65_536;
/// Levels of constructs in each other, and of texts and wrappers in each other.
pub const most_nesting = 64;
/// Simple commands, inner ones included.
pub const most_commands = 1_000;
/// Words, redirections and assignments, those of inner shell text included.
pub const most_nodes = 10_000;
/// Transitions of one search of a view with unknown parts; past it the answer is maybe.
pub const most_steps = 200_000;
