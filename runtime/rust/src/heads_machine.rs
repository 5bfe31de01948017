//! Literal heads that go on in tables, as one automaton.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::machine::{BORDER, DEAD, INSIDE, OUTSIDE, Row, State, Successors, Tables};
use crate::types::{PolicyText, ProgramHead};

/// Marks transitions that were not worked out yet.
const UNKNOWN_STEP: State = -2;
/// A node of a trie of the alternatives of one word position.
#[derive(Default)]
struct Letters {
	next: Vec<(u8, usize)>,
	/// A word of the list ends here.
	ends: bool,
}

/// Where a head stands: in which word of it, and (as a node) how far into that word.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct HeadState {
	head: usize,
	position: usize,
	letters: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct TailState {
	automaton: usize,
	at: State,
}

/// A state of several heads at once, or of the tails that heads have led to.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
struct Configuration {
	heads: Vec<HeadState>,
	tails: Vec<TailState>,
}

/// Heads as one machine: states are sets of head states, numbered as they are met (the subset construction, done lazily). Marks
/// inside a head say nothing and are passed over, if words are marked at all: else their bytes are those of a word.
///
/// It is built when it is first run: most are never run on unknown words.
pub(crate) struct HeadsMachine {
	heads: &'static [ProgramHead],
	tables: Rc<Tables>,
	marked: bool,
	built: RefCell<Option<BuiltHeads>>,
	pub(crate) successors: Successors,
}

struct BuiltHeads {
	nodes: Vec<Letters>,
	/// For each head the roots of the tries of its words.
	positions: Vec<Vec<usize>>,
	states: Vec<Configuration>,
	rows: Vec<Option<Box<Row>>>,
	numbers: HashMap<Configuration, usize>,
	/// Where configurations are put together.
	scratch: Configuration,
	/// The number that was given last: neighbouring bytes mostly lead to the same state.
	last: usize,
}

impl HeadsMachine {
	pub(crate) fn new(heads: &'static [ProgramHead], tables: Rc<Tables>, marked: bool) -> Self {
		Self { heads, tables, marked, built: RefCell::new(None), successors: Successors::default() }
	}

	pub(crate) fn start(&self) -> State {
		self.built.borrow_mut().get_or_insert_with(|| BuiltHeads::of(self.heads));
		0
	}

	pub(crate) fn step(&self, from: State, byte: u8) -> State {
		let Ok(at) = usize::try_from(from) else { return DEAD };
		let mut built = self.built.borrow_mut();
		let built = built.get_or_insert_with(|| BuiltHeads::of(self.heads));
		let known = built.rows[at].as_ref().map_or(UNKNOWN_STEP, |row| row[usize::from(byte)]);
		if known != UNKNOWN_STEP {
			return known;
		}
		let next = self.next(built, at, byte);
		built.rows[at].get_or_insert_with(|| Box::new([UNKNOWN_STEP; 256]))[usize::from(byte)] = next;
		next
	}

	pub(crate) fn accept(&self, at: State) -> i32 {
		let (built, at) = (self.built.borrow(), usize::try_from(at));
		let (Some(built), Ok(at)) = (built.as_ref(), at) else { return 0 };
		built.states[at].tails.iter().map(|tail| self.tables.table(tail.automaton).accept(tail.at)).max().unwrap_or(0)
	}

	fn next(&self, built: &mut BuiltHeads, from: usize, byte: u8) -> State {
		let mut next = std::mem::take(&mut built.scratch);
		next.heads.clear();
		next.tails.clear();
		for tail in &built.states[from].tails {
			let at = self.tables.table(tail.automaton).step(tail.at, byte);
			if at != DEAD {
				next.tails.push(TailState { automaton: tail.automaton, at });
			}
		}
		for head in &built.states[from].heads {
			let node = &built.nodes[head.letters];
			if self.marked && (byte == INSIDE || byte == OUTSIDE) {
				next.heads.push(*head);
			} else if byte == BORDER {
				if node.ends {
					self.end_word(built, *head, &mut next);
				}
			} else if let Some((_, letters)) = node.next.iter().find(|(letter, _)| *letter == byte) {
				next.heads.push(HeadState { letters: *letters, ..*head });
			}
		}
		let number = built.number(&next);
		built.scratch = next;
		number
	}

	fn end_word(&self, built: &BuiltHeads, at: HeadState, next: &mut Configuration) {
		let position = at.position + 1;
		match built.positions[at.head].get(position) {
			Some(letters) => next.heads.push(HeadState { head: at.head, position, letters: *letters }),
			None => next.tails.push(TailState { automaton: self.heads[at.head].tail, at: 0 }),
		}
	}
}

impl BuiltHeads {
	/// The machine in its first state, which has the number 0.
	fn of(heads: &[ProgramHead]) -> Self {
		let mut built = Self {
			nodes: Vec::new(),
			positions: Vec::new(),
			states: Vec::new(),
			rows: Vec::new(),
			numbers: HashMap::new(),
			scratch: Configuration::default(),
			last: 0,
		};
		let mut first = Configuration::default();
		for (head, ProgramHead { words, .. }) in heads.iter().enumerate() {
			let positions: Vec<usize> = words.iter().map(|alternatives| built.letters_of(alternatives)).collect();
			if let Some(letters) = positions.first() {
				first.heads.push(HeadState { head, position: 0, letters: *letters });
			}
			built.positions.push(positions);
		}
		built.add(first);
		built
	}

	/// The root of the trie of some words.
	fn letters_of(&mut self, words: &[PolicyText]) -> usize {
		let root = self.add_node();
		for word in words {
			let mut node = root;
			for letter in *word {
				let known = self.nodes[node].next.iter().find(|(known, _)| known == letter).map(|(_, next)| *next);
				node = known.unwrap_or_else(|| {
					let next = self.add_node();
					self.nodes[node].next.push((*letter, next));
					next
				});
			}
			self.nodes[node].ends = true;
		}
		root
	}

	fn add_node(&mut self) -> usize {
		self.nodes.push(Letters::default());
		self.nodes.len() - 1
	}

	/// The number of a configuration; dead where it is empty.
	fn number(&mut self, made: &Configuration) -> State {
		if made.heads.is_empty() && made.tails.is_empty() {
			return DEAD;
		}
		if self.states[self.last] != *made {
			self.last = self.numbers.get(made).copied().unwrap_or_else(|| self.add(made.clone()));
		}
		State::try_from(self.last).unwrap_or(DEAD)
	}

	fn add(&mut self, made: Configuration) -> usize {
		self.states.push(made.clone());
		self.rows.push(None);
		self.numbers.insert(made, self.states.len() - 1);
		self.states.len() - 1
	}
}
