//! One rule against one command: does it match, and could it allow?

use std::cell::RefCell;
use std::rc::Rc;

use crate::effects::assigns_lookup;
use crate::r#match::{Language, Marks, match_words};
use crate::paths::{path_matches, path_of_word};
use crate::prepare::{PreparedRule, Second};
use crate::redirections::{FileList, Where, assigns_some, covers_assignments, covers_files, opens_some};
use crate::registry::KnownCommands;
use crate::shell_types::Direction;
use crate::state::LineState;
use crate::types::{Answer, Decision, PolicyText};
use crate::unwrap::RunCommand;
use crate::view_words::ViewWord;
use crate::views::{View, Views, views_of};

static NO_FILES: FileList = FileList { any: false, paths: Vec::new() };
static ANY_FILES: FileList = FileList { any: true, paths: Vec::new() };

/// A command with all that rules ask of it; views are made once for each list of global options.
pub(crate) struct Subject<'line> {
	pub(crate) command: &'line RunCommand,
	pub(crate) state: &'line LineState,
	pub(crate) known: &'line KnownCommands,
	/// Where the command runs, for its operands.
	pub(crate) directory: Option<Vec<u8>>,
	/// What its redirections are resolved against.
	pub(crate) place: Where,
	made: RefCell<Vec<(&'static [PolicyText], Rc<Views>)>>,
}

impl<'line> Subject<'line> {
	pub(crate) fn new(
		command: &'line RunCommand,
		state: &'line LineState,
		known: &'line KnownCommands,
		directory: Option<Vec<u8>>,
		place: Where,
	) -> Self {
		Self { command, state, known, directory, place, made: RefCell::default() }
	}

	/// The views of the command for a rule.
	fn views(&self, rule: &PreparedRule) -> Rc<Views> {
		self.views_but(&rule.rule.global_options)
	}

	/// The views for rules that name these global options.
	fn views_but(&self, named: &'static [PolicyText]) -> Rc<Views> {
		if let Some((_, views)) = self.made.borrow().iter().find(|(known, _)| *known == named) {
			return Rc::clone(views);
		}
		let (words, program) = (&self.command.simple.words, self.command.program.as_deref());
		let views = Rc::new(views_of(words, program, self.known, &self.place.places, named, !self.state.shell.lookup));
		self.made.borrow_mut().push((named, Rc::clone(&views)));
		views
	}

	/// The second word of all views for rules that name no global options. A word that is not literal may be any, and stand for none or
	/// several.
	pub(crate) fn second_word(&self) -> Second {
		let views = self.views_but(&[]);
		let mut found = Second::Nothing;
		for view in views.loose.iter().chain(&views.strict).chain(&views.meant) {
			for (at, word) in view.words.iter().take(2).enumerate() {
				let Some(literal) = &word.literal else { return Second::Any };
				match &found {
					_ if at == 0 => {}
					Second::Word(known) if known == literal => {}
					Second::Nothing => found = Second::Word(literal.clone()),
					_ => return Second::Any,
				}
			}
		}
		found
	}

	fn is_empty(&self) -> bool {
		self.command.simple.words.is_empty()
	}
}

/// The marks of the words of a command for the path sets of a rule.
pub(crate) struct Marker<'run> {
	rule: &'run PreparedRule,
	about: &'run Subject<'run>,
	known: RefCell<Vec<(Rc<ViewWord>, Marks)>>,
}

impl<'run> Marker<'run> {
	/// What marks words; `None` where the rule has no path sets.
	pub(crate) fn of(rule: &'run PreparedRule, about: &'run Subject<'run>) -> Option<Self> {
		(!rule.path_sets.is_empty()).then(|| Self { rule, about, known: RefCell::default() })
	}

	/// The marks of a word.
	pub(crate) fn marks_of(&self, word: &Rc<ViewWord>) -> Marks {
		if let Some((_, marks)) = self.known.borrow().iter().find(|(known, _)| Rc::ptr_eq(known, word)) {
			return Rc::clone(marks);
		}
		let marks = self.mark(word);
		self.known.borrow_mut().push((Rc::clone(word), Rc::clone(&marks)));
		marks
	}

