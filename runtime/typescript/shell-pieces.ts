/**
 * The pieces of a word while it is read, with the signs of brace lists among them.
 */

import { type Bytes, decodeScalar } from "./bytes.ts";
import type { OpaqueCode } from "./codes.ts";
import { mayBeOdd, oddCharacter } from "./shell-characters.ts";
import type { Piece } from "./shell-types.ts";

/** A sign of a brace list in an unquoted part of a word. */
export interface Sign {
	readonly kind: "sign";
	readonly sign: "{" | "," | "}";
}

export type Part = Piece | Sign;

/** Pieces and signs in the order in which they are read; literal text that stands side by side becomes one piece. */
export class PieceList {
	/** Everything so far is unquoted literal text. */
	plain = true;
	/** How many bytes of the first literal piece are unquoted; null while that may still grow. */
	private unquotedBytes: number | null = null;
	/** The first reason to distrust a character. */
	odd: OpaqueCode | null = null;
	private readonly parts: Part[] = [];
	private literal = "";
	private hasLiteral = false;

	get unquoted(): number {
		if (this.unquotedBytes !== null) return this.unquotedBytes;
		return this.parts.length === 0 ? this.literal.length : 0;
	}

	/** The literal text that was added last, with nothing after it. */
	get tail(): Bytes {
		return this.literal;
	}

	get isEmpty(): boolean {
		return this.parts.length === 0 && !this.hasLiteral;
	}

	addUnquoted(text: Bytes): void {
		this.check(text, false);
		this.literal += text;
		this.hasLiteral = true;
	}

	/** Quoted text; the empty text too makes a word. */
	addQuoted(text: Bytes): void {
		this.unquotedBytes ??= this.unquoted;
		this.plain = false;
		this.check(text, true);
		this.literal += text;
		this.hasLiteral = true;
	}

	push(part: Part): void {
		this.unquotedBytes ??= this.unquoted;
		this.plain = false;
		this.flush();
		this.parts.push(part);
	}

	/** Looks at text that is not part of the pieces. */
	check(text: Bytes, quoted: boolean): void {
		if (this.odd === null && mayBeOdd(text)) this.odd = oddCharacter(text, quoted);
	}

	/** How many parts there are so far; a place to fold from or to. */
	mark(): number {
		this.unquotedBytes ??= this.unquoted;
		this.flush();
		return this.parts.length;
	}

	/** All parts, and the end of adding. */
	finish(): readonly Part[] {
		this.unquotedBytes ??= this.unquoted;
		this.flush();
		return this.parts;
	}

	private flush(): void {
		if (this.hasLiteral) this.parts.push({ kind: "literal", text: this.literal });
		this.literal = "";
		this.hasLiteral = false;
	}
}

/** The bytes of the character at an offset: a whole scalar value, or one byte where the text is cut. */
export function characterAt(text: Bytes, at: number): Bytes {
	return text.slice(at, at + (decodeScalar(text, at)?.length ?? 1));
}
