/**
 * Redirections: an operator, perhaps with a descriptor before it, and its word.
 */

import type { Cursor } from "./shell-cursor.ts";
import { readHereDocument } from "./shell-here-documents.ts";
import { type InputSource, OTHER_INPUT } from "./shell-scopes.ts";
import { type Piece, type Redirection, type Word, wordOf } from "./shell-types.ts";
import { PLAIN_WORD, readWord } from "./shell-words.ts";

/** What each operator opens its file for; `text` and `document` name none. */
const OPERATORS: ReadonlyMap<string, Redirection["direction"] | "text" | "document"> = new Map<
	string,
	Redirection["direction"] | "text" | "document"
>([
	["<", "read"],
	["<&", "read"],
	["<>", "both"],
	["<<", "document"],
	["<<-", "document"],
	["<<<", "text"],
	[">", "write"],
	[">>", "write"],
	[">|", "write"],
	[">&", "write"],
	["&>", "write"],
	["&>>", "write"],
]);
const LONGEST_OPERATOR = 3;
const DESCRIPTOR = /^(?:[0-9]+-?|-)$/;
const NO_WORD = /^[\n;&|<>()#]?$/;

export interface RedirectionReading {
	/** Null where no file is named. */
	readonly redirection: Redirection | null;
	/** What it makes of standard input; null where it leaves that alone. */
	readonly input: InputSource | null;
}

/** Whether a redirection starts here: an operator, and not the start of `<(…)`, `>(…)` or `&&`. */
export function startsRedirection(cursor: Cursor): boolean {
	const character = cursor.here;
	if (character === "&") return cursor.peek(1) === ">";
	return (character === "<" || character === ">") && cursor.peek(1) !== "(";
}

/**
 * Reads the redirection whose operator stands at the cursor. Where the reading stops in it, what was read is kept.
 *
 * @param start where it starts: its descriptor, or the operator
 */
export function readRedirection(cursor: Cursor, start: number): RedirectionReading {
	const descriptor = cursor.text.slice(start, cursor.at);
	const operator = readOperator(cursor);
	const kind = OPERATORS.get(operator) ?? "read";
	const isInput = operator.startsWith("<") && (descriptor === "" || descriptor === "0");
	cursor.skipBlank(false);
	const isSubstitution = "<>".includes(cursor.here) && cursor.peek(1) === "(";
	if (NO_WORD.test(cursor.here) && !isSubstitution) {
		cursor.stop("syntax_error", start);
		return { redirection: null, input: null };
	}
	const input: InputSource | null = !isInput ? null : kind === "document" || kind === "text" ? { known: true, word: null } : OTHER_INPUT;
	if (kind === "document") {
		readHereDocument(cursor, start, operator === "<<-", input ?? { known: true, word: null });
		return { redirection: null, input };
	}
	const target = readTarget(cursor, operator);
	if (kind === "text") {
		if (input && !cursor.halted) input.word = wordOf([...target.pieces, { kind: "literal", text: "\n" }], target.source, target.span);
		return { redirection: null, input };
	}
	const duplicates =
		(operator === "<&" || operator === ">&") && (target.literal === null ? operator === "<&" : DESCRIPTOR.test(target.literal));
	return { redirection: duplicates ? null : { direction: kind, target }, input };
}

/** The longest operator here, past line continuations in it. */
function readOperator(cursor: Cursor): string {
	let operator = "";
	let found = "";
	let end = cursor.at;
	for (let at = cursor.at; operator.length < LONGEST_OPERATOR && at < cursor.text.length; at = cursor.continued(at + 1)) {
		operator += cursor.text.charAt(at);
		if (!OPERATORS.has(operator) && operator !== "&") break;
		found = operator;
		end = at + 1;
	}
	cursor.at = end;
	return found;
}

/** The word after an operator: always one, so a brace list in it is an error or text. */
function readTarget(cursor: Cursor, operator: string): Word {
	const start = cursor.at;
	// zsh takes `>!` for `>|`.
	if (cursor.here === "!" && operator.includes(">")) cursor.note("dialect", cursor.span(start, start + 1));
	const { words, source, end } = readWord(cursor, PLAIN_WORD);
	const [word] = words;
	if (word && words.length === 1) return word;
	const unknown: Piece = { kind: "many" };
	return wordOf([unknown], source, cursor.span(start, end));
}
