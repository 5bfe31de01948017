/**
 * Compound commands: groups, branches, loops, tests, functions and coprocesses. Their commands are read
 * as lists; here stands what surrounds them.
 */

import type { Bytes } from "./bytes.ts";
import { arithmeticEnd, readArithmetic } from "./shell-arithmetic.ts";
import { readCondition } from "./shell-conditions.ts";
import type { Cursor } from "./shell-cursor.ts";
import { readCoprocess, readFunctionKeyword } from "./shell-functions.ts";
import { BRACE, type CompoundReader, type Ends, endsOf, type ListReader } from "./shell-lists.ts";
import { readFor, readLoop } from "./shell-loops.ts";
import { readRedirection, startsRedirection } from "./shell-redirections.ts";
import type { Scope } from "./shell-scopes.ts";
import { PLAIN_WORD, readWord } from "./shell-words.ts";

const THEN = endsOf("then");
const ELSE = endsOf("elif", "else", "fi");
const FI = endsOf("fi");
const PARENTHESIS: Ends = { words: new Set(), sign: ")" };
const ARM: Ends = { words: new Set(["esac"]), sign: ";;" };

/** The reserved words that start a compound command. */
const COMPOUNDS: ReadonlyMap<Bytes, CompoundReader> = new Map<Bytes, CompoundReader>([
	["{", (lists, _, start) => void lists.readLists(BRACE, start)],
	["if", readIf],
	["while", readLoop],
	["until", readLoop],
	["for", readFor],
	["select", readFor],
	["case", readCase],
	["[[", ({ cursor }) => readCondition(cursor)],
]);

/** Reserved words that end or continue a compound command, and start none. */
export const CONTINUATIONS: ReadonlySet<Bytes> = new Set(["then", "else", "elif", "fi", "do", "done", "esac", "}"]);

const NO_WORDS: ReadonlySet<Bytes> = new Set();

/** Reads a compound command with its redirections. False, with the cursor where it was, where none starts. */
export function readCompound(lists: ListReader): boolean {
	const { cursor } = lists;
	const start = cursor.at;
	if (cursor.here === "(") {
		enterCompound(lists, readParenthesised);
		return true;
	}
	const word = cursor.plainWord();
	if (!word) return false;
	const read = COMPOUNDS.get(word.text);
	if (!read && word.text !== "function" && word.text !== "coproc") return false;
	cursor.at = word.end;
	if (read) enterCompound(lists, read, start);
	else if (word.text === "function") readFunctionKeyword(lists, start);
	else readCoprocess(lists);
	return true;
}

/** Reads one in a scope of its own, and the redirections after it. */
function enterCompound(lists: ListReader, read: CompoundReader, start = lists.cursor.at): void {
	const { cursor } = lists;
	const { reading } = cursor;
	const { scope, owner } = reading;
	reading.owner = null;
	const own = reading.enter();
	reading.deeper(() => read(lists, own, start));
	// Programs in the redirections run before the commands inside, or beside them.
	reading.owner = own;
	reading.scope = own;
	if (!cursor.halted) readRedirections(cursor, own);
	reading.scope = scope;
	reading.owner = owner;
}

function readRedirections(cursor: Cursor, scope: Scope): void {
	for (;;) {
		cursor.skipBlank(false);
		const start = cursor.at;
		const descriptor =
			/^(?:[0-9]+|\{[A-Za-z_][A-Za-z0-9_]*\})(?=[<>])/.exec(cursor.text.slice(start, start + LONGEST_DESCRIPTOR))?.[0] ?? "";
		cursor.at += descriptor.length;
		if (!startsRedirection(cursor) || cursor.halted) {
			cursor.at = start;
			return;
		}
		cursor.reading.budget.nodes -= 1;
		const { redirection, input } = readRedirection(cursor, start);
		if (redirection) scope.redirections.push(redirection);
		if (input) scope.input = input;
	}
}

const LONGEST_DESCRIPTOR = 64;

/** `((…))` or `(…)`. */
function readParenthesised(lists: ListReader, scope: Scope, start: number): void {
	const { cursor } = lists;
	if (cursor.startsWith("((")) {
		const end = arithmeticEnd(cursor.text, start + 2);
		if (end >= 0) {
			cursor.at = start + 2;
			// Subshells in each other to shells without this command.
			if (/[;&|<>]/.test(cursor.text.slice(start, end))) cursor.note("dialect", cursor.span(start, end + 2));
			readArithmetic(cursor, end);
			if (!cursor.halted) cursor.at = end + 2;
			return;
		}
	}
	const { execRedirections, execInput } = cursor.reading;
	scope.environment = true;
	cursor.at += 1;
	if (lists.readLists(PARENTHESIS, start) !== null) cursor.at += 1;
	cursor.reading.execRedirections = execRedirections;
	cursor.reading.execInput = execInput;
}

/** Lists that may not run, up to one of these ends. */
function readBranch({ cursor }: ListReader, read: () => string | null): string | null {
	const { reading } = cursor;
	const { scope } = reading;
	reading.enter().branch = true;
	const end = read();
	reading.scope = scope;
	return end;
}

function readIf(lists: ListReader, _: Scope, start: number): void {
	lists.readLists(THEN, start);
	let end = readBranch(lists, () => lists.readLists(ELSE, start));
	while (end === "elif") {
		// The condition of an `elif` may not run either.
		end = readBranch(lists, () => {
			lists.readLists(THEN, start);
			return lists.readLists(ELSE, start);
		});
	}
	if (end === "else") readBranch(lists, () => lists.readLists(FI, start));
}

function readCase(lists: ListReader, scope: Scope, start: number): void {
	const { cursor } = lists;
	cursor.skipBlank(false);
	const subject = cursor.at;
	readWord(cursor, PLAIN_WORD);
	cursor.skipBlank(true);
	const word = cursor.plainWord();
	if (cursor.halted || cursor.at === subject || word?.text !== "in") {
		cursor.stop("syntax_error", start);
		return;
	}
	cursor.at = word.end;
	while (!cursor.halted) {
		cursor.skipBlank(true);
		const closing = cursor.plainWord();
		if (closing?.text === "esac") {
			cursor.at = closing.end;
			return;
		}
		readPatterns(cursor, start);
		const end = cursor.halted ? null : readBranch(lists, () => lists.readLists(ARM, start));
		cursor.reading.scope = scope;
		if (end === "esac") return;
		// `;;`, `;&` and `;;&` all lead to the next arm, or to the end.
		if (end !== null) cursor.at += cursor.startsWith(";;&") ? 3 : 2;
	}
}

/** The patterns of an arm, with the parenthesis after them. */
function readPatterns(cursor: Cursor, start: number): void {
	if (cursor.here === "(") cursor.at += 1;
	for (;;) {
		cursor.skipBlank(false);
		const before = cursor.at;
		readWord(cursor, PLAIN_WORD);
		cursor.skipBlank(false);
		if (cursor.halted) return;
		const sign = cursor.here;
		if (cursor.at === before || (sign !== "|" && sign !== ")")) {
			cursor.stop("syntax_error", start);
			return;
		}
		cursor.at += 1;
		if (sign === ")") return;
	}
}

/** Whether a compound command starts here. */
export function startsCompound(cursor: Cursor): boolean {
	return cursor.here === "(" || COMPOUNDS.has(cursor.plainWord()?.text ?? "");
}

/** What ends a program: nothing but its closing sign. */
export function programEnds(closing: ")" | ""): Ends {
	return closing === ")" ? PARENTHESIS : { words: NO_WORDS, sign: null };
}
