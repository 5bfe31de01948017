/**
 * Standard input as text: what a command that runs its input reads, where the line shows it.
 */

import type { Bytes } from "./bytes.ts";
import { BUDGET } from "./codes.ts";
import type { ByteSpan, SimpleCommand, Word } from "./shell-types.ts";

export interface InputText {
	readonly bytes: Bytes;
	readonly span: ByteSpan;
}

/** How many `cat`s in a row are looked through. */
const MOST_CATS = 8;

/**
 * The text that a command reads: a here-document or a here-string, or the output of an `echo`, a `printf` or a `cat`
 * of which the line shows every byte. Null for anything else.
 *
 * @example inputText(the `sh` of `echo ls | sh`) // { bytes: "ls\n", … }
 */
export function inputText(command: SimpleCommand): InputText | null {
	let reader = command;
	for (let cats = 0; cats < MOST_CATS; cats++) {
		const { input } = reader;
		if (!input || input.shared || reader.redirections.some(({ direction }) => direction !== "write")) return null;
		if (input.text) return literalInput(input.text);
		const [writer, ...others] = input.from;
		if (!writer || others.length > 0 || writer.redirections.some(({ direction }) => direction !== "read")) return null;
		const texts = literalTexts(writer.words);
		if (texts === null || writer.assignments.length > 0) return null;
		if (texts[0] !== "cat") {
			const bytes = writtenText(texts);
			return bytes === null ? null : { bytes, span: writer.span };
		}
		if (texts.length > 2 || (texts[1] ?? "-") !== "-") return null;
		reader = writer;
	}
	return null;
}

function literalInput({ pieces, span }: Word): InputText | null {
	let bytes = "";
	for (const piece of pieces) {
		if (piece.kind !== "literal") return null;
		bytes += piece.text;
	}
	return { bytes, span };
}

function literalTexts(words: readonly Word[]): readonly Bytes[] | null {
	const texts: Bytes[] = [];
	for (const { literal } of words) {
		if (literal === null) return null;
		texts.push(literal);
	}
	return texts;
}

function writtenText([program, ...texts]: readonly Bytes[]): Bytes | null {
	if (program === "echo") return echoText(texts);
	return program === "printf" ? printfText(texts) : null;
}

/** Shells differ on backslashes and on options: with either, the text counts as unknown. */
function echoText(texts: readonly Bytes[]): Bytes | null {
	const bare = texts[0] === "-n";
	const shown = bare ? texts.slice(1) : texts;
	if (shown.some((text) => text.includes("\\")) || shown[0]?.startsWith("-")) return null;
	return `${shown.join(" ")}${bare ? "" : "\n"}`;
}

const ESCAPES: ReadonlyMap<Bytes, Bytes> = new Map([
	["n", "\n"],
	["t", "\t"],
	["\\", "\\"],
]);

/**
 * `printf` with a format of plain text, `%s`, `%%`, `\n`, `\t` and `\\`, which is used again while arguments are left. A text that
 * is longer than a line may be counts as unknown.
 */
function printfText([first, ...more]: readonly Bytes[]): Bytes | null {
	const [format, values] = first === "--" ? [more[0], more.slice(1)] : [first, more];
	if (format === undefined || format.startsWith("-")) return null;
	let text = "";
	let used = 0;
	do {
		const before = used;
		for (let at = 0; at < format.length; at++) {
			const byte = format.charAt(at);
			if (byte !== "%" && byte !== "\\") {
				text += byte;
				continue;
			}
			at += 1;
			const next = format.charAt(at);
			if (byte === "\\") {
				const escaped = ESCAPES.get(next);
				if (escaped === undefined) return null;
				text += escaped;
			} else if (next === "s") text += values[used++] ?? "";
			else if (next === "%") text += "%";
			else return null;
		}
		if (text.length > BUDGET.line) return null;
		if (used === before) break;
	} while (used < values.length);
	return text;
}
