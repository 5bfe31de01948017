//! What is said of a decision in front of a host.

use crate::types::{Decision, Verdict};

// Longer commands and texts are cut at their end, never at their front: what is asked about stands first.
const MOST_COMMAND_TEXT: usize = 300;
const MOST_TEXT: usize = 2_000;

/// Says what was decided on which command, by which rule, and why, for the person and the model in front of a host. Never empty; safe
/// to print.
///
/// ```text
/// say_decision(&verdict) // `git push -f` is denied (policy rule force-push): Rewrites what others have.
/// ```
pub(crate) fn say_decision(verdict: &Verdict) -> String {
	let decided =
		|one: &&crate::types::CommandVerdict| one.decision == verdict.decision && one.by == verdict.by && one.rule == verdict.rule;
	let mut text = match verdict.commands.iter().find(decided) {
		Some(command) if !command.argv.is_empty() => format!("`{}`", cut_text(&command.argv.join(" "), MOST_COMMAND_TEXT)),
		_ => "This command line".to_owned(),
	};
	text += match verdict.decision {
		Decision::Allow => " is allowed",
		Decision::Request => " needs a person's approval",
		_ => " is denied",
	};
	if let Some(rule) = verdict.rule {
		text += &format!(" (policy rule {})", String::from_utf8_lossy(rule));
	}
	match verdict.reason.as_deref() {
		None | Some("") => text.push('.'),
		Some(reason) => text += &format!(": {reason}"),
	}
	cut_text(&show_controls(&text), MOST_TEXT)
}

/// Cuts a text after so many characters. Only its first 2·most UTF-16 code units are looked at: a text of nothing but characters that
/// take two of them stays whole.
fn cut_text(text: &str, most: usize) -> String {
	let mut units = 0;
	let mut end = None;
	for (characters, (at, character)) in text.char_indices().enumerate() {
		if units >= 2 * most {
			break;
		}
		if characters == most {
			end = Some(at);
		}
		units += character.len_utf16();
	}
	end.map_or_else(|| text.to_owned(), |end| format!("{}…", &text[..end]))
}

/// The characters that a terminal acts upon, that cannot be seen, or that turn the direction of a text (Unicode 15.1: general categories
/// Cc and Cf as far as they hide text, and the separators of lines and paragraphs).
const HIDDEN: [(char, char); 11] = [
	('\0', '\x1f'),
	('\x7f', '\u{9f}'),
	('\u{ad}', '\u{ad}'),
	('\u{61c}', '\u{61c}'),
	('\u{180e}', '\u{180e}'),
	('\u{200b}', '\u{200f}'),
	('\u{2028}', '\u{202e}'),
	('\u{2060}', '\u{2069}'),
	('\u{feff}', '\u{feff}'),
	('\u{fff9}', '\u{fffb}'),
	('\u{e0000}', '\u{e007f}'),
];

/// A text in which hidden characters are written out.
///
/// ```text
/// show_controls("a\x1b[31m") // a\u{1b}[31m
/// ```
pub(crate) fn show_controls(text: &str) -> String {
	let mut shown = String::with_capacity(text.len());
	for character in text.chars() {
		if HIDDEN.iter().any(|(first, last)| (*first..=*last).contains(&character)) {
			shown += &format!("\\u{{{:x}}}", u32::from(character));
		} else {
			shown.push(character);
		}
	}
	shown
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn texts_are_cut_at_their_end() {
		assert_eq!(cut_text("abc", 3), "abc");
		assert_eq!(cut_text("abcd", 3), "abc…");
		assert_eq!(cut_text(&"\u{1f600}".repeat(9), 3), "\u{1f600}".repeat(9));
	}

	#[test]
	fn what_cannot_be_seen_is_written_out() {
		assert_eq!(show_controls("a\u{202e}b\n"), "a\\u{202e}b\\u{a}");
	}
}
