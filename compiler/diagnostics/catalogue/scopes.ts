import type { CatalogueEntry } from "./entry.ts";

export const SCOPE_DIAGNOSTICS = {
	"no-scope-files": {
		code: "PC3001",
		severity: "error",
		message: "`{root}` has no `policy-config/` with a scope file",
		help: "run `policyc init`, or name the folder with `--root`",
		example: "",
	},
} as const satisfies Record<string, CatalogueEntry>;
