/**
 * `${…}`: a parameter, a subscript and an operator (bash(1), EXPANSION, Parameter Expansion). What is not in
 * this list evaluates text again in some shell, or is an error.
 */

import type { Bytes } from "./bytes.ts";
import { noteArithmetic } from "./shell-arithmetic.ts";
import type { Cursor } from "./shell-cursor.ts";
import { scanName, variable } from "./shell-expansions.ts";
import { skim } from "./shell-skim.ts";
import type { Piece } from "./shell-types.ts";

const SPECIAL = "@*#?$!-";

/** Reads `${…}` from its `$`. */
export function readParameter(cursor: Cursor, quoted: boolean): Piece {
	const reader = new ParameterReader(cursor, quoted);
	reader.read();
	return reader.piece;
}

class ParameterReader {
	piece: Piece;
	private readonly start: number;

	constructor(
		private readonly cursor: Cursor,
		private readonly quoted: boolean,
	) {
		this.start = cursor.at;
		this.piece = { kind: quoted ? "one" : "many" };
	}

	read(): void {
		const { cursor } = this;
		cursor.at = cursor.continued(cursor.continued(cursor.at + 1) + 1);
		const sign = cursor.here;
		// `${#x}` is a length and `${!x}` reads the variable that x names, but `${#}` and `${#-y}` are about `$#`.
		const prefixed = (sign === "#" || sign === "!") && this.prefixes();
		if (prefixed) cursor.at = cursor.continued(cursor.at + 1);
		const name = this.readName();
		if (name === null) {
			this.unknown();
			return;
		}
		const subscript = cursor.here === "[" ? this.readSubscript() : "";
		if (cursor.halted) return;
		if (prefixed && sign === "#") {
			if (cursor.here === "}") cursor.at += 1;
			else this.unknown();
			return;
		}
		if (prefixed) this.readIndirect(subscript);
		else if (subscript === "" && cursor.here === "}") this.piece = variable(name, this.quoted);
		if (name === "@" || subscript === "@") this.piece = { kind: "many" };
		this.readOperator(name);
	}

	/** Whether the sign here stands before a parameter and is not itself the parameter. */
	private prefixes(): boolean {
		const at = this.cursor.continued(this.cursor.at + 1);
		const next = this.cursor.text.charAt(at);
		if (/[A-Za-z_0-9]/.test(next)) return true;
		return next !== "" && SPECIAL.includes(next) && this.cursor.text.charAt(this.cursor.continued(at + 1)) === "}";
	}

	private readName(): Bytes | null {
		const { cursor } = this;
		const name = scanName(cursor.text, cursor.at);
		if (name) {
			cursor.at = name.end;
			return name.text;
		}
		const start = cursor.at;
		while (/[0-9]/.test(cursor.here)) cursor.at += 1;
		if (cursor.at === start && cursor.here !== "" && SPECIAL.includes(cursor.here)) cursor.at += 1;
		return cursor.at === start ? null : cursor.text.slice(start, cursor.at);
	}

	/** `[…]`: an index, which is arithmetic, or all elements. */
	private readSubscript(): Bytes {
		const { cursor } = this;
		const start = cursor.at + 1;
		cursor.at = start;
		skim(cursor, "]", true);
		if (cursor.halted) return "";
		const text = cursor.text.slice(start, cursor.at - 1);
		if (text !== "@" && text !== "*") noteArithmetic(cursor, start, cursor.at - 1);
		return text;
	}

	/** `${!x}`: the names of variables and the indices of an array are only listed, everything else is read again. */
	private readIndirect(subscript: Bytes): void {
		const { cursor } = this;
		const lists = cursor.startsWith("*}") || cursor.startsWith("@}");
		if (lists) {
			if (cursor.here === "@") this.piece = { kind: "many" };
			cursor.at += 1;
		} else if ((subscript !== "@" && subscript !== "*") || cursor.here !== "}") this.note();
	}

	private readOperator(name: Bytes): void {
		const { cursor } = this;
		const operator = cursor.here;
		if (operator === "}") {
			cursor.at += 1;
			return;
		}
		const colon = operator === ":" ? cursor.text.charAt(cursor.at + 1) : operator;
		if (colon !== "" && "-=?+".includes(colon)) {
			if (colon === "=") cursor.reading.variables.push({ name, span: cursor.span(this.start, cursor.at) });
			cursor.at += operator === ":" ? 2 : 1;
			if (skim(cursor, "}", this.quoted)) this.piece = { kind: "many" };
		} else if (operator === ":") {
			const from = cursor.at + 1;
			cursor.at = from;
			skim(cursor, "}", true);
			if (!cursor.halted) noteArithmetic(cursor, from, cursor.at - 1);
		} else if (operator !== "" && "#%/^,".includes(operator)) {
			cursor.at += 1;
			skim(cursor, "}", this.quoted, true);
		} else this.unknown();
	}

	/** An operator that evaluates text again, or that is none. */
	private unknown(): void {
		this.note();
		if (skim(this.cursor, "}", this.quoted)) this.piece = { kind: "many" };
	}

	private note(): void {
		this.cursor.note("parameter_expansion", this.cursor.span(this.start, this.cursor.at));
	}
}
