/**
 * A place in a shell text, with what was found opaque so far. The readers of lists and of commands share one.
 */

import type { Bytes } from "./bytes.ts";
import type { OpaqueCode } from "./codes.ts";
import type { Budget, ByteSpan, OpaquePart } from "./shell-types.ts";

export class Cursor {
	at = 0;
	stopped = false;
	readonly opaque: OpaquePart[] = [];

	/** `fixed`: the span of everything in a text that is not the outer line itself. */
	constructor(
		readonly text: Bytes,
		readonly budget: Budget,
		private readonly fixed: ByteSpan | null,
	) {}

	/** The character here; empty at the end. */
	get here(): string {
		return this.text.charAt(this.at);
	}

	/** Skips a word and the blanks after it where exactly that word stands. */
	skipPlain(word: string): boolean {
		const end = this.continued(this.at + word.length);
		if (!this.text.startsWith(word, this.at) || !/^[ \t\n]?$/.test(this.text.charAt(end))) return false;
		this.at = end;
		this.skipBlank(false);
		return true;
	}

	/** The character so many bytes ahead, past line continuations. */
	peek(ahead: number): string {
		return this.text.charAt(this.continued(this.at + ahead));
	}

	continued(at: number): number {
		let end = at;
		while (this.text.startsWith("\\\n", end)) end += 2;
		return end;
	}

	skipBlank(newlines: boolean): void {
		for (;;) {
			const character = this.text.charAt(this.at);
			if (character === " " || character === "\t" || (newlines && character === "\n")) this.at += 1;
			else if (character === "\\" && this.text.charAt(this.at + 1) === "\n") this.at += 2;
			else if (newlines && character === "#") this.skipComment();
			else return;
		}
	}

	skipComment(): void {
		const newline = this.text.indexOf("\n", this.at);
		const end = newline < 0 ? this.text.length : newline;
		if (this.text.slice(this.at, end).includes("\r")) this.note("control_character", this.span(this.at, end));
		this.at = end;
	}

	/** Notes something that is not known but does not end the reading. */
	note(code: OpaqueCode, span: ByteSpan): void {
		this.opaque.push({ code, span });
	}

	/** Ends the reading: everything from `at` on is opaque. */
	stop(code: OpaqueCode, at: number): null {
		if (!this.stopped) this.note(code, this.span(at, this.text.length));
		this.stopped = true;
		return null;
	}

	exhausted(): boolean {
		return this.budget.commands < 0 || this.budget.nodes < 0;
	}

	span(start: number, end: number): ByteSpan {
		return this.fixed ?? [start, end];
	}
}
