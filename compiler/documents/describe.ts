/** The words in which messages speak of values, types and lists. */

import type { DocumentNode } from "./tree.ts";

const TYPE_NAMES: Readonly<Record<string, string>> = {
	string: "text",
	array: "a list",
	object: "a map",
	boolean: "`true` or `false`",
};

/** What a name may hold, as a help line. */
export const NAME_REMEDY = "write a name of letters, digits, `_`, `-` and `.` that starts with a letter, a digit or `_`";

/**
 * Joins words for a sentence.
 *
 * @example joinWords(["a", "b", "c"]) // "a, b or c"
 */
export function joinWords(words: readonly string[], last = "or"): string {
	return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
}

const LONGEST_EXCERPT = 40;

/** The first line of a text, cut where it is long. */
export function excerpt(text: string): string {
	const [line = ""] = text.split("\n", 1);
	return line.length < text.length || line.length > LONGEST_EXCERPT
		? `${[...line.slice(0, 2 * LONGEST_EXCERPT)].slice(0, LONGEST_EXCERPT).join("")}…`
		: line;
}

/** JSON Schema types as people call them: `text, a list or a map`. */
export function describeTypes(types: readonly string[]): string {
	return joinWords(types.map((type) => TYPE_NAMES[type] ?? type));
}

/** A value by its place: its key, or its list's key. */
export function describeNode(node: DocumentNode): string {
	const parts = node.pointer.split("/").slice(1);
	const key = parts.at(-1);
	if (key === undefined) return "the file";
	const isMember = /^[0-9]+$/.test(key) && parts.length > 1;
	const name = excerpt((isMember ? (parts.at(-2) ?? "") : key).replaceAll("~1", "/").replaceAll("~0", "~"));
	return isMember ? `a member of \`${name}\`` : `\`${name}\``;
}

/** What a value is: its kind, or a number, boolean or nothing as written. */
export function kindOf(node: DocumentNode): string {
	if (node.kind === "map") return "a map";
	if (node.kind === "list") return "a list";
	if (node.kind === "text") return "text";
	return node.value === null ? "empty" : `\`${String(node.value)}\``;
}
