import type { CatalogueEntry } from "./entry.ts";

export const USAGE_DIAGNOSTICS = {
	"unknown-option": {
		code: "PC6001",
		severity: "error",
		message: "unknown option `{option}`",
		help: "see `policyc {verb} --help`",
		example: "",
	},
} as const satisfies Record<string, CatalogueEntry>;
