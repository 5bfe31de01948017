/**
 * Names of the registry: as bytes, as loose views compare them, and as tests of other names.
 */

import { type Bytes, toBytes } from "./bytes.ts";
import type { Assignment } from "./shell-types.ts";

/** A text of a bundle as bytes. The bundle's reader lets no lone surrogates through; one would match nothing. */
export function bytesOf(text: string): Bytes {
	return toBytes(text) ?? "\xff";
}

export function scriptTest(folders: ReadonlySet<Bytes>): (written: Bytes) => boolean {
	return (written) => {
		const slash = written.lastIndexOf("/");
		return slash >= 0 && !folders.has(written.slice(0, slash));
	};
}

/** Names as below, and `NAME=VALUE`, whose value may end in `*` for any text without blanks. */
export function assignmentTest(entries: readonly string[]): (assignment: Assignment) => boolean {
	const isName = nameTest(entries.filter((entry) => !entry.includes("=")));
	const isPair = nameTest(entries.filter((entry) => entry.includes("=")));
	return ({ name, value, append }) => {
		if (isName(name)) return true;
		return value.literal !== null && !append && !BLANK.test(value.literal) && isPair(`${name}=${value.literal}`);
	};
}

const BLANK = /[ \t\n]/;

/** Names, some of which end in `*` and then stand for all that start so. */
export function nameTest(names: readonly string[]): (name: Bytes) => boolean {
	const exact = new Set(names.filter((name) => !name.endsWith("*")).map(bytesOf));
	const starts = names.filter((name) => name.endsWith("*")).map((name) => bytesOf(name.slice(0, -1)));
	return (name) => exact.has(name) || starts.some((start) => name.startsWith(start));
}

const EXECUTABLE = /\.(?:exe|cmd|bat|com)$/;

/**
 * A program word as loose views compare it: what follows the last `/`, ASCII letters small, one final `.exe`,
 * `.cmd`, `.bat` or `.com` dropped unless nothing would be left.
 *
 * @example reduceProgram("/usr/bin/Git.EXE") // "git"
 */
export function reduceProgram(word: Bytes): Bytes {
	const last = smallLetters(word.slice(word.lastIndexOf("/") + 1));
	const reduced = last.replace(EXECUTABLE, "");
	return reduced === "" ? last : reduced;
}

/** A text with its ASCII letters small, whatever the locale. */
export function smallLetters(text: Bytes): Bytes {
	return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
