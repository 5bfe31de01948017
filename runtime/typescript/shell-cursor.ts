/**
 * A place in a shell text, and what the reading of all its parts shares.
 */

import type { Bytes } from "./bytes.ts";
import { BUDGET, type InputError, type OpaqueCode } from "./codes.ts";
import { type Draft, type InputSource, Scope } from "./shell-scopes.ts";
import type { Budget, ByteSpan, NamedPart, OpaquePart, Redirection } from "./shell-types.ts";

/** The place of a command among the others; empty where none was found there. */
export interface Place {
	draft: Draft | null;
}

/** What is gathered while a text is read, whatever constructs its parts stand in. */
export class Reading {
	readonly opaque: OpaquePart[] = [];
	readonly functions: NamedPart[] = [];
	readonly variables: NamedPart[] = [];
	/** The commands in source order; a place is taken when a command starts and filled when it ends. */
	readonly places: Place[] = [];
	/** Nothing more is read: the rest is opaque. */
	stopped = false;
	/** What `exec`s without a command have redirected so far. */
	execRedirections: readonly Redirection[] = [];
	execInput: InputSource | null = null;
	/** The scope where whatever is read now stands. */
	scope: Scope;
	/** The scope that runs together with the substitutions in its words; null where these run before it anyway. */
	owner: Scope | null = null;
	private depth = 0;
	private tooDeep = false;

	/**
	 * `readProgram` reads the commands from the cursor up to the closing parenthesis or the end of its text;
	 * words hold programs and programs hold words, so the readers of words are handed the reader of programs.
	 */
	constructor(
		readonly budget: Budget,
		/** The span of everything in a text that is not the outer line itself. */
		readonly fixed: ByteSpan | null,
		readonly length: number,
		readonly readProgram: (cursor: Cursor, closing: ")" | "") => void,
	) {
		this.scope = new Scope(null, budget.scopes++);
	}

	get refused(): InputError | null {
		if (this.tooDeep) return "too_deep";
		if (this.budget.commands < 0) return "too_many_commands";
		return this.budget.nodes < 0 ? "too_many_nodes" : null;
	}

	/** Whether the reading is over: stopped, or out of budget. */
	get halted(): boolean {
		return this.stopped || this.tooDeep || this.budget.commands < 0 || this.budget.nodes < 0;
	}

	/** Opens a scope inside the current one. */
	enter(): Scope {
		this.scope = new Scope(this.scope, this.budget.scopes++);
		return this.scope;
	}

	/** Runs a reader one level deeper; the depth of all constructs in each other is bounded. */
	deeper(read: () => void): void {
		this.depth += 1;
		if (this.depth > BUDGET.nesting) this.tooDeep = true;
		else read();
		this.depth -= 1;
	}
}

/** A here-document whose body starts on the next line. */
export interface PendingDocument {
	readBody(cursor: Cursor): void;
}

export class Cursor {
	at = 0;
	/** Here-documents of this level that wait for the end of the line. */
	pending: PendingDocument[] = [];
	/** An outer level of the same text waits for the end of the line too. */
	private outerPending = false;

	/** `place`: the offset of the text in the line, or the span of everything in a text that does not stand there as it is. */
	constructor(
		readonly text: Bytes,
		readonly reading: Reading,
		private readonly place: number | ByteSpan,
	) {}

	/** A cursor at the start of a part of the text. */
	part(from: number, to: number): Cursor {
		return this.inner(this.text.slice(from, to), typeof this.place === "number" ? this.place + from : this.place);
	}

	/** A cursor at the start of another text that stands inside of this one. */
	inner(text: Bytes, place: number | ByteSpan): Cursor {
		const cursor = new Cursor(text, this.reading, place);
		cursor.outerPending = this.outerPending || this.pending.length > 0;
		return cursor;
	}

	/** The character here; empty at the end. */
	get here(): string {
		return this.text.charAt(this.at);
	}

	get halted(): boolean {
		return this.reading.halted;
	}

	/** Whether the text goes on with these bytes. */
	startsWith(bytes: string): boolean {
		return this.text.startsWith(bytes, this.at);
	}

	/** The character so many bytes ahead, past line continuations. */
	peek(ahead: number): string {
		return this.text.charAt(this.continued(this.at + ahead));
	}

	/** The offset after the line continuations at an offset. */
	continued(at: number): number {
		let end = at;
		while (this.text.charAt(end) === "\\" && this.text.charAt(end + 1) === "\n") end += 2;
		return end;
	}

	skipBlank(newlines: boolean): void {
		for (;;) {
			const character = this.text.charAt(this.at);
			if (character === " " || character === "\t") this.at += 1;
			else if (character === "\\" && this.text.charAt(this.at + 1) === "\n") this.at += 2;
			else if (newlines && character === "\n" && !this.halted) this.endLine();
			else if (newlines && character === "#") this.skipComment();
			else return;
		}
	}

	/** Passes a newline that ends a line of code, and the bodies of the here-documents that start after it. */
	endLine(): void {
		this.at += 1;
		const documents = this.pending;
		if (documents.length === 0 && !this.outerPending) return;
		this.pending = [];
		// Shells do not agree whether the body starts inside of the substitution or after it.
		if (this.outerPending) this.stop("here_document", this.at - 1);
		for (const document of documents) if (!this.halted) document.readBody(this);
	}

	skipComment(): void {
		const newline = this.text.indexOf("\n", this.at);
		const end = newline < 0 ? this.text.length : newline;
		if (this.text.slice(this.at, end).includes("\r")) this.note("control_character", this.span(this.at, end));
		this.at = end;
	}

	/** Reads something inside of a word, whose lines are its own. */
	nest(read: () => void): void {
		const outer = this.pending;
		const outerPending = this.outerPending;
		this.outerPending ||= outer.length > 0;
		this.pending = [];
		read();
		this.pending = outer;
		this.outerPending = outerPending;
	}

	/**
	 * The unquoted word of letters and a few signs that stands here as a whole, or null: only such a word can be
	 * a reserved one. The cursor stays.
	 */
	plainWord(): { readonly text: Bytes; readonly end: number } | null {
		let text = "";
		let end = this.continued(this.at);
		for (;;) {
			const character = this.text.charAt(end);
			if (character === "" || " \t\n;&|<>()".includes(character)) return text === "" ? null : { text, end };
			if (!/[A-Za-z{}[\]!-]/.test(character) || text.length > LONGEST_RESERVED) return null;
			text += character;
			end = this.continued(end + 1);
		}
	}

	/** Skips a reserved word and the blanks after it where exactly that word stands. */
	skipPlain(word: string): boolean {
		const plain = this.here === word.charAt(0) || this.here === "\\" ? this.plainWord() : null;
		if (plain?.text !== word) return false;
		this.at = plain.end;
		this.skipBlank(false);
		return true;
	}

	/** Notes something that is not known but does not end the reading. */
	note(code: OpaqueCode, span: ByteSpan): void {
		this.reading.opaque.push({ code, span });
	}

	/** Ends the reading: everything from `at` on is opaque, to the end of the whole text. */
	stop(code: OpaqueCode, at: number): void {
		if (!this.reading.stopped) this.note(code, [this.span(at, at)[0], (this.reading.fixed ?? [0, this.reading.length])[1]]);
		this.reading.stopped = true;
	}

	span(start: number, end: number): ByteSpan {
		if (this.reading.fixed) return this.reading.fixed;
		return typeof this.place === "number" ? [this.place + start, this.place + end] : this.place;
	}
}

const LONGEST_RESERVED = 9;
