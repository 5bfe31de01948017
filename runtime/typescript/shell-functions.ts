/**
 * Functions and coprocesses: commands that run at another time than where they stand.
 */

import { readCompound, startsCompound } from "./shell-compounds.ts";
import type { ListReader } from "./shell-lists.ts";
import type { NamedPart } from "./shell-types.ts";
import { PLAIN_WORD, readWord } from "./shell-words.ts";

/** How far the parentheses behind the name of a function are looked for. */
const MOST_BLANKS = 64;

/** `function NAME [()] COMPOUND`. */
export function readFunctionKeyword(lists: ListReader, start: number): void {
	const { cursor } = lists;
	cursor.skipBlank(false);
	const from = cursor.at;
	const { words, end } = readWord(cursor, PLAIN_WORD);
	const name = words.length === 1 ? words[0]?.literal : null;
	if (cursor.halted || !name) {
		cursor.stop("syntax_error", start);
		return;
	}
	cursor.skipBlank(false);
	const parentheses = /^\([ \t]*\)/.exec(cursor.text.slice(cursor.at, cursor.at + MOST_BLANKS));
	if (parentheses) cursor.at += parentheses[0].length;
	readFunctionBody(lists, { name, span: cursor.span(from, end) });
}

/** The body of a function, from after its name and parentheses: a compound command, which is judged here. */
export function readFunctionBody(lists: ListReader, part: NamedPart): void {
	const { cursor } = lists;
	const { reading } = cursor;
	const { scope, owner, execInput, execRedirections } = reading;
	reading.functions.push(part);
	reading.owner = null;
	const body = reading.enter();
	body.branch = true;
	body.deferred = true;
	cursor.skipBlank(true);
	const start = cursor.at;
	reading.deeper(() => {
		// zsh takes any command for a body.
		if (!cursor.halted && !readCompound(lists)) cursor.stop("syntax_error", start);
	});
	reading.scope = scope;
	reading.owner = owner;
	reading.execInput = execInput;
	reading.execRedirections = execRedirections;
}

/** `coproc COMMAND` or `coproc NAME COMPOUND`. */
export function readCoprocess(lists: ListReader): void {
	const { cursor } = lists;
	const { reading } = cursor;
	const { scope } = reading;
	const own = reading.enter();
	own.environment = true;
	own.background = true;
	cursor.skipBlank(false);
	const start = cursor.at;
	const name = /[A-Za-z_][A-Za-z0-9_]*(?=[ \t])/y;
	name.lastIndex = start;
	const named = name.exec(cursor.text)?.[0] ?? "";
	const isCompound = named === "" || startsCompound(cursor);
	if (!isCompound) {
		cursor.at += named.length;
		cursor.skipBlank(false);
		if (!startsCompound(cursor)) cursor.at = start;
	}
	reading.deeper(() => {
		if (!lists.readCommand()) cursor.stop("syntax_error", start);
	});
	reading.scope = scope;
}
