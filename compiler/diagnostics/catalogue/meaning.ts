import type { CatalogueEntry } from "./entry.ts";

export const MEANING_DIAGNOSTICS = {
	"unknown-name": {
		code: "PC4001",
		severity: "error",
		message: "there is no {kind} named `{name}` here",
		help: "define it in this file or in one that it includes",
		example: "",
	},
} as const satisfies Record<string, CatalogueEntry>;
