import fc from "fast-check";
import { expect, test } from "vitest";
import { Session } from "../../compiler/diagnostics/session.ts";
import { parseDocument, printDocument } from "../../compiler/documents/index.ts";
import type { ConditionNode, Item, Matcher } from "../../compiler/syntax/ast.ts";
import { parsePolicy, printPolicy } from "../../compiler/syntax/index.ts";
import { item } from "../arbitraries/policy.ts";
import { withoutSpans } from "../syntax/read.ts";

/** Items that both surfaces can hold: one language version, no empty groups, and a pattern is about a command. */
const anyItem = item.filter((tree) => {
	switch (tree.kind) {
		case "version":
			return tree.version === 1;
		case "pattern":
			return tree.command !== null;
		case "condition":
			return tree.members.length > 0 && tree.members.every(isFilled);
		case "rule":
			return tree.when === null || isFilled(tree.when);
		case "test":
			return new Set(tree.givens.map((given) => `${given.name.value} ${given.argument?.value ?? ""}`)).size === tree.givens.length;
		default:
			return true;
	}
});

function isFilled(node: ConditionNode): boolean {
	if (node.kind === "leaf") return true;
	return node.kind === "not" ? isFilled(node.member) : node.members.length > 0 && node.members.every(isFilled);
}

/**
 * A tree without spans and with one pattern for each matcher: a document has one `ignore_case` for all
 * regular expressions of a matcher, which are alternatives either way.
 */
function meaningOf(tree: unknown): unknown {
	return JSON.parse(JSON.stringify(withoutSpans(tree)), (key, value) => (key === "matchers" ? value.flatMap(splitMatcher).sort() : value));
}

function splitMatcher(matcher: Matcher): unknown[] {
	const patterns: readonly unknown[] = "patterns" in matcher ? matcher.patterns : matcher.literals;
	return patterns.map((pattern) => JSON.stringify([matcher.kind, pattern]));
}

function parseAs(form: "yaml" | "json" | "policy", tree: Item): readonly Item[] {
	const file = { items: [tree], ignores: [], span: tree.span };
	const text = form === "policy" ? printPolicy(file) : printDocument(file, form);
	const session = new Session();
	const source = { path: `repo.${form}`, text };
	const { items } = form === "policy" ? parsePolicy(source, session) : parseDocument(source, session);
	const errors = session.diagnostics.filter((finding) => finding.severity === "error");
	expect(errors.map((finding) => finding.message).join("\n"), text).toBe("");
	return items;
}

test("an item always reads the same from `.policy`, YAML and JSON text", () => {
	fc.assert(
		fc.property(anyItem, (tree) => {
			const policy = meaningOf(parseAs("policy", tree));
			expect(meaningOf(parseAs("yaml", tree))).toEqual(policy);
			expect(meaningOf(parseAs("json", tree))).toEqual(policy);
		}),
		{ numRuns: 10_000 },
	);
});
