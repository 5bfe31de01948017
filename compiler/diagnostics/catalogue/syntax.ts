import type { CatalogueEntry } from "./entry.ts";

export const SYNTAX_DIAGNOSTICS = {
	"unexpected-text": {
		code: "PC1001",
		severity: "error",
		message: "expected {expected}",
		help: "write {expected} here",
		example: "allow x {\n  frobnicate\n}",
	},
} as const satisfies Record<string, CatalogueEntry>;
