/**
 * What the shell reader makes of a line: simple commands of words, words of pieces.
 */

import type { Bytes } from "./bytes.ts";
import type { InputError, OpaqueCode } from "./codes.ts";

/** A range of the outer line in bytes, half-open. */
export type ByteSpan = readonly [start: number, end: number];

/**
 * A part of a word.
 *
 * - `literal`: these bytes. `ansi`: the bytes of `$'…'`, which some shells read as something else.
 * - `one`: unknown text inside one word (`"$x"`). `many`: any bytes, word borders included (`$x`).
 * - `glob`: `star` any bytes but a slash, `deep` (`**`) any bytes, `any` (`?`) one character but a slash,
 *   `bracket` any bytes (its members depend on the locale); the word stands for one or more words.
 * - `place`: `~`, `$HOME` or `$PWD`; only an unquoted variable (`splits`) is cut into words.
 */
export type Piece =
	| { readonly kind: "literal" | "ansi"; readonly text: Bytes }
	| { readonly kind: "one" | "many" }
	| { readonly kind: "glob"; readonly symbol: GlobSymbol }
	| { readonly kind: "place"; readonly place: "home" | "pwd"; readonly splits: boolean };

export type GlobSymbol = "star" | "deep" | "any" | "bracket";

export interface Word {
	readonly pieces: readonly Piece[];
	/** The bytes of a word that has literal pieces only, else null. */
	readonly literal: Bytes | null;
	/** The word as written. */
	readonly source: Bytes;
	readonly span: ByteSpan;
}

/** `NAME=value` or `NAME+=value` before a command; the value never splits. */
export interface Assignment {
	readonly name: Bytes;
	readonly append: boolean;
	readonly value: Word;
}

/** A redirection that names a file. Duplications of descriptors and here-strings name none and are not listed. */
export interface Redirection {
	readonly direction: "read" | "write" | "both";
	readonly target: Word;
}

export interface SimpleCommand {
	readonly assignments: readonly Assignment[];
	readonly words: readonly Word[];
	readonly redirections: readonly Redirection[];
	readonly span: ByteSpan;
	/** Commands with the same number run at the same time. */
	readonly pipeline: number;
	/** Everything after it in the line may run while it runs. */
	readonly background: boolean;
}

export interface OpaquePart {
	readonly code: OpaqueCode;
	readonly span: ByteSpan;
}

/** What a text holds. With `refused` the rest is empty: the input is over a budget. */
export interface ShellText {
	readonly commands: readonly SimpleCommand[];
	readonly opaque: readonly OpaquePart[];
	readonly refused: InputError | null;
}

/** What is left of the budgets of one input; the reader counts down, all texts of the input share it. */
export interface Budget {
	commands: number;
	nodes: number;
	/** The next free pipeline number. */
	pipeline: number;
}

/** A literal word that does not stand in the line as such, such as an inner program word cut out of another. */
export function literalWord(text: Bytes, span: ByteSpan): Word {
	return { pieces: [{ kind: "literal", text }], literal: text, source: text, span };
}
