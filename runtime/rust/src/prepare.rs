//! A policy made ready for decisions: languages that run, patterns that match, rules found by program.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use crate::machine::{TableSource, Tables};
use crate::r#match::Language;
use crate::paths::{PathPattern, prepare_paths};
use crate::policy_index::{NamedValue, PolicyIndex, Table};
use crate::redirections::{EnvironmentPattern, FileList, prepare_environment, prepare_files};
use crate::registry::KnownCommands;
use crate::types::{Bundle, BundleRule, Decision, Defaults, PolicyText, Program};

pub(crate) struct PreparedRule {
	/// Its place in IR order.
	pub(crate) order: usize,
	pub(crate) rule: &'static BundleRule,
	pub(crate) strict: Option<Language>,
	pub(crate) loose: Option<Language>,
	pub(crate) except: Option<Language>,
	pub(crate) path_sets: Vec<Vec<PathPattern>>,
	/// `None` where the rule says nothing of them, as below.
	pub(crate) writes: Option<FileList>,
	pub(crate) reads: Option<FileList>,
	pub(crate) env: Option<Vec<EnvironmentPattern>>,
}

/// A policy made ready for decisions. Rules and tables are made ready when they are first needed.
pub struct Prepared {
	pub(crate) policy_hash: PolicyText,
	pub(crate) defaults: Defaults,
	pub(crate) known: KnownCommands,
	/// Whether some rule denies: only then unknown programs are searched for denied commands.
	pub(crate) denies: bool,
	source: Source,
	tables: Rc<Tables>,
	rules: Box<[OnceCell<Box<PreparedRule>>]>,
	/// The numbers of the rules about any program.
	always: Vec<usize>,
	/// The lists of rules that were asked for, by what was asked: at most [`MOST_LISTS`].
	lists: RefCell<HashMap<ListKey, Rc<[usize]>>>,
}

/// Where rules are taken from: a bundle that was read whole, with the numbers of the rules that name each program word, or an embedded one.
enum Source {
	Read { bundle: &'static Bundle, named: HashMap<PolicyText, Vec<usize>> },
	Embedded(&'static PolicyIndex),
}

/// The words that a list of rules was asked for: a program word, and what is known of the second word.
#[derive(PartialEq, Eq, Hash)]
struct ListKey {
	program: Vec<u8>,
	second: Second,
}

/// What is known of the second word of a command in all its views.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Second {
	/// It may be any, or one of several.
	Any,
	/// There is none.
	Nothing,
	Word(Vec<u8>),
}

/// How many lists are kept: a process that serves for long meets many words.
const MOST_LISTS: usize = 1_000;

impl Prepared {
	/// Prepares a bundle that has been read strictly. Decisions then cost time in the rules that can concern their commands.
	pub fn of(bundle: &'static Bundle) -> Self {
		let mut named: HashMap<PolicyText, Vec<usize>> = HashMap::new();
		let mut always = Vec::new();
		for (number, rule) in bundle.commands.iter().enumerate() {
			match &rule.programs {
				Some(programs) => programs.iter().for_each(|program| named.entry(program).or_default().push(number)),
				None => always.push(number),
			}
		}
		Self {
			policy_hash: bundle.policy_hash,
			defaults: bundle.defaults,
			known: KnownCommands::of(bundle.registry),
			denies: bundle.commands.iter().any(|rule| rule.action == Decision::Deny),
			source: Source::Read { bundle, named },
			tables: Tables::new(bundle.automata.len(), |number| TableSource::Read(&bundle.automata[number])),
			rules: bundle.commands.iter().map(|_| OnceCell::new()).collect(),
			always,
			lists: RefCell::default(),
		}
	}

	/// Prepares an embedded policy. It panics where the bundle's hash and defaults are not found.
	pub(crate) fn embedded(index: &'static PolicyIndex) -> Self {
		Self {
			policy_hash: index.value(NamedValue::PolicyHash).text(),
			defaults: index.defaults(),
			known: KnownCommands::embedded(index),
			denies: index.denies,
			source: Source::Embedded(index),
			tables: Tables::new(index.rows(Table::Automata).count, |number| TableSource::Embedded(index.automaton(number))),
			rules: (0..index.rows(Table::Rules).count).map(|_| OnceCell::new()).collect(),
			always: index.numbers(index.rows(Table::Always)),
			lists: RefCell::default(),
		}
	}

	/// A rule made ready.
	pub(crate) fn rule(&self, number: usize) -> &PreparedRule {
		self.rules[number].get_or_init(|| {
			let rule = match &self.source {
				Source::Read { bundle, .. } => &bundle.commands[number],
				Source::Embedded(index) => index.rule(number),
			};
			Box::new(prepare_rule(rule, number, &self.tables))
		})
	}

