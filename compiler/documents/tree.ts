/**
 * What a YAML or JSON text becomes before its meaning is read: maps, lists, texts and plain values, each
 * with its place and its JSON pointer. Both readers build it, so everything after them is written once.
 */

import { type Source, type Span, spanOf } from "../source/source.ts";
import type { JsonValue } from "../syntax/ast.ts";

export type DocumentNode = MapNode | ListNode | TextNode | PlainNode;

export interface MapNode {
	readonly kind: "map";
	readonly entries: readonly MapEntry[];
	readonly pointer: string;
	readonly span: Span;
}

export interface MapEntry {
	readonly key: TextNode;
	readonly value: DocumentNode;
}

export interface ListNode {
	readonly kind: "list";
	readonly members: readonly DocumentNode[];
	readonly pointer: string;
	readonly span: Span;
}

/** A scalar that is text. `span` covers the quotes. */
export interface TextNode {
	readonly kind: "text";
	readonly value: string;
	/** Where the value's first character stands if the source holds the value literally; null for escaped, folded and block texts. */
	readonly literalStart: number | null;
	readonly pointer: string;
	readonly span: Span;
}

/** A number, a boolean or nothing. */
export interface PlainNode {
	readonly kind: "plain";
	readonly value: number | boolean | null;
	readonly pointer: string;
	readonly span: Span;
}

/** A comment of a YAML text: from `#` to the end of its line. */
export interface DocumentComment {
	readonly text: string;
	readonly start: number;
}

/** Collections inside collections: deeper than any policy, shallow enough for every recursion. */
export const MAX_DEPTH = 64;

/** The pointer of a member: RFC 6901, `~` and `/` of keys escaped. */
export function pointerTo(parent: string, key: string | number): string {
	return `${parent}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** The value under a key of a map, or undefined. */
export function memberOf(map: MapNode, key: string): DocumentNode | undefined {
	return map.entries.find((entry) => entry.key.value === key)?.value;
}

/** The node that a JSON pointer of this tree names, or null. */
export function nodeAt(root: DocumentNode, pointer: string): DocumentNode | null {
	let node: DocumentNode | undefined = root;
	for (const part of pointer.split("/").slice(1)) {
		const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
		node = node?.kind === "map" ? memberOf(node, key) : node?.kind === "list" ? node.members[Number(key)] : undefined;
	}
	return node ?? null;
}

/**
 * A part of a text's value as a span of the source, `start` and `end` counted in the value. Where the
 * source writes the value otherwise (escapes, folding, block scalars), the whole scalar.
 */
export function spanInside(text: TextNode, start: number, end: number): Span {
	if (text.literalStart === null) return text.span;
	return spanOf(text.span.source, text.literalStart + start, text.literalStart + end);
}

/** The tree as plain JSON data, keys in source order. No reader lets the key `__proto__` into a tree. */
export function plainValue(node: DocumentNode): JsonValue {
	switch (node.kind) {
		case "map":
			return Object.fromEntries(node.entries.map((entry) => [entry.key.value, plainValue(entry.value)]));
		case "list":
			return node.members.map(plainValue);
		default:
			return node.value;
	}
}

/** An empty span at the start of a source: where a message about the whole file points. */
export function startOf(source: Source): Span {
	return spanOf(source, 0, 0);
}
