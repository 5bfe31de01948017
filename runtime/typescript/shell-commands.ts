/**
 * Reads one simple command: assignments, words and redirections in any order.
 */

import type { Bytes } from "./bytes.ts";
import type { OpaqueCode } from "./codes.ts";
import { mixesScripts } from "./shell-characters.ts";
import type { Cursor } from "./shell-cursor.ts";
import type { Assignment, Redirection, Word } from "./shell-types.ts";
import { readWord, type WordReading } from "./shell-words.ts";

/** Words that are no programs where a command may start; the reading stops there. */
const RESERVED: ReadonlyMap<Bytes, OpaqueCode> = new Map<Bytes, OpaqueCode>([
	...["if", "then", "else", "elif", "fi", "for", "while", "until", "do", "done", "case", "esac", "select", "[[", "coproc"].map(
		(word): [Bytes, OpaqueCode] => [word, "control_flow"],
	),
	...["repeat", "foreach", "end", "always", "nocorrect", "noglob", "-"].map((word): [Bytes, OpaqueCode] => [word, "dialect"]),
	["function", "function_definition"],
	["{", "group"],
	["}", "syntax_error"],
	["]]", "syntax_error"],
	["in", "syntax_error"],
]);
// `in`, `end` and `always` are programs to some shells; stopping there costs a question and no mistake.

