/** Reads documents for tests, and tells findings in one line each. */

import { Session } from "../../compiler/diagnostics/session.ts";
import { parseDocument } from "../../compiler/documents/index.ts";
import { positionAt, spanText } from "../../compiler/source/source.ts";
import type { Item, PolicyFile } from "../../compiler/syntax/ast.ts";
import { parsePolicy } from "../../compiler/syntax/index.ts";
import { withoutSpans } from "../syntax/read.ts";

export interface ReadDocument {
	readonly file: PolicyFile;
	/** `line:column CODE message (suggestion?) @pointer <marked text>`, the parts in brackets where there are any. */
	readonly findings: readonly string[];
	readonly helps: readonly string[];
}

export function readDocument(text: string, path = "repo.yaml"): ReadDocument {
	const session = new Session();
	const file = parseDocument({ path, text }, session);
	const findings = session.diagnostics.map(({ span, code, message, suggestion, pointer }) => {
		const place = span ? positionAt(span.source, span.start) : { line: 0, column: 0 };
		const parts = [
			`${place.line}:${place.column}`,
			code,
			message,
			...(suggestion === null ? [] : [`(${suggestion}?)`]),
			...(pointer === null ? [] : [`@${pointer}`]),
			`<${span ? spanText(span) : ""}>`,
		];
		return parts.join(" ");
	});
	return { file, findings, helps: session.diagnostics.map((finding) => finding.help) };
}

export function findingsOf(text: string, path?: string): readonly string[] {
	return readDocument(text, path).findings;
}

/** The items of a text without faults, without spans. */
export function itemsOf(text: string, path?: string): unknown {
	const { file, findings } = readDocument(text, path);
	if (findings.length > 0) throw new Error(findings.join("\n"));
	return withoutSpans(file.items);
}

/** The items of `.policy` text without faults, without spans. */
export function policyItems(text: string): unknown {
	const session = new Session();
	const file = parsePolicy({ path: "repo.policy", text }, session);
	if (session.diagnostics.length > 0) throw new Error(session.diagnostics.map((finding) => finding.message).join("\n"));
	return withoutSpans(file.items);
}

/** A rule item, or an error if there is not exactly one item and that a rule. */
export function onlyRule(text: string): Extract<Item, { kind: "rule" }> {
	const { file, findings } = readDocument(text);
	const [item] = file.items;
	if (item?.kind === "rule" && file.items.length === 1 && findings.length === 0) return item;
	throw new Error(`not one rule: ${findings.join("\n")}`);
}
