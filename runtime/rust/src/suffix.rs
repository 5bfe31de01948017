//! The search for a denied command among the later words of an unknown program.

use std::collections::HashMap;
use std::rc::Rc;

use crate::r#match::{Language, Run, answer_of};
use crate::match_rule::Marker;
use crate::registry::KnownCommands;
use crate::shell_types::Word;
use crate::state_set::StateSet;
use crate::types::Answer;
use crate::unwrap::program_of;
use crate::view_words::{Places, ViewWord, unknown_view_words};
use crate::views::{GlobalOptions, globals_of, suffix_views};

/// The words of a command for the search: as they could be, and each as a reduced program word.
pub(crate) struct SuffixWords {
	words: Vec<Rc<ViewWord>>,
	programs: Vec<Rc<ViewWord>>,
	/// For each word that names a program with global options, those options.
	skips: Vec<Option<GlobalOptions>>,
	/// The reduced program word that each would be.
	pub(crate) names: Vec<Option<Vec<u8>>>,
}

/// Makes the words of a command ready for the search.
pub(crate) fn prepare_suffix(words: &[Rc<Word>], known: &KnownCommands, places: &Places) -> SuffixWords {
	let names: Vec<Option<Vec<u8>>> = words.iter().map(|one| program_of(one)).collect();
	let skip = |(at, name): (usize, &Option<Vec<u8>>)| {
		let options = globals_of(words, name.as_deref(), known, at);
		(options.unclear || options.end > at + 1).then_some(options)
	};
	let skips = names.iter().enumerate().map(skip).collect();
	let (words, programs) = suffix_views(words, &names, places);
	SuffixWords { words, programs, skips, names }
}

/// Whether the words from some later word on are in a language: one forward pass over the words with all runs together, one starting at
/// every word. Yes where every word is known and one run ends in the language; else maybe where one could. Past the budget of steps the
/// answer is maybe.
pub(crate) fn suffix_match(language: &Language, suffix: &SuffixWords, marker: Option<&Marker>) -> Answer {
	let machine = &language.machine;
	let mut search = Run::new(machine, marker);
	let start = StateSet::of(&[machine.start()]);
	// States of all runs together, and those that one run is surely in; both also for runs that wait for a later word.
	let (mut live, mut sure) = (StateSet::default(), StateSet::default());
	let (mut waiting, mut waiting_sure) = (Waiting::default(), Waiting::default());
	let length = suffix.words.len();
	for at in 1..length {
		let started = search.word(&start, &suffix.programs[at]);
		let surely = if started.list.len() == 1 { started.clone() } else { StateSet::default() };
		let word = &suffix.words[at];
		live = search.word(&waiting.join(&live, at), word).union(&started);
		sure = singles(&mut search, &waiting_sure.join(&sure, at), word).union(&surely);
		if let Some(skip) = &suffix.skips[at] {
			if skip.unclear {
				waiting.add(length, &search.word(&started, &unknown_view_words()));
			} else {
				waiting.add(skip.end, &started);
				waiting_sure.add(skip.end, &surely);
			}
		}
		if search.is_exhausted() {
			return Answer::Maybe;
		}
	}
	if waiting_sure.join(&sure, length).list.iter().any(|state| machine.accept(*state) == 2) {
		return Answer::Yes;
	}
	answer_of(machine, &waiting.join(&live, length)).min(Answer::Maybe)
}

/// Where each state goes with a word, as far as that is one state whatever the word is.
fn singles(search: &mut Run, states: &StateSet, word: &Rc<ViewWord>) -> StateSet {
	let mut found = StateSet::default();
	for from in &states.list {
		if let [only] = search.word(&StateSet::of(&[*from]), word).list[..] {
			found.add(only);
		}
	}
	found
}

/// States of runs that leave out words, by the index of the word that they go on with.
#[derive(Default)]
struct Waiting(HashMap<usize, StateSet>);

impl Waiting {
	fn add(&mut self, index: usize, states: &StateSet) {
		let joined = self.join(states, index);
		self.0.insert(index, joined);
	}

	/// Some states, and those that go on with that word.
	fn join(&self, states: &StateSet, index: usize) -> StateSet {
		self.0.get(&index).map_or_else(|| states.clone(), |more| states.union(more))
	}
}
