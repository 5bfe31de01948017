//! The entries of an embedded bundle, found without reading the others: runtime/PROTOCOL.md, section 10. What does not fit ends in a panic,
//! which callers turn into a refusal.

use std::ops::Range;

use crate::bundle::{keep, make_defaults, make_rule};
use crate::entries::{Entries, Entry};
use crate::json::{Json, NO_MEMBERS};
use crate::machine::State;
use crate::read_json::{read_part, read_ranges};
use crate::types::{BundleRule, Decision, Defaults, PolicyText};

/// The index of an embedded bundle.
pub(crate) struct PolicyIndex {
	bundle: &'static [u8],
	index: &'static [u8],
	/// Whether some rule denies.
	pub(crate) denies: bool,
	tables: [TablePlace; TABLES.len()],
}

/// Where a table starts and how many rows it has.
#[derive(Clone, Copy, Default)]
struct TablePlace {
	start: usize,
	rows: usize,
}

/// The tables of an index, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Table {
	Values,
	Programs,
	Subcommands,
	Wrappers,
	Beginnings,
	Dashed,
	Words,
	Seconds,
	Numbers,
	Always,
	Rules,
	Automata,
	States,
}

/// The tables, with how many numbers a row of each has.
const TABLES: [(Table, usize); 13] = [
	(Table::Values, 2),
	(Table::Programs, 8),
	(Table::Subcommands, 4),
	(Table::Wrappers, 4),
	(Table::Beginnings, 2),
	(Table::Dashed, 2),
	(Table::Words, 8),
	(Table::Seconds, 4),
	(Table::Numbers, 1),
	(Table::Always, 1),
	(Table::Rules, 3),
	(Table::Automata, 2),
	(Table::States, 4),
];

/// The rows of [`Table::Values`].
#[derive(Clone, Copy)]
pub(crate) enum NamedValue {
	PolicyHash,
	Defaults,
	InertEnvironment,
	LookupEnvironment,
	SystemFolders,
}

/// Some rows of a table that stand together.
#[derive(Clone, Copy)]
pub(crate) struct IndexRows {
	table: Table,
	first: usize,
	pub(crate) count: usize,
}

const FORMAT: &[u8] = b"policy index 1\n\n";

/// Eight digits and what parts them from the next number.
const NUMBER_WIDTH: usize = 9;

/// The number for a state that there is none of.
const NO_STATE: usize = 0xffff_ffff;

impl PolicyIndex {
	/// Reads the directory of an index. It panics where the index is not that of the bundle.
	pub(crate) fn open(bundle: &'static [u8], index: &'static [u8]) -> Self {
		let mut made = Self { bundle, index, denies: false, tables: Default::default() };
		assert!(index.starts_with(FORMAT) && made.number(FORMAT.len()) == bundle.len(), "the index is not that of the bundle");
		made.denies = made.number(FORMAT.len() + NUMBER_WIDTH) == 1;
		let mut at = FORMAT.len();
		for table in 0..TABLES.len() {
			at += 2 * NUMBER_WIDTH;
			made.tables[table] = TablePlace { start: made.number(at), rows: made.number(at + NUMBER_WIDTH) };
		}
		made
	}

	/// The number that starts at a byte of the index.
	fn number(&self, at: usize) -> usize {
		self.index[at..at + NUMBER_WIDTH - 1].iter().fold(0, |number, digit| {
			let digit = match digit {
				b'0'..=b'9' => digit - b'0',
				b'a'..=b'f' => digit - b'a' + 10,
				_ => panic!("the index has no number where one should stand"),
			};
			number << 4 | usize::from(digit)
		})
	}

	/// All rows of a table.
	pub(crate) fn rows(&self, table: Table) -> IndexRows {
		IndexRows { table, first: 0, count: self.tables[table as usize].rows }
	}

	/// A number of a row.
	fn cell(&self, rows: IndexRows, row: usize, column: usize) -> usize {
		let TablePlace { start, rows: all } = self.tables[rows.table as usize];
		let row = rows.first + row;
		assert!(row < all, "the index has no such row");
		self.number(start + (row * TABLES[rows.table as usize].1 + column) * NUMBER_WIDTH)
	}

	/// The range whose two numbers start in a column.
	fn range(&self, rows: IndexRows, row: usize, column: usize) -> Range<usize> {
		let start = self.cell(rows, row, column);
		start..start + self.cell(rows, row, column + 1)
	}

	/// The rows of another table whose list starts in a column.
	fn list(&self, rows: IndexRows, row: usize, column: usize, table: Table) -> IndexRows {
		IndexRows { table, first: self.cell(rows, row, column), count: self.cell(rows, row, column + 1) }
	}

	/// The name of a row.
	pub(crate) fn name(&self, rows: IndexRows, row: usize) -> PolicyText {
		&self.index[self.range(rows, row, 0)]
	}

