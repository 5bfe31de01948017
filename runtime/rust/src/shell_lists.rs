//! What ends lists of commands.

/// A sign that ends lists of commands; the cursor stays before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ListSign {
	Parenthesis,
	/// What ends an arm of `case`.
	Arm,
}

/// What ends lists of commands.
#[derive(Debug)]
pub(crate) struct Ends {
	/// Reserved words; the one that was found is passed over.
	words: &'static [&'static [u8]],
	pub(crate) sign: Option<ListSign>,
}

impl Ends {
	/// The word among these that a text is.
	pub(crate) fn word(&self, text: &[u8]) -> Option<&'static [u8]> {
		self.words.iter().copied().find(|one| *one == text)
	}
}

/// What ended a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
	Word(&'static [u8]),
	Sign,
	/// The text ended.
	Missing,
	/// The reading stopped.
	Stopped,
}

pub(crate) static ENDS_BRACE: Ends = Ends { words: &[b"}"], sign: None };
pub(crate) static ENDS_DO: Ends = Ends { words: &[b"do"], sign: None };
pub(crate) static ENDS_DONE: Ends = Ends { words: &[b"done"], sign: None };
pub(crate) static ENDS_THEN: Ends = Ends { words: &[b"then"], sign: None };
pub(crate) static ENDS_ELSE: Ends = Ends { words: &[b"elif", b"else", b"fi"], sign: None };
pub(crate) static ENDS_FI: Ends = Ends { words: &[b"fi"], sign: None };
pub(crate) static ENDS_PARENTHESIS: Ends = Ends { words: &[], sign: Some(ListSign::Parenthesis) };
pub(crate) static ENDS_ARM: Ends = Ends { words: &[b"esac"], sign: Some(ListSign::Arm) };
pub(crate) static ENDS_NOTHING: Ends = Ends { words: &[], sign: None };