	fn mark(&self, word: &ViewWord) -> Marks {
		let place = &self.about.place;
		let path = word.of.as_ref().and_then(|of| path_of_word(of, &place.places, self.about.directory.as_deref()));
		self.rule.path_sets.iter().map(|patterns| path_matches(path.as_deref(), patterns, &place.bases, true)).collect()
	}
}

/// Whether a rule matches a command, and could allow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RuleMatch {
	pub(crate) answer: Answer,
	/// The rule may contribute allow: the match is certain, and so is everything around the command.
	pub(crate) certain: bool,
	/// For a maybe: whether what the rule says of its condition counts all the same, except for allow.
	pub(crate) asks: bool,
}

impl RuleMatch {
	const NONE: Self = Self::of(Answer::No);

	const fn of(answer: Answer) -> Self {
		Self { answer, certain: false, asks: false }
	}
}

/// Says whether a rule matches a command.
pub(crate) fn match_rule(rule: &PreparedRule, about: &Subject) -> RuleMatch {
	let marker = Marker::of(rule, about);
	let asked = Asked { rule, about, views: about.views(rule), marker: marker.as_ref() };
	if rule.rule.action == Decision::Allow { asked.match_allow() } else { asked.match_refusal() }
}

/// Whether the redirections and assignments are what the rule is about; yes where it says nothing of them.
pub(crate) fn concerns(rule: &PreparedRule, about: &Subject) -> Answer {
	let command = &about.command.simple;
	let mut found = Answer::Yes;
	if let Some(writes) = &rule.writes {
		found = found.min(opens_some(&command.around.redirections, Direction::Write, writes, &about.place));
	}
	if let Some(reads) = &rule.reads {
		found = found.min(opens_some(&command.around.redirections, Direction::Read, reads, &about.place));
	}
	if let Some(env) = &rule.env {
		found = found.min(assigns_some(&command.assignments, env));
	}
	found
}

/// A rule that is asked about a command.
struct Asked<'run> {
	rule: &'run PreparedRule,
	about: &'run Subject<'run>,
	views: Rc<Views>,
	marker: Option<&'run Marker<'run>>,
}