	/// What a rule does, for which it need not be made ready.
	pub(crate) fn action(&self, number: usize) -> Decision {
		match &self.source {
			Source::Read { bundle, .. } => bundle.commands[number].action,
			Source::Embedded(index) => index.action(number),
		}
	}

	/// The numbers of the rules about any program.
	pub(crate) fn always(&self) -> &[usize] {
		&self.always
	}

	/// The numbers of the rules that name a reduced program word; of all rules where it is not known.
	pub(crate) fn naming(&self, program: Option<&[u8]>) -> Vec<usize> {
		let Some(program) = program else { return (0..self.rules.len()).collect() };
		let word = program_key(program);
		match &self.source {
			Source::Read { named, .. } => named.get(word).cloned().unwrap_or_default(),
			Source::Embedded(index) => index.word(word).map(|row| index.rules_of(row)).unwrap_or_default(),
		}
	}

	/// The numbers of the rules that can match a command of this reduced program word, in IR order; of all where it is not known.
	/// `second` tells what is known of the second word.
	pub(crate) fn candidates(&self, program: Option<&[u8]>, second: impl FnOnce() -> Second) -> Rc<[usize]> {
		let Some(program) = program else { return (0..self.rules.len()).collect() };
		let word = program_key(program);
		let is_named = match &self.source {
			Source::Read { named, .. } => named.contains_key(word),
			Source::Embedded(index) => index.word(word).is_some(),
		};
		// One list for all programs that no rule names.
		let key = if is_named {
			ListKey { program: word.to_vec(), second: second() }
		} else {
			ListKey { program: Vec::new(), second: Second::Any }
		};
		let mut lists = self.lists.borrow_mut();
		if let Some(known) = lists.get(&key) {
			return Rc::clone(known);
		}
		let mut list = if is_named { self.rules_of(word, &key.second) } else { Vec::new() };
		list.extend_from_slice(&self.always);
		list.sort_unstable();
		list.dedup();
		let list: Rc<[usize]> = list.into();
		if lists.len() >= MOST_LISTS {
			lists.clear();
		}
		lists.insert(key, Rc::clone(&list));
		list
	}

	/// The rules that name a program word, as far as they may concern commands of such a second word.
	fn rules_of(&self, word: &[u8], second: &Second) -> Vec<usize> {
		match (&self.source, second) {
			(_, Second::Any) => self.naming(Some(word)),
			(Source::Read { bundle, named }, _) => {
				let concerns = |number: &usize| match (second_words(&bundle.commands[*number]), second) {
					(Some(words), Second::Word(second)) => words.contains(&second.as_slice()),
					(Some(_), _) => false,
					(None, _) => true,
				};
				named.get(word).into_iter().flatten().copied().filter(concerns).collect()
			}
			(Source::Embedded(index), _) => {
				let Some(row) = index.word(word) else { return Vec::new() };
				let behind = if let Second::Word(second) = second { index.rules_behind(row, second) } else { Vec::new() };
				[index.open_rules_of(row), behind].concat()
			}
		}
	}
}

/// The second words of all commands that a rule can be about; `None` where they are not certain.
fn second_words(rule: &BundleRule) -> Option<Vec<PolicyText>> {
	let mut words = Vec::new();
	if !rule.global_options.is_empty() {
		return None;
	}
	for program in [Some(rule.loose.as_ref()?), rule.strict.as_ref()].into_iter().flatten() {
		let Program::Heads(heads) = program else { return None };
		for head in heads {
			words.extend_from_slice(head.words.get(1)?);
		}
	}
	Some(words)
}

fn prepare_rule(rule: &'static BundleRule, order: usize, tables: &Rc<Tables>) -> PreparedRule {
	let marked = !rule.path_sets.is_empty();
	let language = |program: &'static Option<_>| program.as_ref().map(|program| Language::of(program, tables, marked));
	PreparedRule {
		order,
		rule,
		strict: language(&rule.strict),
		loose: language(&rule.loose),
		except: language(&rule.except),
		path_sets: rule.path_sets.iter().map(|patterns| prepare_paths(patterns)).collect(),
		writes: rule.writes.as_deref().map(prepare_files),
		reads: rule.reads.as_deref().map(prepare_files),
		env: rule.env.as_ref().map(|entries| entries.iter().map(|entry| prepare_environment(entry)).collect()),
	}
}

/// What the index goes by: the program word up to its first blank, because a wide glob may match `"git push"`.
fn program_key(program: &[u8]) -> &[u8] {
	program.split(|byte| matches!(byte, b' ' | b'\t')).next().unwrap_or_default()
}
