/**
 * Edits of JSON text (with comments and trailing commas) that leave every other byte as it is. Reading is the library's;
 * where a member is put in or taken out is decided here, because a formatter would touch what is not ours.
 */

import type { Node } from "jsonc-parser";
import type { Json } from "../../targets/install.ts";

/** Text to be replaced; offsets and lengths in UTF-16 units of the text as it was. */
export interface Edit {
	readonly offset: number;
	readonly length: number;
	readonly content: string;
}

/** How a text is laid out, read off the text itself. */
export interface Layout {
	/** One step of indentation. */
	readonly unit: string;
	readonly newline: string;
}

/** The layout of a text: its first indentation and its first line end; two blanks and `\n` where it has none. */
export function layoutOf(text: string): Layout {
	return { unit: /\n([ \t]+)\S/.exec(text)?.[1] ?? "  ", newline: /\r?\n/.exec(text)?.[0] ?? "\n" };
}

/** The text after all edits; they must not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
	let result = "";
	let at = 0;
	for (const { offset, length, content } of [...edits].sort((one, other) => one.offset - other.offset)) {
		result += text.slice(at, offset) + content;
		at = offset + length;
	}
	return result + text.slice(at);
}

/** A member to be: a value, with its key where it stands in an object. */
export interface Member {
	readonly name: string | null;
	readonly value: Json;
}

/**
 * Puts members behind the last one of an array or object, in that container's own layout: each on a line of its own where
 * the members have such lines, with a comma behind it where the last one has one.
 *
 * @param container an array or object node of the text's tree
 * @example insertMembers('{"a": ["w"]}', array, [{ name: null, value: "x" }], layout) // edits that make it {"a": ["w", "x"]}
 */
export function insertMembers(text: string, container: Node, members: readonly Member[], layout: Layout): readonly Edit[] {
	const open = container.offset + 1;
	const last = container.children?.at(-1);
	const gap = readGap(text, last ? last.offset + last.length : open);
	const broken = !last || gap.endsLine || text.slice(open, last.offset).includes("\n");
	const indent = last && broken ? indentAt(text, last.offset) : indentAt(text, container.offset) + layout.unit;
	const lead = broken ? layout.newline + indent : " ";
	const items = members.map(({ name, value }) => {
		const key = name === null ? "" : `${JSON.stringify(name)}: `;
		return lead + key + writeValue(value, broken ? { ...layout, indent } : null);
	});
	if (!last) return insertFirst(text, container, items.join(","), layout);
	const end = last.offset + last.length;
	if (gap.comma !== null) return [{ offset: gap.contentEnd, length: 0, content: items.map((item) => `${item},`).join("") }];
	if (gap.contentEnd === end) return [{ offset: end, length: 0, content: `,${items.join(",")}` }];
	return [
		{ offset: end, length: 0, content: "," },
		{ offset: gap.contentEnd, length: 0, content: items.join(",") },
	];
}

/** Puts items into an empty container, behind its comments where it has some. */
function insertFirst(text: string, container: Node, items: string, layout: Layout): readonly Edit[] {
	const open = container.offset + 1;
	const { contentEnd, end } = readGap(text, open);
	const ending = layout.newline + indentAt(text, container.offset);
	return [{ offset: contentEnd, length: end - contentEnd, content: items + ending }];
}

/**
 * The text without some members of an array or object: each goes with the blanks before it and the comma that only it needs.
 *
 * @param indexes which members, ascending
 */
export function removeMembers(text: string, container: Node, indexes: readonly number[]): string {
	// From the last to the first: what stands before a member keeps its place.
	return indexes.toReversed().reduce((rest, index) => removeMember(rest, container, index), text);
}

function removeMember(text: string, container: Node, index: number): string {
	const member = container.children?.[index];
	if (!member) return text;
	const before = container.children?.[index - 1];
	const from = before ? before.offset + before.length : container.offset + 1;
	const end = member.offset + member.length;
	const lead = readGap(text, from);
	// Behind a comment to the end of its line, the blanks stay.
	const start = lead.endsLine ? member.offset : lead.contentEnd;
	const gap = readGap(text, end);
	if (gap.comma !== null) return text.slice(0, start) + text.slice(end, gap.comma) + text.slice(gap.comma + 1);
	const earlier = before ? lead.comma : null;
	if (earlier !== null) return text.slice(0, earlier) + text.slice(earlier + 1, Math.max(start, earlier + 1)) + text.slice(end);
	// The only member: its line goes too.
	return start === from && gap.contentEnd === end ? text.slice(0, start) + text.slice(gap.end) : text.slice(0, start) + text.slice(end);
}

/** A value as text: on one line, or broken into lines that start with an indentation. */
export function writeValue(value: Json, lines: (Layout & { readonly indent: string }) | null): string {
	if (lines === null) return JSON.stringify(value);
	return JSON.stringify(value, null, lines.unit)
		.split("\n")
		.join(lines.newline + lines.indent);
}

function indentAt(text: string, offset: number): string {
	const line = text.lastIndexOf("\n", offset - 1) + 1;
	let end = line;
	while (end < offset && (text.charAt(end) === " " || text.charAt(end) === "\t")) end++;
	return text.slice(line, end);
}

/** What stands between two members: a comma perhaps, comments, blanks. */
interface Gap {
	readonly comma: number | null;
	/** Behind the last comma or comment; the start where there is none. */
	readonly contentEnd: number;
	/** It ends with a comment up to the end of the line. */
	readonly endsLine: boolean;
	/** The place of the next member or closing bracket. */
	readonly end: number;
}

function readGap(text: string, from: number): Gap {
	let comma: number | null = null;
	let contentEnd = from;
	let endsLine = false;
	let at = from;
	for (; at < text.length; ) {
		const character = text.charAt(at);
		const isLine = text.startsWith("//", at);
		if (character === ",") comma ??= at++;
		else if (isLine) at = endOfLine(text, at);
		else if (text.startsWith("/*", at)) at = text.indexOf("*/", at + 2) + 2;
		else if (isBlank(character)) {
			at++;
			continue;
		} else break;
		contentEnd = at;
		endsLine = isLine;
	}
	return { comma, contentEnd, endsLine, end: at };
}

function endOfLine(text: string, from: number): number {
	const newline = text.indexOf("\n", from);
	const end = newline < 0 ? text.length : newline;
	return text.charAt(end - 1) === "\r" ? end - 1 : end;
}

function isBlank(character: string): boolean {
	return character === " " || character === "\t" || character === "\n" || character === "\r";
}