	/// The row of a name among some rows that stand by name.
	pub(crate) fn find(&self, rows: IndexRows, name: &[u8]) -> Option<usize> {
		let (mut low, mut high) = (0, rows.count);
		while low < high {
			let middle = low.midpoint(high);
			match self.name(rows, middle).cmp(name) {
				std::cmp::Ordering::Equal => return Some(middle),
				std::cmp::Ordering::Less => low = middle + 1,
				std::cmp::Ordering::Greater => high = middle,
			}
		}
		None
	}

	/// Decodes the value in a part of the bundle, without the value in a part of that.
	fn decode(&self, part: Range<usize>, hole: Range<usize>) -> &'static Json<'static> {
		keep(read_part(self.bundle, part, hole).expect("the index names values of the bundle"))
	}

	/// One of the values that are no entries.
	pub(crate) fn value(&self, name: NamedValue) -> &'static Json<'static> {
		self.decode(self.range(self.rows(Table::Values), name as usize, 0), 0..0)
	}

	pub(crate) fn defaults(&self) -> Defaults {
		make_defaults(self.value(NamedValue::Defaults))
	}

	/// The entries of a table of the registry.
	pub(crate) fn entries(&'static self, table: Table) -> Entries {
		Entries::Embedded(self, self.rows(table))
	}

	/// A program without its subcommands, a subcommand or a wrapper.
	pub(crate) fn entry(&'static self, rows: IndexRows, row: usize) -> Entry {
		let is_program = rows.table == Table::Programs;
		let hole = if is_program { self.range(rows, row, 4) } else { 0..0 };
		let raw = self.decode(self.range(rows, row, 2), hole).as_object().expect("an entry of the registry is an object");
		let subcommands =
			if is_program { Entries::Embedded(self, self.list(rows, row, 6, Table::Subcommands)) } else { Entries::Read(&NO_MEMBERS) };
		Entry { raw, subcommands }
	}

	/// The numbers of rules in some rows of [`Table::Numbers`] or [`Table::Always`].
	pub(crate) fn numbers(&self, rows: IndexRows) -> Vec<usize> {
		(0..rows.count).map(|row| self.cell(rows, row, 0)).collect()
	}

	/// The row of a program word that some rules name.
	pub(crate) fn word(&self, word: &[u8]) -> Option<usize> {
		self.find(self.rows(Table::Words), word)
	}

	/// All rules that name the program word of a row.
	pub(crate) fn rules_of(&self, word: usize) -> Vec<usize> {
		self.numbers(self.list(self.rows(Table::Words), word, 2, Table::Numbers))
	}

	/// Those that may concern a command of whatever second word.
	pub(crate) fn open_rules_of(&self, word: usize) -> Vec<usize> {
		self.numbers(self.list(self.rows(Table::Words), word, 4, Table::Numbers))
	}

	/// Those that concern commands of a second word only, besides.
	pub(crate) fn rules_behind(&self, word: usize, second: &[u8]) -> Vec<usize> {
		let seconds = self.list(self.rows(Table::Words), word, 6, Table::Seconds);
		let found = self.find(seconds, second).map(|row| self.list(seconds, row, 2, Table::Numbers));
		found.map(|rows| self.numbers(rows)).unwrap_or_default()
	}

	/// What a rule does, for which the rest of it is not needed.
	pub(crate) fn action(&self, number: usize) -> Decision {
		[Decision::Allow, Decision::Request, Decision::Deny][self.cell(self.rows(Table::Rules), number, 2)]
	}

	pub(crate) fn rule(&self, number: usize) -> &'static BundleRule {
		keep(make_rule(self.decode(self.range(self.rows(Table::Rules), number, 0), 0..0)))
	}

	/// The states of an automaton.
	pub(crate) fn automaton(&'static self, number: usize) -> IndexAutomaton {
		IndexAutomaton { of: self, states: self.list(self.rows(Table::Automata), number, 0, Table::States) }
	}
}

/// An automaton of an embedded bundle.
pub(crate) struct IndexAutomaton {
	of: &'static PolicyIndex,
	states: IndexRows,
}

impl IndexAutomaton {
	pub(crate) fn count(&self) -> usize {
		self.states.count
	}

	/// The label of a state.
	pub(crate) fn accept(&self, at: usize) -> i32 {
		self.of.cell(self.states, at, 3) as i32
	}

	/// Where all bytes lead that no range holds, and ranges of three numbers each (low, high, target).
	pub(crate) fn steps(&self, at: usize) -> (State, Vec<State>) {
		let others = match self.of.cell(self.states, at, 2) {
			NO_STATE => -1,
			state => state as State,
		};
		let ranges = read_ranges(&self.of.bundle[self.of.range(self.states, at, 0)]);
		(others, ranges.filter(|ranges| ranges.len().is_multiple_of(3)).expect("the index names states of the bundle"))
	}
}
