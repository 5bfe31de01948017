import type { CatalogueEntry } from "./entry.ts";

export const TARGET_DIAGNOSTICS = {
	"artifact-not-sound": {
		code: "PC5001",
		severity: "error",
		message: "the {host} artifact would be looser than rule `{rule}`, about such as `{witness}`",
		help: "this is a bug in policyc: please report it",
		example: "",
	},
	"bundle-too-large": {
		code: "PC5002",
		severity: "error",
		message: "the wrapper bundle would be {size} bytes long, and evaluators read {limit} at most",
		help: "write rules that differ in one word as one rule with alternatives in braces, or move rules into the files of one harness",
		example: "",
	},
} as const satisfies Record<string, CatalogueEntry>;