impl Asked<'_> {
	/// Of a deny or request rule: looks for what could be.
	fn match_refusal(&self) -> RuleMatch {
		let (rule, about) = (self.rule, self.about);
		let around = concerns(rule, about);
		if around == Answer::No {
			return RuleMatch::NONE;
		}
		let Some(loose) = &rule.loose else { return RuleMatch::of(around) };
		let command = self.loose_match(loose, self.all_views());
		if command == Answer::No {
			return RuleMatch::NONE;
		}
		let except = self.except_match();
		// What is assigned before the command may make another program of it.
		if except == Answer::Yes && !assigns_lookup(about.command, about.known) {
			return RuleMatch::NONE;
		}
		let answer = command.min(around);
		// Without `on_mismatch allow` nothing is ever allowed by it, and nobody asks.
		let certain = answer == Answer::Yes
			&& except == Answer::No
			&& rule.rule.on_mismatch == Decision::Allow
			&& self.strict_match() == Answer::Yes
			&& self.coverage() == Answer::Yes;
		RuleMatch { answer, certain, asks: false }
	}

	/// Of an allow rule: demands what certainly is. Where a match is not certain, the rule still must not say less than it would: what
	/// it says of an unknown condition counts, and where only lookup is in doubt, of a false one too.
	fn match_allow(&self) -> RuleMatch {
		let rule = self.rule;
		let meant = self.views.meant.as_ref();
		let fits = self.view_match(meant).min(self.not_excepted()).min(self.coverage());
		if fits == Answer::Yes && self.views.strict.is_some() == meant.is_some() {
			return RuleMatch { answer: Answer::Yes, certain: true, asks: false };
		}
		let leaves = matches!(rule.rule.on_mismatch, Decision::Allow | Decision::Skip);
		let asks = fits == Answer::Yes || (fits == Answer::Maybe && leaves);
		if asks && rule.rule.conditions.is_some() {
			return RuleMatch { answer: Answer::Maybe, certain: false, asks: true };
		}
		let Some(loose) = &rule.loose else { return RuleMatch::NONE };
		if leaves {
			return RuleMatch::NONE;
		}
		if let (Some(except), Some(strict)) = (&rule.except, &self.views.strict)
			&& self.loose_match(except, [strict]) == Answer::Yes
		{
			return RuleMatch::NONE;
		}
		RuleMatch::of(self.loose_match(loose, self.all_views()).min(Answer::Maybe))
	}

	/// The loose views and the strict one.
	fn all_views(&self) -> impl Iterator<Item = &Rc<View>> {
		self.views.loose.iter().chain(&self.views.strict)
	}

	/// The strictest answer of a wide language over some views: every view with its program word reduced, and as written where a
	/// member of the language keeps its path (docs/semantics.md, section 1).
	fn loose_match<'view>(&self, language: &Language, some: impl IntoIterator<Item = &'view Rc<View>>) -> Answer {
		let mut best = Answer::No;
		if self.about.is_empty() {
			return best;
		}
		let mut seen: Vec<&Rc<View>> = Vec::new();
		for view in some {
			if seen.iter().any(|known| Rc::ptr_eq(known, view)) {
				continue;
			}
			seen.push(view);
			for words in view.lists() {
				best = best.max(match_words(language, words, self.marker));
				if best == Answer::Yes {
					return best;
				}
			}
		}
		best
	}

	fn strict_match(&self) -> Answer {
		let strict = self.views.strict.as_ref();
		if self.rule.strict.is_some() && strict.is_none() { Answer::No } else { self.view_match(strict) }
	}

	/// Whether a strict view is in the narrow language of the rule; where there is none, whether a loose one may be.
	fn view_match(&self, seen: Option<&Rc<View>>) -> Answer {
		let (rule, about) = (self.rule, self.about);
		let Some(strict) = &rule.strict else {
			// A rule without a command speaks of commands without words only.
			let fits = rule.loose.is_none() && about.is_empty() && rule.rule.action == Decision::Allow;
			return if fits { Answer::Yes } else { Answer::No };
		};
		let Some(program) = about.command.simple.words.first() else { return Answer::No };
		if let Some(seen) = seen {
			return match_words(strict, &seen.words, self.marker);
		}
		// A program word that is not known is a floor of its own.
		if !program.is_known() {
			return Answer::No;
		}
		let may = self.views.loose.iter().any(|loose| match_words(strict, &loose.words, self.marker) != Answer::No);
		if may { Answer::Maybe } else { Answer::No }
	}

	/// Whether what certainly runs is excepted from a deny or request rule.
	fn except_match(&self) -> Answer {
		match (&self.rule.except, &self.views.strict) {
			(Some(except), Some(strict)) => match_words(except, &strict.words, self.marker),
			_ => Answer::No,
		}
	}

	/// An exception of an allow rule counts where it is possible.
	fn not_excepted(&self) -> Answer {
		let Some(except) = &self.rule.except else { return Answer::Yes };
		match self.loose_match(except, self.all_views()) {
			Answer::No => Answer::Yes,
			Answer::Maybe => Answer::Maybe,
			Answer::Yes => Answer::No,
		}
	}

	/// Whether every file that redirections name and every assignment is one that the rule allows.
	fn coverage(&self) -> Answer {
		let (rule, about) = (self.rule, self.about);
		let command = &about.command.simple;
		let allows = rule.rule.action == Decision::Allow;
		let writes = rule.writes.as_ref().filter(|_| allows).unwrap_or(&NO_FILES);
		let reads = rule.reads.as_ref().filter(|_| allows).unwrap_or(&ANY_FILES);
		let env = rule.env.as_deref().filter(|_| allows).unwrap_or_default();
		covers_files(&command.around.redirections, Direction::Write, writes, &about.place)
			.min(covers_files(&command.around.redirections, Direction::Read, reads, &about.place))
			.min(covers_assignments(&command.assignments, env, &about.known.inert))
	}
}
