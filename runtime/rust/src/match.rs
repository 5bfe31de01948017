//! Running a language over the words of a view, of which some may not be known.

use std::rc::Rc;

use crate::codes::MOST_STEPS;
use crate::heads_machine::HeadsMachine;
use crate::machine::{BORDER, ByteKind, DEAD, INSIDE, Machine, OUTSIDE, State, Tables};
use crate::match_rule::Marker;
use crate::state_set::StateSet;
use crate::types::{Answer, Program, ProgramHead};
use crate::view_words::{PartKind, ViewPart, ViewWord};

/// Says, per path set of a rule, whether a word is a path inside it.
pub(crate) type Marks = Rc<[Answer]>;

/// A language of a rule, ready to run.
pub(crate) struct Language {
	pub(crate) machine: Machine,
	/// Literal heads, for views without unknown parts, with the tables that go on behind them.
	heads: Option<(&'static [ProgramHead], Rc<Tables>)>,
}

impl Language {
	/// Makes a program of the bundle ready to run. `marked`: its rule has path sets, so that marks stand before borders.
	pub(crate) fn of(program: &'static Program, tables: &Rc<Tables>, marked: bool) -> Self {
		match program {
			Program::Automaton(at) => Self { machine: Machine::Table { tables: Rc::clone(tables), at: *at }, heads: None },
			Program::Heads(heads) => Self {
				machine: Machine::Heads(Box::new(HeadsMachine::new(heads, Rc::clone(tables), marked))),
				heads: Some((heads, Rc::clone(tables))),
			},
		}
	}
}

/// Runs a language over the words of a view. A view with unknown parts stands for all its fillings: yes if every filling is accepted,
/// no if none is, else maybe; maybe also where the search goes over its budget of steps.
pub(crate) fn match_words(language: &Language, words: &[Rc<ViewWord>], marker: Option<&Marker>) -> Answer {
	if marker.is_none() && words.iter().all(|word| word.literal.is_some()) {
		return run_literal(language, words);
	}
	let mut search = Run::new(&language.machine, marker);
	let mut states = StateSet::of(&[language.machine.start()]);
	for word in words {
		states = search.word(&states, word);
		if search.is_exhausted() {
			return Answer::Maybe;
		}
		if states.is_dead() {
			return Answer::No;
		}
	}
	answer_of(&language.machine, &states)
}

/// What a set of states says: all accept surely, none accepts, or neither.
pub(crate) fn answer_of(machine: &Machine, states: &StateSet) -> Answer {
	let (mut all, mut none) = (true, true);
	for at in &states.list {
		let label = machine.accept(*at);
		all &= label == 2;
		none &= label == 0;
	}
	match (none, all) {
		(true, _) => Answer::No,
		(false, true) => Answer::Yes,
		(false, false) => Answer::Maybe,
	}
}

fn answer_of_label(label: i32) -> Answer {
	match label {
		0 => Answer::No,
		1 => Answer::Maybe,
		_ => Answer::Yes,
	}
}

fn literal_of(word: &ViewWord) -> &[u8] {
	word.literal.as_deref().unwrap_or_default()
}

fn run_literal(language: &Language, words: &[Rc<ViewWord>]) -> Answer {
	let Some((heads, tables)) = &language.heads else {
		let machine = &language.machine;
		return answer_of_label(run_from(|at, byte| machine.step(at, byte), |at| machine.accept(at), words));
	};
	let holds = |head: &&ProgramHead| {
		!head.words.is_empty()
			&& head.words.len() <= words.len()
			&& head.words.iter().zip(words).all(|(alternatives, word)| alternatives.contains(&literal_of(word)))
	};
	let labels = heads.iter().filter(holds).map(|head| {
		let tail = tables.table(head.tail);
		run_from(|at, byte| tail.step(at, byte), |at| tail.accept(at), &words[head.words.len()..])
	});
	answer_of_label(labels.max().unwrap_or(0))
}

fn run_from(step: impl Fn(State, u8) -> State, accept: impl Fn(State) -> i32, words: &[Rc<ViewWord>]) -> i32 {
	let mut at = 0;
	for word in words {
		for byte in literal_of(word) {
			at = step(at, *byte);
		}
		at = step(at, BORDER);
		if at == DEAD {
			return 0;
		}
	}
	accept(at)
}

/// The lead bytes of characters in UTF-8, and how many bytes follow them.
const MULTIBYTE: [(u8, u8, usize); 3] = [(0xc2, 0xdf, 1), (0xe0, 0xef, 2), (0xf0, 0xf4, 3)];

/// One run of a machine over words with unknown parts; it counts its steps.
pub(crate) struct Run<'run> {
	machine: &'run Machine,
	marker: Option<&'run Marker<'run>>,
	steps: usize,
}

impl<'run> Run<'run> {
	pub(crate) fn new(machine: &'run Machine, marker: Option<&'run Marker<'run>>) -> Self {
		Self { machine, marker, steps: 0 }
	}

	/// Whether the run is over its budget: every answer is then maybe.
	pub(crate) fn is_exhausted(&self) -> bool {
		self.steps > MOST_STEPS
	}

