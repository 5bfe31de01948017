import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CATALOGUE } from "../../compiler/diagnostics/catalogue.ts";
import { renderDiagnostics } from "../../docs/render-diagnostics.ts";

test("docs/diagnostics.md is what the catalogue renders to", () => {
	expect(readFileSync(join(import.meta.dirname, "../../docs/diagnostics.md"), "utf8")).toBe(renderDiagnostics());
});

test("every diagnostic has a code of its own", () => {
	const codes = Object.values(CATALOGUE).map((entry) => entry.code);
	expect(new Set(codes).size).toBe(codes.length);
});

test("messages and helps are written as declared: lower case, no full stop at the end", () => {
	for (const [name, entry] of Object.entries(CATALOGUE)) {
		expect(entry.message, name).not.toMatch(/^[A-Z]|\.$/);
		expect(entry.help, name).not.toMatch(/^[A-Z]|\.$/);
	}
});
