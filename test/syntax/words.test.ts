import { expect, test } from "vitest";
import { Session } from "../../compiler/diagnostics/session.ts";
import { spanOf, spanText } from "../../compiler/source/source.ts";
import { parseWord, splitCommandLiteral } from "../../compiler/syntax/index.ts";
import { withoutSpans } from "./read.ts";

/** Reads a text that stands in the middle of a source. */
function within<T>(
	text: string,
	reader: (text: string, place: (start: number, end: number) => ReturnType<typeof spanOf>, session: Session) => T,
) {
	const source = { path: "scope.yaml", text: `match: "${text}"` };
	const session = new Session();
	const value = reader(text, (start, end) => spanOf(source, start + 8, end + 8), session);
	return { value, found: session.diagnostics.map(({ name, span }) => [name, span ? spanText(span) : ""]) };
}

test("a literal outside of a policy file has the same words, with spans where the mapper puts them", () => {
	const { value, found } = within(" git  {push,pull} 'a b' ** ", splitCommandLiteral);
	expect(found).toEqual([]);
	expect(value?.words.map((word) => spanText(word.span))).toEqual(["git", "{push,pull}", "'a b'", "**"]);
	expect(withoutSpans(value?.words[3])).toEqual({ pieces: [{ kind: "many" }] });
});

test.each([
	["a | b", "refused-character", "|"],
	["a `b`", "refused-character", "`"],
	["a\nb", "line-break-in-pattern", "\n"],
	["a \\", "dangling-backslash", "\\"],
	["", "empty-pattern", ""],
	[`${"{a,".repeat(33)}b${"}".repeat(33)}`, "too-deep", "{"],
])("splitting %j reports %s", (text, name, marked) => {
	expect(within(text, splitCommandLiteral)).toEqual({ value: null, found: [[name, marked]] });
});

test("one word is a word, two are not", () => {
	expect(withoutSpans(within("release/*", parseWord).value)).toEqual({ pieces: [{ kind: "literal", text: "release/" }, { kind: "star" }] });
	expect(within("a b", parseWord)).toEqual({ value: null, found: [["not-one-word", "a b"]] });
	expect(within(" ", parseWord)).toEqual({ value: null, found: [["empty-pattern", " "]] });
});
