/** Renders `docs/diagnostics.md` from the catalogue, so that no message is described twice. */

import type { CatalogueEntry } from "../compiler/diagnostics/catalogue/entry.ts";
import { CATALOGUE } from "../compiler/diagnostics/catalogue.ts";

const FAMILIES: Readonly<Record<string, string>> = {
	PC1: "`.policy` text",
	PC2: "YAML and JSON scope files",
	PC3: "Scopes, merge, seals and trust",
	PC4: "Meaning of a policy",
	PC5: "Targets and artifacts",
	PC6: "Usage",
};

/** The whole page: a section per family, an entry per code. */
export function renderDiagnostics(): string {
	const entries = Object.entries<CatalogueEntry>(CATALOGUE).sort(([, a], [, b]) => (a.code < b.code ? -1 : 1));
	const lines = [
		"# Diagnostics",
		"",
		"Generated from `compiler/diagnostics/catalogue/` by `npm run generate`. Codes never change their meaning.",
		"",
	];
	for (const [prefix, title] of Object.entries(FAMILIES)) {
		lines.push(`## ${title}`, "");
		for (const [name, entry] of entries.filter(([, { code }]) => code.startsWith(prefix))) {
			lines.push(`### ${entry.code} ${name}`, "", `${entry.severity}: ${entry.message}`, "", `Help: ${entry.help}.`, "");
			if (entry.example !== "") lines.push("```text", entry.example.replace(/\n$/, ""), "```", "");
		}
	}
	return `${lines.join("\n").trimEnd()}\n`;
}
