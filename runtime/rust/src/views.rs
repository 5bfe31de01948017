//! The lists of words that a command is, or could be.

use std::iter::once;
use std::rc::Rc;

use crate::names::reduce_program;
use crate::registry::{KnownCommands, KnownProgram};
use crate::setting_kind::{SettingKind, setting_kind_of};
use crate::shell_braces::unexpand_words;
use crate::shell_types::Word;
use crate::spellings::other_spellings;
use crate::view_words::{PartKind, Places, ViewWord, loose_word, strict_word, unknown_view_words};
use crate::word_parts::{cut_word, head_of, splits};

/// The words of a view.
pub(crate) type ViewWords = Rc<[Rc<ViewWord>]>;

/// A list of words that a command is, or could be.
#[derive(Debug)]
pub(crate) struct View {
	/// With the program word as written.
	pub(crate) words: ViewWords,
	/// With the program word reduced; the same list where that changes nothing.
	reduced: ViewWords,
}

impl View {
	/// The lists that a wide language is tried on: with the program word reduced, and as written where that differs.
	pub(crate) fn lists(&self) -> impl Iterator<Item = &[Rc<ViewWord>]> {
		let written = (!Rc::ptr_eq(&self.words, &self.reduced)).then_some(&*self.words);
		once(&*self.reduced).chain(written)
	}
}

/// The views of one command for rules that name one list of global options.
#[derive(Debug)]
pub(crate) struct Views {
	/// The words as written, those without global options where that differs, and those in other spellings of the program.
	pub(crate) loose: Vec<Rc<View>>,
	/// `None` where it does not exist.
	pub(crate) strict: Option<Rc<View>>,
	/// The strict view if nothing earlier in the line had changed what the program word means.
	pub(crate) meant: Option<Rc<View>>,
}

/// What the global options before a subcommand say, whatever rules name.
#[derive(Debug, Default)]
pub(crate) struct GlobalOptions {
	/// The values of options that move the directory, in order; nothing is known of it where one is unknown.
	pub(crate) directory: Vec<Vec<u8>>,
	pub(crate) directory_known: bool,
	/// The index of the word after the global options.
	pub(crate) end: usize,
	/// A word there may or may not be an option: nothing is known of the words behind the program.
	pub(crate) unclear: bool,
	/// Every option there is known to be inert or to move the directory: the subcommand does what it always does.
	pub(crate) harmless: bool,
	/// The values of options that make settings.
	pub(crate) settings: Vec<Rc<Word>>,
}

/// The program of the registry that a command names, if it has global options: only programs with subcommands do.
fn program_with_globals<'known>(program: Option<&[u8]>, known: &'known KnownCommands) -> Option<&'known KnownProgram> {
	known.programs.get(program?).filter(|found| !found.subcommands.is_empty())
}

/// Makes the views of a command.
///
/// `program` is the reduced program word; `named` the global options that the asking rule names: they stay, moved behind the other
/// words; `certain` is false where an earlier part of the line may change what the program word means.
pub(crate) fn views_of(
	words: &[Rc<Word>],
	program: Option<&[u8]>,
	known: &KnownCommands,
	places: &Places,
	named: &[&[u8]],
	certain: bool,
) -> Views {
	let view_of = |viewed: ViewWords| {
		let reduced = reduced_first(&viewed, words.first(), program);
		Rc::new(View { words: viewed, reduced })
	};
	let loose_words: ViewWords = words.iter().map(|one| loose_word(one, places)).collect();
	let cut = program.and_then(|name| cut_globals(words, name, known, named));
	let mut loose = vec![view_of(loose_words.clone())];
	if let Some(cut) = &cut {
		loose.push(view_of(cut.loose_of(&loose_words)));
	}
	let bare = loose[loose.len() - 1].clone();
	if let Some(entry) = program.and_then(|name| known.programs.get(name)) {
		loose.extend(other_spellings(&bare.words, entry).into_iter().map(|spelled| view_of(spelled.into())));
	}
	if let Some(written) = unexpand_words(words) {
		loose.push(view_of(written.iter().map(|one| loose_word(one, places)).collect()));
	}
	let is_hidden = words.first().is_some_and(|one| !one.is_known()) || cut.as_ref().is_some_and(|cut| !cut.exists);
	if is_hidden {
		return Views { loose, strict: None, meant: None };
	}
	let meant = if words.iter().all(|one| one.is_known()) {
		// Where every word is known, the strict view differs from a loose one in the program word only.
		bare
	} else {
		view_of(match &cut {
			Some(cut) => cut.tail.iter().map(|index| strict_word(&words[*index])).collect(),
			None => words.iter().map(strict_word).collect(),
		})
	};
	Views { loose, strict: certain.then(|| meant.clone()), meant: Some(meant) }
}

