//! The positional parameters of `sh -c TEXT`.

use std::rc::Rc;

use crate::bytes::contains_any;
use crate::shell_folds::join_texts;
use crate::shell_types::{Budget, Parameter, Piece, SimpleCommand, Word};

/// The commands of a text with its positional parameters bound, as far as they are literal words: those behind `sh -c TEXT` are what
/// `$0`, `$1`, … stand for. Nothing is bound where something in the text may change them: `set`, `shift`, a sourced file, a function.
///
/// `left` is charged for every value that is bound: texts that run themselves could double their words at each level. Nothing is bound any
/// more once it is overdrawn, which the caller has to look at.
pub(crate) fn bind_positional(commands: Vec<Rc<SimpleCommand>>, positional: &[Rc<Word>], left: &mut Budget) -> Vec<Rc<SimpleCommand>> {
	if positional.is_empty() || commands.iter().any(|command| may_change_positional(command)) {
		return commands;
	}
	let bind = |command: Rc<SimpleCommand>| {
		let words = command.words.iter().flat_map(|one| bind_word(one, positional, left)).collect();
		Rc::new(SimpleCommand { words, ..(*command).clone() })
	};
	commands.into_iter().map(bind).collect()
}

fn may_change_positional(command: &SimpleCommand) -> bool {
	// What unquoted values are cut at counts too.
	if command.around.deferred || command.assignments.iter().any(|one| *one.name == *b"IFS") {
		return true;
	}
	let first = command.words.first().and_then(|one| one.literal());
	matches!(first, Some(b"." | b"eval" | b"getopts" | b"set" | b"shift" | b"source"))
}

/// The words that a word becomes: one, or for a whole `"$@"` as many as there are.
fn bind_word(one: &Rc<Word>, positional: &[Rc<Word>], left: &mut Budget) -> Vec<Rc<Word>> {
	if one.is_known() || left.exceeded().is_some() {
		return vec![one.clone()];
	}
	if is_all_parameters(one)
		&& let Some(all) = bind_all(one, &positional[1..], left)
	{
		return all;
	}
	let mut pieces: Vec<Piece> = one.pieces.iter().map(|part| bind_piece(part, positional, left)).collect();
	if pieces.iter().all(|part| matches!(part, Piece::Literal(_))) {
		pieces = vec![Piece::Literal(join_texts(&pieces))];
	}
	vec![Rc::new(Word { pieces, ..(**one).clone() })]
}

/// Whether a word is `$@` and nothing else. Quotes leave an empty text before what they hold.
fn is_all_parameters(one: &Word) -> bool {
	let mut parts = one.pieces.iter().filter(|part| !matches!(part, Piece::Literal(text) if text.is_empty()));
	matches!((parts.next(), parts.next()), (Some(Piece::Many(Some(Parameter::All))), None))
}

/// A word for each parameter; `None` where one is not known, or would not stay one word.
fn bind_all(one: &Word, values: &[Rc<Word>], left: &mut Budget) -> Option<Vec<Rc<Word>>> {
	if !values.iter().all(|value| value.literal().is_some_and(stays_one)) {
		return None;
	}
	left.take_nodes(values.len());
	values.iter().filter_map(|value| value.literal()).for_each(|text| left.take_bound(text));
	Some(values.iter().map(|value| Rc::new(Word { span: one.span, ..(**value).clone() })).collect())
}

fn bind_piece(part: &Piece, positional: &[Rc<Word>], left: &mut Budget) -> Piece {
	let (Piece::One(Some(Parameter::Number(number))) | Piece::Many(Some(Parameter::Number(number)))) = part else {
		return part.clone();
	};
	match positional.get(*number).and_then(|one| one.literal()) {
		Some(value) if left.exceeded().is_none() && (matches!(part, Piece::One(_)) || stays_one(value)) => {
			left.take_bound(value);
			Piece::Literal(value.to_vec())
		}
		_ => part.clone(),
	}
}

/// Whether a value stays one word without quotes: no blank, no pattern, and not empty.
fn stays_one(value: &[u8]) -> bool {
	!value.is_empty() && !contains_any(value, b" \t\n*?[]\\")
}
