import type { CatalogueEntry } from "./entry.ts";

export const DOCUMENT_DIAGNOSTICS = {
	"invalid-yaml": {
		code: "PC2001",
		severity: "error",
		message: "{problem}",
		help: "fix the YAML at this place",
		example: "a: [1",
	},
} as const satisfies Record<string, CatalogueEntry>;
