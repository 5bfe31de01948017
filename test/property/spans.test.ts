import fc from "fast-check";
import { expect, test } from "vitest";
import { Session } from "../../compiler/diagnostics/session.ts";
import { type Span, spanOf, spanText } from "../../compiler/source/source.ts";
import type { PolicyFile, Word } from "../../compiler/syntax/ast.ts";
import { parseWord, printPolicy } from "../../compiler/syntax/index.ts";
import { policyFile } from "../arbitraries/policy.ts";
import { read, withoutSpans } from "../syntax/read.ts";

interface Spanned {
	readonly span: Span;
	readonly path: string;
	readonly parent: Span;
}

/** Every node with a span, with the span of the node around it. */
function spansIn(tree: unknown, parent: Span, path = ""): Spanned[] {
	if (typeof tree !== "object" || tree === null) return [];
	if (Array.isArray(tree)) return tree.flatMap((child, index) => spansIn(child, parent, `${path}/${index}`));
	const span = "span" in tree && isSpan(tree.span) ? tree.span : null;
	const own = span ? [{ span, path, parent }] : [];
	const children = Object.entries(tree).filter(([key]) => key !== "span" && key !== "value");
	return [...own, ...children.flatMap(([key, child]) => spansIn(child, span ?? parent, `${path}/${key}`))];
}

function isSpan(value: unknown): value is Span {
	return typeof value === "object" && value !== null && "source" in value && "start" in value && "end" in value;
}

function wordsIn(tree: unknown): Word[] {
	if (typeof tree !== "object" || tree === null) return [];
	if (Array.isArray(tree)) return tree.flatMap(wordsIn);
	if ("pieces" in tree && "span" in tree) return [tree as Word];
	return Object.entries(tree).flatMap(([key, child]) => (key === "span" ? [] : wordsIn(child)));
}

/** The text with blanks, comments and line ends stretched where the language lets them be. */
function loosen(text: string, style: { readonly indent: string; readonly comment: boolean; readonly lineEnd: string }): string {
	const lines = text.split("\n").map((line) => {
		const spread = line.startsWith("  ") ? style.indent + line : line;
		return style.comment && line.endsWith("{") ? `${spread} # (\`"{` : spread;
	});
	return lines.join(style.lineEnd);
}

const written: fc.Arbitrary<PolicyFile> = fc
	.tuple(
		policyFile,
		fc.record({ indent: fc.constantFrom("", "\t", "   "), comment: fc.boolean(), lineEnd: fc.constantFrom("\n", "\r\n", "\n\n \n") }),
	)
	.map(([file, style]) => read(loosen(printPolicy(file), style)).file);

test("every span lies inside the file and inside the span of the node around it", () => {
	fc.assert(
		fc.property(written, (file) => {
			for (const { span, path, parent } of spansIn(file.items, file.span)) {
				expect(span.source, path).toBe(file.span.source);
				expect([span.start >= parent.start, span.start <= span.end, span.end <= parent.end], path).toEqual([true, true, true]);
			}
		}),
		{ numRuns: 10_000 },
	);
});

test("the text under a word's span is always that word", () => {
	fc.assert(
		fc.property(written, (file) => {
			for (const word of wordsIn(file.items)) {
				const session = new Session();
				const source = { path: "word", text: spanText(word.span) };
				const again = parseWord(source.text, (start, end) => spanOf(source, start, end), session);
				expect(session.diagnostics, source.text).toEqual([]);
				expect(withoutSpans(again), source.text).toEqual(withoutSpans(word));
			}
		}),
		{ numRuns: 10_000 },
	);
});

test("loosening the layout never changes the tree", () => {
	fc.assert(
		fc.property(policyFile, (file) => {
			const text = printPolicy(file);
			const loose = loosen(text, { indent: "\t ", comment: true, lineEnd: "\r\n" });
			expect(withoutSpans(read(loose).file.items)).toEqual(withoutSpans(read(text).file.items));
		}),
		{ numRuns: 10_000 },
	);
});
