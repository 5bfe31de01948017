/**
 * What the shell reader makes of a line: simple commands of words, words of pieces.
 */

import type { Bytes } from "./bytes.ts";
import { BUDGET, type InputError, type OpaqueCode } from "./codes.ts";

/** A range of the outer line in bytes, half-open. */
export type ByteSpan = readonly [start: number, end: number];

/**
 * A part of a word.
 *
 * - `literal`: these bytes. `ansi`: the bytes that bash makes of `$'…'` or of a brace list; some shells read something else.
 * - `one`: unknown text inside one word (`"$x"`). `many`: any bytes, word borders included (`$x`). With a `parameter`, the
 *   positional parameter (`0` to `9`, `@`, `*`) that it is the value of.
 * - `glob`: `star` any bytes but a slash, `deep` (`**`) any bytes, `any` (`?`) one character but a slash,
 *   `bracket` any bytes (its members depend on the locale); the word stands for one or more words.
 * - `place`: `~`, `$HOME` or `$PWD`; only an unquoted variable (`splits`) is cut into words.
 */
export type Piece =
	| { readonly kind: "literal" | "ansi"; readonly text: Bytes }
	| { readonly kind: "one" | "many"; readonly parameter?: Bytes }
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
	/** One of the words of a brace list: the single word that shells without such lists read in place of all of them. */
	readonly unexpanded?: Word;
}

/** `NAME=value` or `NAME+=value` before a command; the value never splits. An array is one unknown value. */
export interface Assignment {
	readonly name: Bytes;
	readonly append: boolean;
	readonly value: Word;
}

/** A redirection that names a file. Duplications of descriptors, here-documents and here-strings name none and are not listed. */
export interface Redirection {
	readonly direction: "read" | "write" | "both";
	readonly target: Word;
}

/** What a command reads as its standard input, as far as the line shows it. */
export interface Input {
	/** The text of a here-document or a here-string; null: the output of the commands `from`. */
	readonly text: Word | null;
	/** The commands of the earlier pipeline member that writes it, in source order. */
	readonly from: readonly SimpleCommand[];
	/** Other commands read the same input: any part of it may be gone. */
	readonly shared: boolean;
}

/** A simple command, with what surrounds it. */
export interface SimpleCommand {
	readonly assignments: readonly Assignment[];
	readonly words: readonly Word[];
	/** Those of enclosing groups and of earlier `exec`s first, then its own. */
	readonly redirections: readonly Redirection[];
	readonly span: ByteSpan;
	/** Null where the line does not show it: a file, another descriptor, the input of the line. */
	readonly input: Input | null;
	/**
	 * The subshells that it runs in, outermost first: what it does to the shell itself (directory, variables,
	 * how programs are found) is seen by later commands only whose path starts with this one.
	 */
	readonly environment: readonly number[];
	/** The parts of the line that may not run, outermost first: what it does has happened for commands in the same parts. */
	readonly branch: readonly number[];
	/** The outermost part of the line whose commands run at the same time or several times: all of them count as earlier. */
	readonly together: number | null;
	/** The outermost loop around it: what its commands do to their shell is seen by all of them. */
	readonly loop: number | null;
	/** Everything after it in the line may run while it runs. */
	readonly background: boolean;
	/** Runs whenever something calls it (a function body, a trap): every command of the line may have run before it. */
	readonly deferred: boolean;
}

export interface OpaquePart {
	readonly code: OpaqueCode;
	readonly span: ByteSpan;
}

/** A name that the line gives another meaning, and where. */
export interface NamedPart {
	readonly name: Bytes;
	readonly span: ByteSpan;
}

/** What a text holds. With `refused` the rest is empty: the input is over a budget. */
export interface ShellText {
	readonly commands: readonly SimpleCommand[];
	readonly opaque: readonly OpaquePart[];
	/** The functions that it defines. */
	readonly functions: readonly NamedPart[];
	/** The variables that it assigns without a command: those of loops and of `${name=…}`. */
	readonly variables: readonly NamedPart[];
	readonly refused: InputError | null;
}

/** What is left of the budgets of one input; the reader counts down, all texts of the input share it. */
export interface Budget {
	commands: number;
	nodes: number;
	/** Bytes of values that positional parameters may still be bound to. */
	bound: number;
	/** How many numbers of `environment`, `branch` and `together` are taken. */
	scopes: number;
}

export function newBudget(): Budget {
	return { commands: BUDGET.commands, nodes: BUDGET.nodes, bound: BUDGET.line, scopes: 0 };
}

/** Where a text stands that is not the outer line itself. */
export interface Within {
	/** The command that runs the text. */
	readonly outer: SimpleCommand;
	/** The span that everything in the text gets. */
	readonly span: ByteSpan;
	/** Who runs it: the shell of the line (`eval`), a process of its own (`sh -c`), or the shell of the line some time later (`trap`). */
	readonly shell: "same" | "child" | "later";
}

/** A literal word that does not stand in the line as such, such as an inner program word cut out of another. */
export function literalWord(text: Bytes, span: ByteSpan): Word {
	return { pieces: [{ kind: "literal", text }], literal: text, source: text, span };
}

/** A command as a process of its own runs it: what it does to its directory and variables ends with it. */
export function inChild(command: SimpleCommand, budget: Budget): SimpleCommand {
	return { ...command, environment: [...command.environment, budget.scopes++] };
}

/** A word of pieces, with its bytes where they are known. */
export function wordOf(pieces: readonly Piece[], source: Bytes, span: Word["span"]): Word {
	const first = pieces[0];
	return { pieces, literal: pieces.length === 1 && first?.kind === "literal" ? first.text : null, source, span };
}
