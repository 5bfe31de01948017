//! What one setting (`git -c NAME=VALUE`) may do.

use crate::bytes::{cut, small_letters};
use crate::registry::KnownSettings;
use crate::shell_types::Word;
use crate::word_parts::head_of;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SettingKind {
	Other,
	Alias,
	Inert,
}

/// What a setting NAME=VALUE may do. Names compare with small letters; an unknown value does not matter, an unknown name does.
pub(crate) fn setting_kind_of(one: &Word, settings: &KnownSettings) -> SettingKind {
	let head = head_of(one);
	match cut(head, b'=') {
		Some((name, _)) => name_kind_of(name, settings),
		None if one.is_known() => name_kind_of(head, settings),
		None => SettingKind::Other,
	}
}

/// The same for the name alone.
pub(crate) fn name_kind_of(name: &[u8], settings: &KnownSettings) -> SettingKind {
	let small = small_letters(name);
	if small.starts_with(settings.alias) {
		SettingKind::Alias
	} else if settings.inert.has(&small) {
		SettingKind::Inert
	} else {
		SettingKind::Other
	}
}
