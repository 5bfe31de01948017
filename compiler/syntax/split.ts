/** Cuts a `.policy` text at column 0 into the texts of its items. */

/** Where one item stands in the file: from its first character to the end of its last line with content. */
export interface ItemText {
	/** `item`; `closer`: a `}` that closes nothing; `orphan`: indented text that belongs to no item. */
	readonly kind: "item" | "closer" | "orphan";
	readonly start: number;
	readonly end: number;
}

type Margin = "blank" | "comment" | "indented" | "closer" | "item";

/**
 * The items of a text, in order, as half-open ranges of offsets.
 *
 * A line with text at column 0 starts an item; a line that starts with `}` or `]` ends the open one. Blank lines
 * and comments belong to no item unless more of the item follows. Nothing else is looked at, so a broken
 * item never hides the next one.
 *
 * @example splitItems("policy 1\nallow a {\n  reason \"b\"\n}\n") // two items: 0 to 8 and 9 to 33
 */
export function splitItems(text: string): readonly ItemText[] {
	const found: ItemText[] = [];
	let open: { kind: ItemText["kind"]; start: number; end: number } | null = null;
	const finish = (): void => {
		if (open) found.push(open);
		open = null;
	};
	for (let start = text.startsWith("\uFEFF") ? 1 : 0; start < text.length; ) {
		const lineBreak = text.indexOf("\n", start);
		const end = lineBreak < 0 ? text.length : lineBreak;
		const margin = marginOf(text, start, end);
		const last = contentEnd(text, start, end);
		if (margin === "item") {
			finish();
			open = { kind: "item", start, end: last };
		} else if (margin === "closer") {
			open ??= { kind: "closer", start, end: last };
			open.end = last;
			finish();
		} else if (margin === "indented") {
			open ??= { kind: "orphan", start, end: last };
			open.end = last;
		}
		start = end + 1;
	}
	finish();
	return found;
}

function marginOf(text: string, start: number, end: number): Margin {
	let at = start;
	while (at < end && isBlank(text.charCodeAt(at))) at++;
	if (at === end) return "blank";
	const first = text[at];
	if (first === "#") return "comment";
	if (at > start) return "indented";
	return first === "}" || first === "]" ? "closer" : "item";
}

function contentEnd(text: string, start: number, end: number): number {
	let at = end;
	while (at > start && isBlank(text.charCodeAt(at - 1))) at--;
	return at;
}

function isBlank(code: number): boolean {
	return code === 0x20 || code === 0x09 || code === 0x0d;
}