	/// The states after one word of a view, its border included; the word may stand for none or several.
	pub(crate) fn word(&mut self, states: &StateSet, word: &Rc<ViewWord>) -> StateSet {
		let marks = self.marker.map_or_else(|| Marks::from([]), |marker| marker.marks_of(word));
		if let Some(literal) = &word.literal {
			let ended = self.text(states, literal);
			return self.border(ended, &marks);
		}
		if word.parts.iter().any(ViewPart::is_glob) {
			return self.glob_word(states, word, &marks);
		}
		let inside = self.parts(states, word, &marks);
		let ended = self.border(inside, &marks);
		if word.parts.iter().all(|part| matches!(part.kind, PartKind::Many | PartKind::Names)) { states.union(&ended) } else { ended }
	}

	/// Reads a glob: one or more words that match it.
	fn glob_word(&mut self, states: &StateSet, word: &ViewWord, marks: &[Answer]) -> StateSet {
		let mut all = StateSet::default();
		let mut fresh = states.clone();
		while !fresh.list.is_empty() && !self.is_exhausted() {
			let inside = self.parts(&fresh, word, marks);
			let ended = self.border(inside, marks);
			fresh = StateSet::default();
			for at in ended.list {
				if all.add(at) {
					fresh.add(at);
				}
			}
		}
		all
	}

	fn parts(&mut self, states: &StateSet, word: &ViewWord, marks: &[Answer]) -> StateSet {
		let mut states = states.clone();
		for part in &word.parts {
			states = self.part(&states, part, marks);
		}
		states
	}

	fn part(&mut self, states: &StateSet, part: &ViewPart, marks: &[Answer]) -> StateSet {
		match part.kind {
			PartKind::Text => self.text(states, &part.text),
			PartKind::Any => self.character(states),
			PartKind::Star => self.close(states, ByteKind::Segment),
			PartKind::Many => self.many(states, marks),
			PartKind::Name => self.close(states, ByteKind::Name),
			PartKind::Names => {
				let first = self.close(states, ByteKind::Name);
				let ended = self.border(first.clone(), marks);
				first.union(&self.many(&ended, marks))
			}
			PartKind::One | PartKind::Deep | PartKind::Bracket => self.close(states, ByteKind::Word),
		}
	}

	fn text(&mut self, states: &StateSet, text: &[u8]) -> StateSet {
		if let [only] = states.list[..] {
			self.steps += text.len();
			return StateSet::of(&[text.iter().fold(only, |at, byte| self.machine.step(at, *byte))]);
		}
		let mut states = states.clone();
		for byte in text {
			if self.is_exhausted() {
				break;
			}
			states = self.step(&states, *byte);
		}
		states
	}

	fn border(&mut self, mut states: StateSet, marks: &[Answer]) -> StateSet {
		for mark in marks {
			let mut next = StateSet::default();
			if *mark != Answer::No {
				self.step_into(&mut next, &states, INSIDE);
			}
			if *mark != Answer::Yes {
				self.step_into(&mut next, &states, OUTSIDE);
			}
			states = next;
		}
		self.step(&states, BORDER)
	}

	/// The states after one byte.
	fn step(&mut self, states: &StateSet, byte: u8) -> StateSet {
		let mut next = StateSet::default();
		self.step_into(&mut next, states, byte);
		next
	}

	fn step_into(&mut self, next: &mut StateSet, states: &StateSet, byte: u8) {
		for at in &states.list {
			next.add(self.machine.step(*at, byte));
		}
		self.steps += states.list.len();
	}

	/// Reads one character but a slash.
	fn character(&mut self, states: &StateSet) -> StateSet {
		let mut all = StateSet::default();
		for at in &states.list {
			all.extend(&self.successors(*at, ByteKind::Segment));
		}
		for (low, high, follow) in MULTIBYTE {
			let mut from = self.span(states, low, high);
			for _ in 0..follow {
				from = self.span(&from, 0x80, 0xbf);
			}
			all.extend(&from.list);
		}
		all
	}

	/// The states after one byte of a range.
	fn span(&mut self, states: &StateSet, low: u8, high: u8) -> StateSet {
		let mut all = StateSet::default();
		for at in &states.list {
			for byte in low..=high {
				all.add(self.machine.step(*at, byte));
			}
		}
		self.steps += states.list.len();
		all
	}

	/// All states that can be reached by bytes of a kind; every state is expanded once.
	fn close(&mut self, states: &StateSet, kind: ByteKind) -> StateSet {
		self.close_by(states, |run, at, all| all.extend(run.successors(at, kind).iter()))
	}

	/// All states that can be reached by any bytes and borders.
	fn many(&mut self, states: &StateSet, marks: &[Answer]) -> StateSet {
		self.close_by(states, |run, at, all| {
			all.extend(run.successors(at, ByteKind::Word).iter());
			all.extend(run.border(StateSet::of(&[at]), marks).list);
		})
	}

	/// All states that can be reached by an expansion, which appends where a state leads.
	fn close_by(&mut self, states: &StateSet, mut expand: impl FnMut(&mut Self, State, &mut Vec<State>)) -> StateSet {
		let mut all = states.clone();
		let mut queue = states.list.clone();
		let mut found = Vec::new();
		while !self.is_exhausted() {
			let Some(at) = queue.pop() else { break };
			self.steps += 1;
			expand(self, at, &mut found);
			for next in found.drain(..) {
				if all.add(next) {
					queue.push(next);
				}
			}
		}
		all
	}

	fn successors(&self, from: State, kind: ByteKind) -> Rc<[State]> {
		self.machine.successors(from, kind, self.marker.is_some())
	}
}
