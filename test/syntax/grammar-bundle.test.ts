import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ITEM_WORDS, KEYWORD_GROUPS } from "../../compiler/syntax/keywords.ts";
import { BUNDLE_FILES, BUNDLE_FOLDER, generateBundle } from "../../grammar/generate.ts";

const grammar = readFileSync(join(BUNDLE_FOLDER, "..", "policy.ohm"), "utf8").replace(/\/\*.*?\*\//s, "");

test.each(BUNDLE_FILES)("the committed %s is what the grammar generates now", (name) => {
	expect(readFileSync(join(BUNDLE_FOLDER, name), "utf8")).toBe(generateBundle()[name]);
});

test("the words that messages offer are the words of the grammar", () => {
	const inGrammar = new Set([...grammar.matchAll(/"([a-z][a-z_-]*)"/g)].map((match) => match[1]).filter((word) => (word?.length ?? 0) > 1));
	const offered = new Set([...ITEM_WORDS, ...KEYWORD_GROUPS.flatMap((group) => group.words)]);
	expect([...offered].filter((word) => !inGrammar.has(word))).toEqual([]);
	expect([...inGrammar].filter((word) => word !== undefined && !offered.has(word)).sort()).toEqual(["by", "given", "under"]);
});
