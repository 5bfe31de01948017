import type { CatalogueEntry } from "./entry.ts";

export const TARGET_DIAGNOSTICS = {
	"artifact-not-sound": {
		code: "PC5001",
		severity: "error",
		message: "the {host} artifact would be looser than the policy",
		help: "this is a bug in policyc: please report it",
		example: "",
	},
} as const satisfies Record<string, CatalogueEntry>;
