/**
 * Reads one word of shell text into pieces.
 */

import type { Bytes } from "./bytes.ts";
import { readAnsi } from "./shell-ansi.ts";
import { noteArithmetic } from "./shell-arithmetic.ts";
import { readArray } from "./shell-arrays.ts";
import type { Cursor } from "./shell-cursor.ts";
import { readExpansion, scanName } from "./shell-expansions.ts";
import { readExtendedGlob } from "./shell-extended-globs.ts";
import { type Brackets, foldParts } from "./shell-folds.ts";
import { characterAt, PieceList } from "./shell-pieces.ts";
import { readDoubleQuoted, readSingleQuoted } from "./shell-quotes.ts";
import { skim } from "./shell-skim.ts";
import { readBackticks, readSubstitution } from "./shell-substitutions.ts";
import { type Assignment, type GlobSymbol, type Piece, type Word, wordOf } from "./shell-types.ts";

/** A word, or the part of it before something at which the reading stopped. */
export interface WordReading {
	/** The words that it stands for: several or none where it holds brace lists, else one. */
	readonly words: readonly Word[];
	/** What it assigns, where it stands before a program. */
	readonly assignment: Assignment | null;
	/** The whole word is unquoted literal text: only then it can be a descriptor number or the name of a function. */
	readonly plain: boolean;
	/** How many bytes of the first literal piece are unquoted. */
	readonly unquoted: number;
	readonly source: Bytes;
	readonly end: number;
}

/** What a word may be where it stands. */
export interface WordPlace {
	/** It may be an assignment: it stands before a program, or in the list of an array. */
	readonly assigns: boolean;
	/** It may hold the list of an array after `NAME=`: the command declares variables; `keyed`: its keys are texts. */
	readonly declares: "no" | "indexed" | "keyed";
}

export const PLAIN_WORD: WordPlace = { assigns: false, declares: "no" };

