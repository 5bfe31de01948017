//! Automata that can be stepped. Transitions are worked out when they are first needed, and kept.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use crate::heads_machine::HeadsMachine;
use crate::policy_index::IndexAutomaton;
use crate::state_set::StateSet;
use crate::types::AutomatonTable;

/// A state of a machine.
pub(crate) type State = i32;

/// The state from which nothing is accepted.
pub(crate) const DEAD: State = -1;
/// Ends every word.
pub(crate) const BORDER: u8 = 0x00;
/// Stands before a border, per path set: the word is a path inside.
pub(crate) const INSIDE: u8 = 0xfe;
/// Stands before a border, per path set: the word is a path outside.
pub(crate) const OUTSIDE: u8 = 0xfd;

/// Where each byte leads from a state.
pub(crate) type Row = [State; 256];

/// The tables of a bundle as machines, each made when it is first needed, shared by all languages.
pub(crate) struct Tables {
	made: Box<[OnceCell<Box<TableMachine>>]>,
	source: Box<dyn Fn(usize) -> TableSource>,
}

impl Tables {
	/// So many tables; `source` says where each is taken from.
	pub(crate) fn new(count: usize, source: impl Fn(usize) -> TableSource + 'static) -> Rc<Self> {
		Rc::new(Self { made: (0..count).map(|_| OnceCell::new()).collect(), source: Box::new(source) })
	}

	pub(crate) fn table(&self, number: usize) -> &TableMachine {
		self.made[number].get_or_init(|| Box::new(TableMachine::new((self.source)(number))))
	}
}

/// Which bytes may follow: any of a word, those of a segment of a path, or those of a reduced program word.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ByteKind {
	Word,
	Segment,
	Name,
}

const BYTE_KINDS: usize = 3;

/// By kind of byte, whether words are marked, and state, the states after one of those bytes, as far as somebody has asked.
#[derive(Default)]
pub(crate) struct Successors(RefCell<[SuccessorsByState; 2 * BYTE_KINDS]>);

/// Where one byte leads, by state.
type SuccessorsByState = Vec<Option<Rc<[State]>>>;

impl Successors {
	/// The states after one byte, whichever of the kind it is. Where words are marked, the marks are no bytes of a word.
	pub(crate) fn of(&self, from: State, kind: ByteKind, marked: bool, step: impl Fn(State, u8) -> State) -> Rc<[State]> {
		let place = usize::try_from(from - DEAD).unwrap_or_default();
		let mut all = self.0.borrow_mut();
		let known = &mut all[kind as usize + if marked { BYTE_KINDS } else { 0 }];
		if known.len() <= place {
			known.resize(place + 1, None);
		}
		Rc::clone(known[place].get_or_insert_with(|| find_successors(kind, marked, |byte| step(from, byte))))
	}
}

fn find_successors(kind: ByteKind, marked: bool, step: impl Fn(u8) -> State) -> Rc<[State]> {
	let mut all = StateSet::default();
	let mut last = None;
	for byte in 1..=0xff {
		let is_none = (kind != ByteKind::Word && byte == b'/')
			|| (kind == ByteKind::Name && byte.is_ascii_uppercase())
			|| (marked && (byte == INSIDE || byte == OUTSIDE));
		if is_none {
			continue;
		}
		let next = step(byte);
		// Neighbours mostly lead to the same state.
		if last.replace(next) != Some(next) {
			all.add(next);
		}
	}
	all.list.into()
}

/// An automaton that can be stepped.
pub(crate) enum Machine {
	Table { tables: Rc<Tables>, at: usize },
	Heads(Box<HeadsMachine>),
}

impl Machine {
	pub(crate) fn start(&self) -> State {
		match self {
			Self::Table { .. } => 0,
			Self::Heads(heads) => heads.start(),
		}
	}

	/// The state after a byte; dead leads to dead.
	pub(crate) fn step(&self, from: State, byte: u8) -> State {
		match self {
			Self::Table { tables, at } => tables.table(*at).step(from, byte),
			Self::Heads(heads) => heads.step(from, byte),
		}
	}

	/// 0 for a state that rejects, 1 for maybe, 2 for yes.
	pub(crate) fn accept(&self, at: State) -> i32 {
		match self {
			Self::Table { tables, at: table } => tables.table(*table).accept(at),
			Self::Heads(heads) => heads.accept(at),
		}
	}

	/// The states after one byte, whichever of the kind it is.
	pub(crate) fn successors(&self, from: State, kind: ByteKind, marked: bool) -> Rc<[State]> {
		match self {
			Self::Table { tables, at } => {
				let table = tables.table(*at);
				table.successors.of(from, kind, marked, |from, byte| table.step(from, byte))
			}
			Self::Heads(heads) => heads.successors.of(from, kind, marked, |from, byte| heads.step(from, byte)),
		}
	}
}

/// Where a table is taken from: a bundle that was read whole, or an embedded one.
pub(crate) enum TableSource {
	Read(&'static AutomatonTable),
	Embedded(IndexAutomaton),
}

/// A table of a bundle as a machine. The bundle's reader has checked the table.
pub(crate) struct TableMachine {
	source: TableSource,
	rows: Box<[OnceCell<Box<Row>>]>,
	successors: Successors,
}

impl TableMachine {
	pub(crate) fn new(source: TableSource) -> Self {
		let count = match &source {
			TableSource::Read(table) => table.accept.len(),
			TableSource::Embedded(table) => table.count(),
		};
		Self { source, rows: (0..count).map(|_| OnceCell::new()).collect(), successors: Successors::default() }
	}

	pub(crate) fn step(&self, from: State, byte: u8) -> State {
		let Ok(from) = usize::try_from(from) else { return DEAD };
		self.rows[from].get_or_init(|| self.fill(from))[usize::from(byte)]
	}

	pub(crate) fn accept(&self, at: State) -> i32 {
		let Ok(at) = usize::try_from(at) else { return 0 };
		match &self.source {
			TableSource::Read(table) => table.accept[at],
			TableSource::Embedded(table) => table.accept(at),
		}
	}

	fn fill(&self, from: usize) -> Box<Row> {
		let (others, ranges) = match &self.source {
			TableSource::Read(table) => (table.others[from], Cow::Borrowed(&table.ranges[from])),
			TableSource::Embedded(table) => {
				let (others, ranges) = table.steps(from);
				(others, Cow::Owned(ranges))
			}
		};
		let mut row = Box::new([others; 256]);
		for triple in ranges.chunks_exact(3) {
			row[triple[0] as usize..=triple[1] as usize].fill(triple[2]);
		}
		row
	}
}
