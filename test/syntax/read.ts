/** Parses texts for tests, and compares trees without their spans. */

import { type Diagnostic, Session } from "../../compiler/diagnostics/session.ts";
import { positionAt, spanText } from "../../compiler/source/source.ts";
import type { Item, PolicyFile } from "../../compiler/syntax/ast.ts";
import { parsePolicy } from "../../compiler/syntax/index.ts";

/** A parsed text and what was found in it. */
export interface Read {
	readonly file: PolicyFile;
	readonly diagnostics: readonly Diagnostic[];
}

export function read(text: string): Read {
	const session = new Session();
	const file = parsePolicy({ path: "test.policy", text }, session);
	return { file, diagnostics: session.diagnostics };
}

/** The findings as `line:column code message [suggestion]` and the text they mark. */
export function findings(text: string): string[] {
	return read(text).diagnostics.map(({ span, code, message, suggestion }) => {
		const place = span ? positionAt(span.source, span.start) : { line: 0, column: 0 };
		const marked = span ? spanText(span) : "";
		return `${place.line}:${place.column} ${code} ${message}${suggestion === null ? "" : ` (${suggestion}?)`} <${marked}>`;
	});
}

/** The only item of a text that has no faults. */
export function onlyItem(text: string): Item {
	const { file, diagnostics } = read(text);
	const [item] = file.items;
	if (!item || file.items.length !== 1 || diagnostics.length > 0) throw new Error(`not one item: ${findings(text).join("\n")}`);
	return item;
}

/** A tree without its spans, to compare what was written and not where. */
export function withoutSpans<T>(tree: T): unknown {
	if (Array.isArray(tree)) return tree.map(withoutSpans);
	if (typeof tree !== "object" || tree === null) return tree;
	return Object.fromEntries(Object.entries(tree).flatMap(([key, value]) => (key === "span" ? [] : [[key, withoutSpans(value)]])));
}