/** Bytes that stand for themselves in an unquoted word, without and with open braces in it. */
const ORDINARY = /[A-Za-z0-9_\-./:=@%+,^!#\x80-\xff]+/y;
const ORDINARY_IN_BRACES = /[A-Za-z0-9_\-./:=@%+^!#\x80-\xff]+/y;
const END_OF_WORD = /^[ \t\n;&|<>()]?$/;
const TILDE_USER = /[A-Za-z0-9._+-]*/y;
const ASSIGNMENT = /^[A-Za-z_][A-Za-z0-9_]*\+?=/;

/**
 * Reads the word that starts at the cursor; the caller has skipped blanks and operators, so there is one.
 * The programs in it are read on the way.
 */
export function readWord(cursor: Cursor, place: WordPlace): WordReading {
	cursor.reading.budget.nodes -= 1;
	return new WordReader(cursor, place).read();
}

class WordReader {
	private readonly start: number;
	private pieces = new PieceList();
	private inBraces = false;
	private firstBracket: number | null = null;
	private lastBracket: number | null = null;
	private assigned: Pick<Assignment, "name" | "append"> | null = null;
	private valueFrom: number;
	private startsLikeAssignment: boolean | null = null;

	constructor(
		private readonly cursor: Cursor,
		private readonly place: WordPlace,
	) {
		this.start = cursor.at;
		this.valueFrom = cursor.at;
	}

	read(): WordReading {
		const { cursor } = this;
		if (this.place.assigns) this.readAssigned();
		while (!cursor.halted && this.step());
		const end = cursor.at;
		const parts = this.pieces.finish();
		const brackets: Brackets | null =
			this.firstBracket !== null && this.lastBracket !== null && this.firstBracket < this.lastBracket
				? { first: this.firstBracket, last: this.lastBracket }
				: null;
		const source = cursor.text.slice(this.valueFrom, end);
		const span = cursor.span(this.start, end);
		if (this.pieces.odd) cursor.note(this.pieces.odd, span);
		const unfinished: readonly Piece[] = cursor.halted ? [{ kind: "many" }] : [];
		const folded = foldParts(parts, brackets);
		const unexpanded = folded.unexpanded ? { unexpanded: wordOf([...folded.unexpanded, ...unfinished], source, span) } : {};
		const words = folded.words.map((pieces) => ({ ...wordOf([...pieces, ...unfinished], source, span), ...unexpanded }));
		return {
			words,
			assignment: this.assigned ? { ...this.assigned, value: assignedValue(words, source, span) } : null,
			plain: this.pieces.plain && words[0]?.literal !== null && this.assigned === null,
			unquoted: this.pieces.unquoted,
			source,
			end,
		};
	}

	/** `NAME=`, `NAME+=` and `NAME[…]=` at the start of the word: only what follows is the word then. */
	private readAssigned(): void {
		const { cursor } = this;
		const name = scanName(cursor.text, cursor.at);
		if (!name) return;
		cursor.at = name.end;
		const subscripted = cursor.here === "[" && cursor.text.indexOf("]", cursor.at) >= 0;
		if (subscripted) this.readSubscript();
		if (cursor.halted) return;
		const append = cursor.here === "+";
		const equals = cursor.continued(append ? cursor.at + 1 : cursor.at);
		if (cursor.text.charAt(equals) === "=") {
			if (subscripted) noteArithmetic(cursor, name.end + 1, cursor.at - 1);
			cursor.at = cursor.continued(equals + 1);
			this.valueFrom = cursor.at;
			this.assigned = { name: name.text, append };
			this.pieces = new PieceList();
			// In a value, braces and globs are text.
			if (cursor.here === "(") this.readArray("indexed");
			else if (END_OF_WORD.test(cursor.here)) this.pieces.addQuoted("");
			return;
		}
		this.pieces.addUnquoted(name.text);
		if (!subscripted) return;
		// A glob after all.
		this.firstBracket = this.pieces.mark();
		this.pieces.push({ kind: "glob", symbol: "bracket" });
		this.lastBracket = this.pieces.mark();
	}

	/** Passes over a subscript; other shells end the word at a blank or an operator in it. */
	private readSubscript(): void {
		const { cursor } = this;
		const start = cursor.at;
		cursor.at += 1;
		skim(cursor, "]", false);
		if (/[ \t\n;&|<>]/.test(cursor.text.slice(start, cursor.at))) cursor.note("dialect", cursor.span(start, cursor.at));
	}

	/** Reads one element; false at the end of the word. */
	private step(): boolean {
		const { cursor, pieces } = this;
		const ordinary = this.inBraces ? ORDINARY_IN_BRACES : ORDINARY;
		ordinary.lastIndex = cursor.at;
		const run = ordinary.exec(cursor.text)?.[0];
		if (run !== undefined) {
			pieces.addUnquoted(run);
			cursor.at += run.length;
		}
		const character = cursor.here;
		if (END_OF_WORD.test(character)) return this.atEnd(character);
		switch (character) {
			case "\\":
				return this.backslash();
			case "'":
				readSingleQuoted(cursor, pieces);
				return true;
			case '"':
				readDoubleQuoted(cursor, pieces);
				return true;
			case "$":
				return this.dollar();
			case "`":
				readBackticks(cursor, false);
				pieces.push({ kind: "many" });
				return true;
			case "~":
				return this.tilde();
			case "*":
				return this.star();
			case "?":
				return this.glob("any", 1);
			case "[":
				this.firstBracket ??= pieces.mark();
				break;
			case "]":
				pieces.addUnquoted("]");
				cursor.at += 1;
				this.lastBracket = pieces.mark();
				return true;
			case "{":
			case ",":
			case "}":
				if (!this.sign(character)) break;
				return true;
		}
		pieces.addUnquoted(characterAt(cursor.text, cursor.at));
		cursor.at += characterAt(cursor.text, cursor.at).length;
		return true;
	}

	/** At a character that ends words, unless it starts something that belongs to one. */
	private atEnd(character: string): boolean {
		const { cursor } = this;
		if ((character === "<" || character === ">") && cursor.peek(1) === "(") {
			readSubstitution(cursor, true);
			this.pieces.push({ kind: "one" });
			return true;
		}
		if (character !== "(" || cursor.at === this.start) return false;
		if (/[?*+@!]/.test(cursor.text.charAt(cursor.at - 1))) {
			readExtendedGlob(cursor);
			this.pieces.push({ kind: "many" });
			return true;
		}
		if (this.place.declares === "no" || !this.pieces.plain || !ASSIGNMENT.test(this.pieces.tail)) return false;
		if (!this.pieces.tail.endsWith("=")) return false;
		this.readArray(this.place.declares);
		return true;
	}

	private readArray(keys: "indexed" | "keyed"): void {
		readArray(this.cursor, keys);
		this.pieces.push({ kind: "one" });
	}

	private sign(character: "{" | "," | "}"): boolean {
		if (this.assigned || (character !== "{" && !this.inBraces)) return false;
		this.inBraces = true;
		this.pieces.push({ kind: "sign", sign: character });
		this.cursor.at += 1;
		return true;
	}

	private backslash(): boolean {
		const { cursor } = this;
		const escaped = characterAt(cursor.text, cursor.at + 1);
		// A backslash at the very end is kept by some shells and dropped by others.
		if (escaped === "") cursor.stop("dialect", cursor.at);
		else if (escaped !== "\n") this.pieces.addQuoted(escaped);
		cursor.at += 1 + escaped.length;
		return true;
	}

	private dollar(): boolean {
		const { cursor, pieces } = this;
		const next = cursor.peek(1);
		if (next === "'") return this.ansi();
		if (next === '"') {
			const start = cursor.at;
			cursor.at = cursor.continued(start + 1);
			readDoubleQuoted(cursor, pieces);
			cursor.note("locale_text", cursor.span(start, cursor.at));
			return true;
		}
		const piece = readExpansion(cursor, false);
		if (piece) pieces.push(piece);
		else {
			pieces.addUnquoted("$");
			cursor.at += 1;
		}
		return true;
	}

	private ansi(): boolean {
		const { cursor, pieces } = this;
		const read = readAnsi(cursor.text, cursor.continued(cursor.at + 1) + 1);
		if (!read) {
			cursor.stop("unterminated_quote", cursor.at);
			return true;
		}
		pieces.check(cursor.text.slice(cursor.at, read.end), true);
		pieces.push(read.text === null ? { kind: "one" } : { kind: "ansi", text: read.text });
		cursor.at = read.end;
		return true;
	}

	private tilde(): boolean {
		const { cursor, pieces } = this;
		const before = cursor.text.charAt(cursor.at - 1);
		const atStart = cursor.at === this.valueFrom;
		const expands = atStart || (before === ":" || before === "=" ? this.isAssignment() : this.inBraces && "{,".includes(before));
		if (!expands) {
			pieces.addUnquoted("~");
			cursor.at += 1;
			return true;
		}
		TILDE_USER.lastIndex = cursor.at + 1;
		const user = TILDE_USER.exec(cursor.text)?.[0] ?? "";
		cursor.at += 1 + user.length;
		// Quoted or odd text after the tilde may or may not be a user's name.
		const isHome = user === "" && atStart && !this.assigned && (cursor.here === "/" || END_OF_WORD.test(cursor.here));
		pieces.push(isHome ? { kind: "place", place: "home", splits: false } : { kind: "one" });
		return true;
	}

	/** Whether the word starts like an assignment; asked for each tilde, so it is found out once. */
	private isAssignment(): boolean {
		if (this.assigned) return true;
		this.startsLikeAssignment ??= ASSIGNMENT.test(this.cursor.text.slice(this.start, this.cursor.at));
		return this.startsLikeAssignment;
	}

	private star(): boolean {
		let end = this.cursor.at + 1;
		while (this.cursor.text.charAt(end) === "*") end += 1;
		return this.glob(end > this.cursor.at + 1 ? "deep" : "star", end - this.cursor.at);
	}

	private glob(symbol: GlobSymbol, length: number): boolean {
		const { cursor, pieces } = this;
		if (this.assigned) pieces.addUnquoted(cursor.text.slice(cursor.at, cursor.at + length));
		else if (cursor.text.charAt(cursor.at + length) !== "(") pieces.push({ kind: "glob", symbol });
		cursor.at += length;
		return true;
	}
}

/** The value of an assignment: known bytes, or not known at all. */
function assignedValue(words: readonly Word[], source: Bytes, span: Word["span"]): Word {
	const literal = words.length === 1 ? words[0]?.literal : null;
	return wordOf(typeof literal === "string" ? [{ kind: "literal", text: literal }] : [{ kind: "one" }], source, span);
}