/// The words without global options, as indices.
struct CutWords {
	tail: Vec<usize>,
	/// What follows is unknown words, which stand for what could be options.
	open: bool,
	/// Whether the strict view exists.
	exists: bool,
}

impl CutWords {
	fn loose_of(&self, words: &[Rc<ViewWord>]) -> ViewWords {
		let picked = self.tail.iter().map(|index| words[*index].clone());
		picked.chain(self.open.then(unknown_view_words)).collect()
	}
}

/// `None` where there is nothing to cut. A subcommand with an entry of its own has global options too (`docker compose -f x up`).
fn cut_globals(words: &[Rc<Word>], program: &[u8], known: &KnownCommands, named: &[&[u8]]) -> Option<CutWords> {
	let mut tail = vec![0];
	let mut moved = Vec::new();
	let (mut exists, mut cut) = (true, false);
	let mut at = 1;
	let mut name = program.to_vec();
	while let Some(entry) = program_with_globals(Some(&name), known) {
		while let Some(option) = read_global(words, at, entry, named) {
			match option.kind {
				// What is an option decides what the subcommand is.
				OptionKind::Unknown => return Some(CutWords { tail, open: true, exists: false }),
				OptionKind::Named => moved.extend(at..option.end),
				OptionKind::Other => exists = false,
				OptionKind::Inert | OptionKind::Directory => {}
			}
			at = option.end;
			cut = true;
		}
		let Some(subcommand) = words.get(at).and_then(|one| one.literal()) else { break };
		name = [&name, b" ".as_slice(), subcommand].concat();
		if !known.programs.has(&name) {
			break;
		}
		tail.push(at);
		at += 1;
	}
	if !cut {
		return None;
	}
	let ended = (at..words.len()).find(|index| words[*index].is(b"--")).unwrap_or(words.len().max(at));
	tail.extend(at..ended);
	tail.extend(moved);
	tail.extend(ended..words.len());
	Some(CutWords { tail, open: false, exists })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OptionKind {
	/// May change what the program does.
	Other,
	/// May be an option, its value or the subcommand.
	Unknown,
	Named,
	Inert,
	Directory,
}

struct GlobalOption {
	kind: OptionKind,
	/// The value of a directory option where it is known.
	value: Option<Vec<u8>>,
	/// The value of an option that makes a setting.
	setting: Option<Rc<Word>>,
	end: usize,
}

/// Reads the option that starts at a word; `None` where the word is none.
fn read_global(words: &[Rc<Word>], at: usize, program: &KnownProgram, named: &[&[u8]]) -> Option<GlobalOption> {
	let one = words.get(at)?;
	let head = head_of(one);
	let is_option = head.starts_with(b"-");
	if one.is_known() {
		// `git --version` asks a question: it has no subcommand to look for.
		if !is_option || matches!(head, b"-" | b"--") || program.query.has(head) {
			return None;
		}
	} else if !head.is_empty() && !is_option {
		return None;
	}
	let unknown = GlobalOption { kind: OptionKind::Unknown, value: None, setting: None, end: at };
	if !one.is_known() && (splits(one) || !head.contains(&b'=')) {
		return Some(unknown);
	}
	let (name, attached) = split_option(head, program);
	let takes_next = attached.is_none() && (program.global_values.has(name) || program.global_directory.has(name));
	let value = words.get(at + 1).filter(|_| takes_next);
	if value.is_some_and(|value| splits(value)) {
		return Some(unknown);
	}
	let makes_setting = program.settings.as_ref().is_some_and(|settings| settings.options.has(name));
	let setting = makes_setting.then(|| match value {
		Some(value) => value.clone(),
		None => cut_word(one, head.len() - attached.map_or(0, <[u8]>::len)),
	});
	let known_value = attached.or_else(|| value?.literal()).filter(|_| one.is_known());
	Some(GlobalOption {
		kind: kind_of_option(name, setting.as_deref(), program, named),
		value: known_value.map(<[u8]>::to_vec),
		setting,
		end: words.len().min(at + 1 + usize::from(takes_next)),
	})
}

/// An option word's name and the value that it holds: `--name=value`, or `-nvalue` of a listed short option.
fn split_option<'head>(head: &'head [u8], program: &KnownProgram) -> (&'head [u8], Option<&'head [u8]>) {
	if is_listed_option(head, program) {
		return (head, None);
	}
	if let Some(equals) = head.iter().position(|one| *one == b'=').filter(|equals| *equals > 0) {
		return (&head[..equals], Some(&head[equals + 1..]));
	}
	if head.len() > 2 && !head.starts_with(b"--") && program.global_values.has(&head[..2]) {
		return (&head[..2], Some(&head[2..]));
	}
	(head, None)
}