const OPERATOR = /<<<|<<-|<<|<&|<>|<\(|>>|>&|>\||>\(|&>>|&>|<|>/y;
const NAMED_DESCRIPTOR = /^\{[A-Za-z_][A-Za-z0-9_]*\}$/;
const DESCRIPTOR = /^(?:[0-9]+-?|-)$/;
const ASSIGNED_NAME = /^([A-Za-z_][A-Za-z0-9_]*)(\+?)=/;

/** What the file after a redirection operator is opened for; the operators that are absent name no file. */
const DIRECTION: ReadonlyMap<string, Redirection["direction"]> = new Map<string, Redirection["direction"]>([
	["<", "read"],
	["<&", "read"],
	["<>", "both"],
	[">", "write"],
	[">>", "write"],
	[">|", "write"],
	[">&", "write"],
	["&>", "write"],
	["&>>", "write"],
]);

/** A command under construction. */
export interface Draft {
	readonly assignments: Assignment[];
	readonly words: Word[];
	readonly redirections: Redirection[];
	readonly start: number;
	end: number;
}

/**
 * Reads the command that starts at the cursor; null where none does. A command that could not be read to its
 * end is kept with an unknown rest, and the cursor is stopped.
 */
export function readCommand(cursor: Cursor): Draft | null {
	return new CommandReader(cursor).read();
}

class CommandReader {
	constructor(private readonly cursor: Cursor) {}

	read(): Draft | null {
		const draft: Draft = { assignments: [], words: [], redirections: [], start: this.cursor.at, end: this.cursor.at };
		for (;;) {
			this.cursor.skipBlank(false);
			if (this.cursor.exhausted()) return draft;
			const character = this.cursor.here;
			if (character === "" || character === "\n" || character === ";" || character === "|") break;
			if (character === "&" && this.cursor.peek(1) !== ">") break;
			if (character === "#") {
				this.cursor.skipComment();
				break;
			}
			if (character === "(" || character === ")") {
				this.cursor.stop(this.parenthesis(draft, character), this.cursor.at);
				return this.unfinished(draft);
			}
			const redirects = character === "<" || character === ">" || character === "&";
			if (!(redirects ? this.readRedirection(draft, this.cursor.at) : this.readElement(draft))) return this.unfinished(draft);
		}
		return isEmpty(draft) ? null : draft;
	}

	private parenthesis(draft: Draft, character: string): OpaqueCode {
		if (character === ")") return "syntax_error";
		if (isEmpty(draft)) return this.cursor.text.charAt(this.cursor.at + 1) === "(" ? "arithmetic" : "group";
		return draft.words.length === 1 ? "function_definition" : "extended_glob";
	}

	/** A word, an assignment, or a descriptor number with its redirection. False where the reading stopped. */
	private readElement(draft: Draft): boolean {
		const from = this.cursor.at;
		const reading = readWord(this.cursor.text, from, (start, end) => this.cursor.span(start, end));
		this.cursor.at = reading.end;
		this.cursor.budget.nodes -= 1;
		for (const code of reading.floors) this.cursor.note(code, reading.word.span);
		if (reading.stop) {
			this.cursor.stop(reading.stop.code, reading.stop.at);
			this.place(draft, { ...reading.word, pieces: [...reading.word.pieces, { kind: "many" }], literal: null }, reading);
			draft.end = this.cursor.at;
			return false;
		}
		const follows = this.cursor.here;
		if ((follows === "<" || follows === ">") && reading.plain && reading.word.literal !== null) {
			if (/^[0-9]+$/.test(reading.word.literal)) {
				if (reading.word.literal.length > 1) this.cursor.note("dialect", reading.word.span);
				return this.readRedirection(draft, from);
			}
		}
		if ((follows === "<" || follows === ">") && NAMED_DESCRIPTOR.test(reading.word.source)) return this.readRedirection(draft, from);
		if (draft.words.length === 0 && reading.word.literal !== null) {
			const reserved = reading.plain ? this.reserved(reading.word.literal, draft) : null;
			if (reserved) {
				this.cursor.stop(reserved, from);
				return false;
			}
		}
		const array = draft.words.length === 0 && /^[A-Za-z_][A-Za-z0-9_]*\[/.test(reading.word.source);
		if (array) {
			this.cursor.stop("array", from);
			return false;
		}
		this.place(draft, reading.word, reading);
		draft.end = reading.end;
		return true;
	}

	private reserved(word: Bytes, draft: Draft): OpaqueCode | null {
		if (word.startsWith("=")) return "dialect";
		if (word === "!") return "syntax_error";
		if (word === "time" && !isEmpty(draft)) return null;
		return RESERVED.get(word) ?? null;
	}

	/** Puts a word where it belongs: among the assignments or the words. */
	private place(draft: Draft, word: Word, reading: WordReading): void {
		const assignment = draft.words.length === 0 ? assignmentOf(word, reading.unquoted) : null;
		if (assignment) {
			draft.assignments.push(assignment);
			return;
		}
		const first = word.pieces[0];
		if (draft.words.length === 0) {
			const head = first?.kind === "literal" || first?.kind === "ansi" ? first.text : "";
			if (mixesScripts(head)) this.cursor.note("confusable_text", word.span);
			if (reading.unquoted > 0 && head.startsWith("=")) this.cursor.note("dialect", word.span);
		}
		draft.words.push(word);
	}

	/** An operator and its word. `start`: where the descriptor before the operator starts, or the operator. */
	private readRedirection(draft: Draft, start: number): boolean {
		if (this.cursor.text.startsWith("\\\n", this.cursor.at + 1) && /^[<>&|(]$/.test(this.cursor.peek(1))) {
			this.cursor.stop("dialect", start);
			return false;
		}
		OPERATOR.lastIndex = this.cursor.at;
		const operator = OPERATOR.exec(this.cursor.text)?.[0] ?? "";
		if (operator === "<(" || operator === ">(") {
			this.cursor.stop("process_substitution", this.cursor.at);
			return false;
		}
		if (operator === "<<" || operator === "<<-") {
			this.cursor.stop("here_document", start);
			return false;
		}
		this.cursor.at += operator.length;
		this.cursor.skipBlank(false);
		if (/^[\n;&|<>()#]?$/.test(this.cursor.here)) {
			const substitution = /^[<>]\(/.test(this.cursor.text.slice(this.cursor.at, this.cursor.at + 2));
			this.cursor.stop(substitution ? "process_substitution" : "syntax_error", start);
			return false;
		}
		const reading = readWord(this.cursor.text, this.cursor.at, (from, to) => this.cursor.span(from, to));
		this.cursor.at = reading.end;
		this.cursor.budget.nodes -= 1;
		for (const code of reading.floors) this.cursor.note(code, reading.word.span);
		const word: Word = reading.stop ? { ...reading.word, pieces: [...reading.word.pieces, { kind: "many" }], literal: null } : reading.word;
		const duplicates =
			(operator === "<&" || operator === ">&") && (word.literal === null ? operator === "<&" : DESCRIPTOR.test(word.literal));
		const direction = DIRECTION.get(operator);
		if (direction && !duplicates) draft.redirections.push({ direction, target: word });
		draft.end = reading.end;
		if (!reading.stop) return true;
		this.cursor.stop(reading.stop.code, reading.stop.at);
		return false;
	}

	/** The command in which the reading stopped, with any words after those that were read. */
	private unfinished(draft: Draft): Draft | null {
		// The name of a function is no command.
		if (this.cursor.opaque.at(-1)?.code === "function_definition") return null;
		if (draft.words.length === 0) return isEmpty(draft) ? null : draft;
		draft.words.push({ pieces: [{ kind: "many" }], literal: null, source: "", span: this.cursor.span(draft.end, this.cursor.text.length) });
		return draft;
	}
}

function isEmpty(draft: Draft): boolean {
	return draft.words.length === 0 && draft.assignments.length === 0 && draft.redirections.length === 0;
}

/** The assignment that a word before the program is, or null. Values keep globs and braces as text and never split. */
function assignmentOf(word: Word, unquoted: number): Assignment | null {
	const first = word.pieces[0];
	if (first?.kind !== "literal") return null;
	const match = ASSIGNED_NAME.exec(first.text);
	if (!match || match[0].length > unquoted) return null;
	const source = word.source.slice(match[0].length);
	const text = word.literal === null ? null : word.literal.slice(match[0].length);
	const value: Word =
		text === null
			? { pieces: [{ kind: "one" }], literal: null, source, span: word.span }
			: { pieces: [{ kind: "literal", text }], literal: text, source, span: word.span };
	return { name: match[1] ?? "", append: match[2] === "+", value };
}
