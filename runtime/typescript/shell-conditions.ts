/**
 * `[[ … ]]`: words that are compared and not executed (bash(1), SHELL GRAMMAR, Compound Commands).
 */

import type { Bytes } from "./bytes.ts";
import type { Cursor } from "./shell-cursor.ts";
import type { Word } from "./shell-types.ts";
import { PLAIN_WORD, readWord } from "./shell-words.ts";

/** Comparisons of numbers: both sides are arithmetic. */
const ARITHMETIC: ReadonlySet<Bytes> = new Set(["-eq", "-ne", "-lt", "-le", "-gt", "-ge"]);
const BINARY: ReadonlySet<Bytes> = new Set([...ARITHMETIC, "=", "==", "!=", "=~", "-nt", "-ot", "-ef"]);
const UNARY = /^-[abcdefghknoprstuvwxzGLNORS]$/;
const NUMBER = /^[-+]?[0-9]+$/;

/** Reads from after `[[` to after `]]`. */
export function readCondition(cursor: Cursor): void {
	const reader = new ConditionReader(cursor);
	reader.readExpression();
	if (cursor.halted) return;
	const closing = cursor.plainWord();
	if (closing?.text === "]]") cursor.at = closing.end;
	else cursor.stop("syntax_error", cursor.at);
}

class ConditionReader {
	constructor(private readonly cursor: Cursor) {}

	/** Terms joined by `&&` and `||`; the cursor is then at what ends them. */
	readExpression(): void {
		const { cursor } = this;
		for (;;) {
			this.readTerm();
			cursor.skipBlank(true);
			if (cursor.halted || !(cursor.startsWith("&&") || cursor.startsWith("||"))) return;
			cursor.at += 2;
		}
	}

	private readTerm(): void {
		const { cursor } = this;
		cursor.skipBlank(true);
		while (cursor.skipPlain("!")) cursor.skipBlank(true);
		if (cursor.halted) return;
		if (!cursor.startsWith("(")) {
			this.readTest();
			return;
		}
		const start = cursor.at;
		cursor.at += 1;
		cursor.reading.deeper(() => this.readExpression());
		if (cursor.halted) return;
		if (cursor.here === ")") cursor.at += 1;
		else cursor.stop("syntax_error", start);
	}

	/** One word, an operator and a word, or a word, an operator and a word. */
	private readTest(): void {
		const { cursor } = this;
		const first = this.readOperand();
		if (cursor.halted || this.ends()) return;
		if (cursor.here === "<" || cursor.here === ">") {
			// A redirection to shells without `[[`.
			cursor.note("dialect", cursor.span(cursor.at, cursor.at + 1));
			cursor.at += 1;
			this.readOperand();
			return;
		}
		const operator = this.readOperand();
		if (cursor.halted) return;
		const sign = first?.literal ?? "";
		if (UNARY.test(sign)) {
			// `-v` evaluates the subscript of what it tests.
			if (sign === "-v" && !/^[A-Za-z0-9_]+$/.test(operator?.literal ?? "")) this.note(operator);
		} else this.readComparison(first, operator);
	}

	private readComparison(first: Word | null, operator: Word | null): void {
		const sign = operator?.literal ?? "";
		if (sign === "=~") this.readPattern();
		else if (!BINARY.has(sign)) this.cursor.stop("syntax_error", this.cursor.at);
		else {
			const second = this.readOperand();
			if (ARITHMETIC.has(sign)) for (const side of [first, second]) this.noteNumber(side);
		}
	}

	/** Whether the test ends here. */
	private ends(): boolean {
		const { cursor } = this;
		return cursor.here === ")" || cursor.startsWith("&&") || cursor.startsWith("||") || cursor.plainWord()?.text === "]]";
	}

	/** A word; the blanks after it are skipped, so that a newline may end a test but not split it. */
	private readOperand(): Word | null {
		const { cursor } = this;
		cursor.skipBlank(false);
		const from = cursor.at;
		if (this.ends()) {
			cursor.stop("syntax_error", from);
			return null;
		}
		const { words, source, end } = readWord(cursor, PLAIN_WORD);
		if (end === from) cursor.stop("syntax_error", from);
		const [first] = words;
		cursor.skipBlank(false);
		// Nothing is split here, and braces are text.
		return first && words.length === 1 ? first : { pieces: [{ kind: "one" }], literal: null, source, span: cursor.span(from, end) };
	}

	/** The regular expression after `=~`: parentheses and bars belong to it, blanks only inside of parentheses. */
	private readPattern(): void {
		const { cursor } = this;
		const start = cursor.at;
		let depth = 0;
		while (!cursor.halted) {
			const character = cursor.here;
			if (character === "" || character === "\n") {
				if (depth > 0) cursor.stop("syntax_error", start);
				return;
			}
			if (depth === 0 && (character === " " || character === "\t" || character === ")" || character === "&")) return;
			if ("(|)<>&; \t".includes(character)) {
				if (character === "(") depth += 1;
				else if (character === ")") depth -= 1;
				cursor.at += 1;
			} else readWord(cursor, PLAIN_WORD);
		}
	}

	private noteNumber(side: Word | null): void {
		if (side?.literal == null || !NUMBER.test(side.literal)) this.note(side);
	}

	private note(word: Word | null): void {
		if (word) this.cursor.note("arithmetic", word.span);
	}
}