fn is_listed_option(name: &[u8], program: &KnownProgram) -> bool {
	program.global_values.has(name) || program.global_inert.has(name) || program.global_directory.has(name)
}

fn kind_of_option(name: &[u8], setting: Option<&Word>, program: &KnownProgram, named: &[&[u8]]) -> OptionKind {
	if named.contains(&name) && is_listed_option(name, program) {
		return OptionKind::Named;
	}
	if program.global_directory.has(name) {
		return OptionKind::Directory;
	}
	let is_inert = match (setting, &program.settings) {
		(Some(setting), Some(settings)) => setting_kind_of(setting, settings) == SettingKind::Inert,
		_ => program.global_inert.has(name),
	};
	if is_inert { OptionKind::Inert } else { OptionKind::Other }
}

/// What the global options of a command say of its directory, and where its subcommand stands; `from` is the index of the program word.
///
/// ```text
/// globals_of(words of `git -C sub push`, Some(b"git"), known, 0) // directory [sub], end 3
/// ```
pub(crate) fn globals_of(words: &[Rc<Word>], program: Option<&[u8]>, known: &KnownCommands, from: usize) -> GlobalOptions {
	let mut read = GlobalOptions { directory_known: true, harmless: true, end: from + 1, ..GlobalOptions::default() };
	let Some(found) = program_with_globals(program, known) else { return read };
	while let Some(option) = read_global(words, read.end, found, &[]) {
		match (option.kind, option.value) {
			(OptionKind::Unknown, _) => {
				return GlobalOptions { end: read.end, unclear: true, settings: read.settings, ..GlobalOptions::default() };
			}
			(OptionKind::Directory, Some(value)) => read.directory.push(value),
			(OptionKind::Inert, _) => {}
			_ => read.directory_known = false,
		}
		read.harmless &= option.kind != OptionKind::Other;
		read.settings.extend(option.setting);
		read.end = option.end;
	}
	read
}

/// A view with its program word reduced: as known bytes, or unknown as a whole.
fn reduced_first(viewed: &ViewWords, first: Option<&Rc<Word>>, program: Option<&[u8]>) -> ViewWords {
	let (Some(head), Some(first)) = (viewed.first(), first) else { return viewed.clone() };
	match program_word(head, first, program) {
		Some(reduced) => once(reduced).chain(viewed[1..].iter().cloned()).collect(),
		None => viewed.clone(),
	}
}

/// A word of a view as a reduced program word; `None` where that is the same.
fn program_word(head: &ViewWord, first: &Word, program: Option<&[u8]>) -> Option<Rc<ViewWord>> {
	let of = head.of.clone();
	match (&head.literal, program) {
		(Some(written), _) => {
			let reduced = reduce_program(written);
			(reduced != *written).then(|| ViewWord::known(&reduced, of))
		}
		(None, Some(reduced)) => Some(ViewWord::known(reduced, of)),
		(None, None) => Some(ViewWord::unknown(if splits(first) { PartKind::Names } else { PartKind::Name }, of)),
	}
}

/// The words of a command as they could be, and each of them as a reduced program word, of the names that they would have.
pub(crate) fn suffix_views(words: &[Rc<Word>], names: &[Option<Vec<u8>>], places: &Places) -> (Vec<Rc<ViewWord>>, Vec<Rc<ViewWord>>) {
	let loose: Vec<Rc<ViewWord>> = words.iter().map(|one| loose_word(one, places)).collect();
	let reduced = loose
		.iter()
		.zip(words)
		.zip(names)
		.map(|((viewed, one), name)| program_word(viewed, one, name.as_deref()).unwrap_or_else(|| viewed.clone()));
	let reduced = reduced.collect();
	(loose, reduced)
}
