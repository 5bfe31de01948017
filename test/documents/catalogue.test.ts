import { describe, expect, test } from "vitest";
import { DOCUMENT_DIAGNOSTICS } from "../../compiler/diagnostics/catalogue/documents.ts";
import { findingsOf } from "./read.ts";

describe("the example of a finding provokes it", () => {
	const entries = Object.entries(DOCUMENT_DIAGNOSTICS).filter(([, entry]) => entry.example !== "");
	test.each(entries)("%s", (name, entry) => {
		const codes = findingsOf(entry.example, name === "invalid-json" ? "repo.json" : "repo.yaml").map((finding) => finding.split(" ")[1]);
		expect(codes).toEqual([entry.code]);
	});

	test("only findings about very long texts have no example", () => {
		const without = Object.entries(DOCUMENT_DIAGNOSTICS).filter(([, entry]) => entry.example === "");
		expect(without.map(([name]) => name)).toEqual(["document-too-large", "pattern-too-long"]);
	});
});

test("a finding about a long text quotes the start of it", () => {
	const [finding = ""] = findingsOf(`scope: ${"x".repeat(100_000)}\n`);
	expect(finding.split(" @")[0]).toBe(`1:8 PC2024 \`scope\` cannot be \`${"x".repeat(40)}…\``);
});
