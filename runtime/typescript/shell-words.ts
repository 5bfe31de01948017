/**
 * Reads one word of shell text into pieces. No recursion and no look-back: one pass over its bytes.
 */

import type { Bytes } from "./bytes.ts";
import type { OpaqueCode } from "./codes.ts";
import { readAnsi } from "./shell-ansi.ts";
import { mayBeOdd, oddCharacter } from "./shell-characters.ts";
import { foldBraces, foldBrackets, type Mark, mergeLiterals } from "./shell-folds.ts";
import type { ByteSpan, GlobSymbol, Piece, Word } from "./shell-types.ts";

/** A word, or the part of it before something that is not read, with the reason and where that starts. */
export interface WordReading {
	readonly word: Word;
	/** The whole word is unquoted literal text: only then it can be a reserved word or a descriptor number. */
	readonly plain: boolean;
	/** How many bytes of the first literal piece are unquoted: an assignment's name must be. */
	readonly unquoted: number;
	readonly end: number;
	/** Oddities that do not stop the reading. */
	readonly floors: readonly OpaqueCode[];
	readonly stop: { readonly code: OpaqueCode; readonly at: number } | null;
}

/** Bytes that stand for themselves in an unquoted word. */
const ORDINARY = /[A-Za-z0-9_\-./:=@%+,^!#\x80-\xff]+/y;
/** Bytes that stand for themselves in double quotes. */
const ORDINARY_QUOTED = /[^"\\$`]+/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const END_OF_WORD = /^[ \t\n;&|<>()]?$/;
const BRACED = /\{([A-Za-z_][A-Za-z0-9_]*|[0-9]+|[@*#?$!-])\}/y;
const TILDE_USER = /[A-Za-z0-9._+-]*/y;
const ASSIGNMENT = /^[A-Za-z_][A-Za-z0-9_]*\+?=/;

/**
 * Reads the word that starts at an offset; the caller has skipped blanks and operators, so there is one.
 *
 * @param text the shell text; `at` an offset in it
 * @param spanOf maps offsets of the text to a span of the outer line
 */
export function readWord(text: Bytes, at: number, spanOf: (start: number, end: number) => ByteSpan): WordReading {
	return new WordReader(text, at).read(spanOf);
}

class WordReader {
	private readonly pieces: Piece[] = [];
	private readonly floors: OpaqueCode[] = [];
	private literal = "";
	private hasLiteral = false;
	private plain = true;
	private unquoted = -1;
	private stop: { readonly code: OpaqueCode; readonly at: number } | null = null;
	private firstBrace: Mark | null = null;
	private lastBrace: Mark | null = null;
	private firstBracket: Mark | null = null;
	private lastBracket: Mark | null = null;
	private assignment: boolean | null = null;
	private readonly start: number;

	constructor(
		private readonly text: Bytes,
		private at: number,
	) {
		this.start = at;
	}

	read(spanOf: (start: number, end: number) => ByteSpan): WordReading {
		while (this.stop === null && this.step());
		this.flush();
		if (this.firstBrace && this.lastBrace) foldBraces(this.pieces, this.text, this.firstBrace, this.lastBrace, this.firstBracket !== null);
		if (this.firstBracket && this.lastBracket) foldBrackets(this.pieces, this.firstBracket, this.lastBracket);
		const pieces = mergeLiterals(this.pieces);
		const first = pieces[0];
		const literal = pieces.length === 1 && first?.kind === "literal" ? first.text : null;
		const source = this.text.slice(this.start, this.at);
		if (mayBeOdd(source)) this.noteOddities(source);
		return {
			word: { pieces, literal, source, span: spanOf(this.start, this.at) },
			plain: this.plain && literal !== null,
			unquoted: this.unquoted < 0 ? (first?.kind === "literal" ? first.text.length : 0) : this.unquoted,
			end: this.at,
			floors: this.floors,
			stop: this.stop,
		};
	}

	/** Reads one element; false at the end of the word. */
	private step(): boolean {
		const { text } = this;
		ORDINARY.lastIndex = this.at;
		const run = ORDINARY.exec(text);
		if (run) {
			this.add(run[0]);
			this.at += run[0].length;
		}
		const character = text.charAt(this.at);
		if (END_OF_WORD.test(character)) {
			if (character === "(" && this.at > this.start) return this.halt(this.parenthesis());
			return false;
		}
		switch (character) {
			case "\\":
				return this.backslash();
			case "'":
				return this.singleQuoted();
			case '"':
				return this.doubleQuoted();
			case "$":
				return this.dollar(false);
			case "`":
				return this.halt("command_substitution");
			case "~":
				return this.tilde();
			case "*":
				return this.star();
			case "?":
				return this.glob("any", 1);
			case "[":
				this.firstBracket ??= this.mark();
				break;
			case "]":
				this.add("]");
				this.at += 1;
				this.lastBracket = this.mark();
				return true;
			case "{":
				this.firstBrace ??= this.mark();
				break;
			case "}":
				this.add("}");
				this.at += 1;
				this.lastBrace = this.mark();
				return true;
		}
		this.add(character);
		this.at += 1;
		return true;
	}

	private parenthesis(): OpaqueCode {
		if (/[?*+@!]/.test(this.text.charAt(this.at - 1))) return "extended_glob";
		return ASSIGNMENT.test(this.literal) && this.literal.endsWith("=") ? "array" : "function_definition";
	}

	private backslash(): boolean {
		const escaped = this.text.charAt(this.at + 1);
		// A backslash at the very end is kept by some shells and dropped by others.
		if (escaped === "") return this.halt("dialect");
		if (escaped !== "\n") {
			this.quote();
			this.add(escaped);
		}
		this.at += 2;
		return true;
	}

	private singleQuoted(): boolean {
		const end = this.text.indexOf("'", this.at + 1);
		if (end < 0) return this.halt("unterminated_quote");
		this.quote();
		this.add(this.text.slice(this.at + 1, end));
		this.at = end + 1;
		return true;
	}

	private doubleQuoted(): boolean {
		this.quote();
		this.add("");
		const opening = this.at;
		this.at += 1;
		for (;;) {
			ORDINARY_QUOTED.lastIndex = this.at;
			const run = ORDINARY_QUOTED.exec(this.text);
			if (run) {
				this.add(run[0]);
				this.at += run[0].length;
			}
			const character = this.text.charAt(this.at);
			if (character === '"') {
				this.at += 1;
				return true;
			}
			if (character === "") {
				this.at = opening;
				return this.halt("unterminated_quote");
			}
			if (character === "`") return this.halt("command_substitution");
			if (character === "$") {
				if (!this.dollar(true)) return false;
				continue;
			}
			const escaped = this.text.charAt(this.at + 1);
			if (escaped === "$" || escaped === "`" || escaped === '"' || escaped === "\\") this.add(escaped);
			else if (escaped !== "\n") this.add(`\\${escaped}`);
			this.at += 1 + escaped.length;
		}
	}

	private dollar(quoted: boolean): boolean {
		const { text } = this;
		const next = text.charAt(this.at + 1);
		NAME.lastIndex = this.at + 1;
		const name = NAME.exec(text)?.[0];
		if (name !== undefined) return this.variable(name, this.at + 1 + name.length, quoted);
		if (next !== "" && "@*#?$!-0123456789".includes(next)) return this.variable(next, this.at + 2, quoted);
		if (next === "{") {
			BRACED.lastIndex = this.at + 1;
			const inner = BRACED.exec(text);
			if (!inner) return this.halt("parameter_expansion");
			return this.variable(inner[1] ?? "", this.at + 1 + inner[0].length, quoted);
		}
		if (next === "(") return this.halt(text.charAt(this.at + 2) === "(" ? "arithmetic" : "command_substitution");
		if (next === "[") return this.halt("arithmetic");
		if (next === "\\" && text.charAt(this.at + 2) === "\n") return this.halt("parameter_expansion");
		if (!quoted && next === "'") return this.ansi();
		if (!quoted && next === '"') {
			this.floors.push("locale_text");
			this.at += 1;
			return this.doubleQuoted();
		}
		this.add("$");
		this.at += 1;
		return true;
	}

	private variable(name: Bytes, end: number, quoted: boolean): boolean {
		// A line continuation may glue further letters to the name.
		if (this.text.startsWith("\\\n", end)) return this.halt("parameter_expansion");
		// zsh takes a subscript and modifiers after a bare name; bash and dash take neither.
		if (this.text.charAt(this.at + 1) !== "{" && /^(\[|:[A-Za-z&])/.test(this.text.slice(end, end + 2))) this.floors.push("dialect");
		this.at = end;
		if (name === "HOME" || name === "PWD") {
			this.push({ kind: "place", place: name === "HOME" ? "home" : "pwd", splits: !quoted });
		} else this.push({ kind: quoted && name !== "@" ? "one" : "many" });
		return true;
	}

	private ansi(): boolean {
		const read = readAnsi(this.text, this.at + 2);
		if (!read) return this.halt("unterminated_quote");
		this.quote();
		this.push(read.text === null ? { kind: "one" } : { kind: "ansi", text: read.text });
		this.at = read.end;
		return true;
	}

	private tilde(): boolean {
		const before = this.text.charAt(this.at - 1);
		const atStart = this.at === this.start;
		if (!atStart && !((before === "=" || before === ":") && this.assigns())) {
			this.add("~");
			this.at += 1;
			return true;
		}
		TILDE_USER.lastIndex = this.at + 1;
		const user = TILDE_USER.exec(this.text)?.[0] ?? "";
		const end = this.at + 1 + user.length;
		const follows = this.text.charAt(end);
		this.at = end;
		// Quoted or odd text after the tilde may or may not be a user's name.
		if (user === "" && atStart && (follows === "/" || END_OF_WORD.test(follows))) {
			this.push({ kind: "place", place: "home", splits: false });
		} else this.push({ kind: "one" });
		return true;
	}

	/** Whether the word starts like an assignment; asked for each tilde, so it is found out once. */
	private assigns(): boolean {
		this.assignment ??= ASSIGNMENT.test(this.text.slice(this.start, this.at));
		return this.assignment;
	}

	private star(): boolean {
		let end = this.at + 1;
		while (this.text.charAt(end) === "*") end += 1;
		return this.glob(end > this.at + 1 ? "deep" : "star", end - this.at);
	}

	private glob(symbol: GlobSymbol, length: number): boolean {
		if (this.text.charAt(this.at + length) === "(") {
			return this.halt("extended_glob");
		}
		this.push({ kind: "glob", symbol });
		this.at += length;
		return true;
	}

	private halt(code: OpaqueCode): false {
		this.stop = { code, at: this.at };
		this.plain = false;
		return false;
	}

	private add(bytes: Bytes): void {
		this.literal += bytes;
		this.hasLiteral = true;
	}

	/** From here on the text is quoted. */
	private quote(): void {
		this.plain = false;
		if (this.unquoted < 0) this.unquoted = this.pieces.length === 0 ? this.literal.length : 0;
	}

	private push(piece: Piece): void {
		if (this.unquoted < 0) this.unquoted = this.pieces.length === 0 ? this.literal.length : 0;
		this.flush();
		this.pieces.push(piece);
		this.plain = false;
	}

	private flush(): void {
		if (this.hasLiteral) this.pieces.push({ kind: "literal", text: this.literal });
		this.literal = "";
		this.hasLiteral = false;
	}

	private mark(): Mark {
		if (this.unquoted < 0 && this.pieces.length === 0) this.unquoted = this.literal.length;
		this.flush();
		return { piece: this.pieces.length, at: this.at };
	}

	private noteOddities(source: Bytes): void {
		const code = oddCharacter(source, !this.plain);
		if (code) this.floors.push(code);
	}
}
