/**
 * What one setting (`git -c NAME=VALUE`) may do.
 */

import type { Bytes } from "./bytes.ts";
import { type KnownSettings, smallLetters } from "./registry.ts";
import type { Word } from "./shell-types.ts";
import { headOf } from "./word-parts.ts";

export type SettingKind = "inert" | "alias" | "other";

/** What a setting `NAME=VALUE` may do. Names compare with small letters; an unknown value does not matter, an unknown name does. */
export function settingKind(word: Word, settings: KnownSettings): SettingKind {
	const head = headOf(word);
	const equals = head.indexOf("=");
	if (equals < 0 && word.literal === null) return "other";
	return nameKind(equals < 0 ? head : head.slice(0, equals), settings);
}

/** The same for the name alone. */
export function nameKind(name: Bytes, settings: KnownSettings): SettingKind {
	const small = smallLetters(name);
	if (small.startsWith(settings.alias)) return "alias";
	return settings.isInert(small) ? "inert" : "other";
}
