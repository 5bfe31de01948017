import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { printPolicy } from "../../compiler/syntax/index.ts";
import { findings, read, withoutSpans } from "../syntax/read.ts";

const page = readFileSync(new URL("../../grammar/LANGUAGE.md", import.meta.url), "utf8");
const blocks = [...page.matchAll(/^```policy\n(.*?)^```$/gms)].map((match) => match[1] ?? "");

test("LANGUAGE.md has blocks to check, and fits on two screens", () => {
	expect(blocks.length).toBeGreaterThan(1);
	expect(page.split("\n").length).toBeLessThan(180);
});

test.each(blocks)("block %# of LANGUAGE.md parses without an error, and survives printing", (block) => {
	expect(read(block).diagnostics.filter((finding) => finding.severity === "error")).toEqual([]);
	const { file } = read(block);
	expect(withoutSpans(read(printPolicy(file)).file.items)).toEqual(withoutSpans(file.items));
});

test("the only finding of LANGUAGE.md is the one that it silences", () => {
	const found = blocks.flatMap(findings);
	const ignores = blocks.flatMap((block) => read(block).file.ignores);
	expect(ignores.map((ignore) => ignore.code)).toEqual(["PC1210"]);
	expect(found).toEqual([`${ignores[0]?.line}:22 PC1210 a \`"\` in a pattern stands for itself and quotes nothing <">`]);
});
