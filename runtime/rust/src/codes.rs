//! Why something is opaque or refused, and the budgets of one input.

/// Defines an enumeration of codes with the text of each code and the reason that people read.
macro_rules! codes {
	($(#[$about:meta])* $name:ident { $($one:ident => $code:literal, $reason:literal;)* }) => {
		$(#[$about])*
		#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
		pub(crate) enum $name { $($one),* }

		impl $name {
			/// The code as verdicts show it.
			pub(crate) fn code(self) -> &'static str {
				match self { $(Self::$one => $code),* }
			}

			/// What the code means, in words for people.
			pub(crate) fn reason(self) -> &'static str {
				match self { $(Self::$one => $reason),* }
			}
		}
	};
}

codes! {
	/// Why a part of a line cannot be known. Each is a floor of `fallback opaque` under the line. In the order of the codes.
	OpaqueCode {
		Arithmetic => "arithmetic", "arithmetic that mentions a variable, whose value is evaluated again";
		Configuration => "configuration", "a setting that may change what a program runs or does";
		ConfusableText => "confusable_text", "an invisible, blank-like or look-alike character outside quotes";
		ControlCharacter => "control_character", "a control character, which some terminals and hosts act upon";
		Dialect => "dialect", "a spelling that shells read in different ways";
		DynamicCode => "dynamic_code", "shell text that is not literal";
		DynamicProgram => "dynamic_program", "a program word that is not literal";
		ExtendedGlob => "extended_glob", "an extended glob or a glob qualifier";
		ForeignCode => "foreign_code", "a program that runs code which the line does not show";
		HereDocument => "here_document", "a here-document whose body shells read in different ways, or do not find";
		LocaleText => "locale_text", "text in $\"…\", which is translated before it is used";
		LookupChange => "lookup_change", "something that changes how later programs are found or behave";
		ParameterExpansion => "parameter_expansion", "a parameter expansion that evaluates text again, or that not all shells know";
		RunOption => "run_option", "an option that makes a program run or load something else";
		StdinCode => "stdin_code", "a program that runs what it reads from standard input";
		SuffixMatch => "suffix_match", "an unknown program whose later words are a command that a rule denies";
		SuffixUnknown => "suffix_unknown", "an unknown program whose later words may be a command that a rule denies";
		SyntaxError => "syntax_error", "the line is not valid shell";
		UnterminatedQuote => "unterminated_quote", "a quote without its end";
		WrapperOption => "wrapper_option", "a wrapper with an option or word that hides where the inner command starts";
	}
}

codes! {
	/// Why an input is refused: the decision is `deny` by `input`.
	InputError {
		BadJson => "bad_json", "the input is not JSON in the strict profile";
		BadRequest => "bad_request", "the request lacks a key, has an unknown key or a value of the wrong kind";
		InternalError => "internal_error", "the evaluator failed; nothing is known of the command";
		MalformedBundle => "malformed_bundle", "the policy bundle cannot be read";
		NotUtf8 => "not_utf8", "the command is not well-formed UTF-8";
		NulByte => "nul_byte", "the command holds a NUL byte";
		TooDeep => "too_deep", "the command nests deeper than 64 levels";
		TooLong => "too_long", "the command is longer than 65,536 bytes";
		TooManyCommands => "too_many_commands", "the command holds more than 1,000 simple commands";
		TooManyNodes => "too_many_nodes", "the command holds more than 10,000 words, redirections and assignments";
	}
}

// The budgets of one input, counted while it is read.

/// Bytes of the line.
pub(crate) const MOST_LINE: usize = 65_536;
/// Levels of constructs in each other, and of texts and wrappers in each other.
pub(crate) const MOST_NESTING: usize = 64;
/// Simple commands, inner ones included.
pub(crate) const MOST_COMMANDS: usize = 1_000;
/// Words, redirections and assignments, those of inner shell text included.
pub(crate) const MOST_NODES: usize = 10_000;
/// Transitions of one search of a view with unknown parts; past it the answer is maybe.
pub(crate) const MOST_STEPS: usize = 200_000;
