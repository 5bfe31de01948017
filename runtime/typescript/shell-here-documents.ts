/**
 * Here-documents: `<<X` and `<<-X`. The rest of the line is code; the body starts on the next line and ends
 * at a line that is the delimiter (POSIX.1-2017, Shell Command Language, 2.7.4).
 */

import type { Bytes } from "./bytes.ts";
import type { Cursor, PendingDocument, Place } from "./shell-cursor.ts";
import { mergeLiterals } from "./shell-folds.ts";
import { PieceList } from "./shell-pieces.ts";
import { readQuotedText } from "./shell-quotes.ts";
import type { InputSource, Scope } from "./shell-scopes.ts";
import { type Piece, wordOf } from "./shell-types.ts";

/**
 * Reads the delimiter at the cursor, and the body once the line ends.
 *
 * @param tabs whether leading tabs of each line are removed (`<<-`)
 * @param input gets the body as its word; it stays without one where the body is not found
 */
export function readHereDocument(cursor: Cursor, operator: number, tabs: boolean, input: InputSource): void {
	const delimiter = readDelimiter(cursor);
	if (delimiter === null) cursor.stop("here_document", operator);
	else cursor.pending.push(new HereDocument(cursor, operator, delimiter, tabs, input));
}

interface Delimiter {
	readonly text: Bytes;
	/** Some of it is quoted: nothing in the body is expanded. */
	readonly quoted: boolean;
}

/** The delimiter with its quotes removed; null for one with an expansion or a quote without its end. */
function readDelimiter(cursor: Cursor): Delimiter | null {
	let text = "";
	let quoted = false;
	for (;;) {
		const character = cursor.here;
		if (character === "" || " \t\n;&|<>()".includes(character)) return text === "" && !quoted ? null : { text, quoted };
		if (character === "$" || character === "`") return null;
		if (character === "\\") {
			const escaped = cursor.text.charAt(cursor.at + 1);
			if (escaped === "") return null;
			if (escaped !== "\n") {
				text += escaped;
				quoted = true;
			}
			cursor.at += 2;
		} else if (character === "'" || character === '"') {
			const end = cursor.text.indexOf(character, cursor.at + 1);
			const inside = cursor.text.slice(cursor.at + 1, end);
			// In double quotes, backslashes and expansions mean something to some shells.
			if (end < 0 || inside.includes("\n") || (character === '"' && /[\\$`]/.test(inside))) return null;
			text += inside;
			quoted = true;
			cursor.at = end + 1;
		} else {
			text += character;
			cursor.at += 1;
		}
	}
}

class HereDocument implements PendingDocument {
	private readonly scope: Scope;
	private readonly owner: Scope | null;
	/** The last command before the body: those in the body come after it. */
	private readonly anchor: Place | undefined;

	constructor(
		cursor: Cursor,
		private readonly operator: number,
		private readonly delimiter: Delimiter,
		private readonly tabs: boolean,
		private readonly input: InputSource,
	) {
		this.scope = cursor.reading.scope;
		this.owner = cursor.reading.owner;
		this.anchor = cursor.reading.places.at(-1);
	}

	readBody(cursor: Cursor): void {
		const from = cursor.at;
		const end = this.findEnd(cursor);
		if (end === null) {
			cursor.stop("here_document", this.operator);
			return;
		}
		const raw = cursor.text.slice(from, end);
		const text = this.tabs ? raw.replace(/(^|\n)\t+/g, "$1") : raw;
		const span = cursor.span(from, end);
		const pieces = new PieceList();
		pieces.addQuoted("");
		if (this.delimiter.quoted) pieces.addQuoted(text);
		else this.readExpansions(text === raw ? cursor.part(from, end) : cursor.inner(text, span), cursor, pieces);
		if (pieces.odd) cursor.note(pieces.odd, span);
		const parts = pieces.finish().filter((part): part is Piece => part.kind !== "sign");
		this.input.word = wordOf(mergeLiterals(parts), raw, span);
	}

	/** Reads the body as it stands in double quotes. Its programs belong to the command, before what follows that. */
	private readExpansions(body: Cursor, cursor: Cursor, pieces: PieceList): void {
		const { reading } = cursor;
		const { scope, owner } = reading;
		const before = reading.places.length;
		reading.scope = this.scope;
		reading.owner = this.owner;
		readQuotedText(body, pieces, "");
		reading.scope = scope;
		reading.owner = owner;
		if (reading.places.length === before || reading.places[before - 1] === this.anchor) return;
		const inside = reading.places.splice(before);
		reading.places.splice(this.anchor ? reading.places.indexOf(this.anchor) + 1 : 0, 0, ...inside);
	}

	/** Moves past the delimiter; the offset where the body ends, null without a delimiter that all shells see. */
	private findEnd(cursor: Cursor): number | null {
		const { text } = cursor;
		for (let at = cursor.at; at < text.length; ) {
			let end = endOfLine(text, at);
			let joined = false;
			// Where expansions are read, a backslash joins lines.
			while (!this.delimiter.quoted && end < text.length && isContinued(text, at, end)) {
				joined = true;
				end = endOfLine(text, end + 1);
			}
			const line = this.tabs ? text.slice(at, end).replace(/^\t+/, "") : text.slice(at, end);
			if (line === this.delimiter.text) {
				cursor.at = Math.min(text.length, end + 1);
				return at;
			}
			// Some shells look for the delimiter before they join lines, some after.
			if (joined && line.replaceAll("\\\n", "") === this.delimiter.text) return null;
			at = end + 1;
		}
		return null;
	}
}

function endOfLine(text: Bytes, from: number): number {
	const newline = text.indexOf("\n", from);
	return newline < 0 ? text.length : newline;
}

function isContinued(text: Bytes, from: number, end: number): boolean {
	let backslashes = 0;
	while (end - backslashes > from && text.charAt(end - backslashes - 1) === "\\") backslashes += 1;
	return backslashes % 2 === 1;
}
