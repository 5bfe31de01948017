import { existsSync } from "node:fs";
import { join, resolve as resolvePath } from "node:path";
import { Session } from "../compiler/diagnostics/session.ts";
import { printDocument } from "../compiler/documents/index.ts";
import { parsePolicy } from "../compiler/syntax/index.ts";
import { EXIT } from "./exit.ts";
import { CONFIG_FOLDER } from "./find-root.ts";
import { printDiagnostics } from "./load-policy.ts";
import { type EXTENSIONS, slotFile } from "./read-scopes.ts";
import STARTER from "./starter.policy";
import { tryWriting } from "./try-writing.ts";
import { SHARED, type Verb } from "./verb.ts";
import { writeFile } from "./write-files.ts";

const SURFACES = ["policy", "yaml", "json"] as const;

export const init: Verb = {
	name: "init",
	summary: "write a starter policy",
	about:
		"Writes policy-config/repo.policy (or .yaml, .json): reading, building and testing is free; publishing, deleting, clouds and databases ask; known disasters and changes to policy, hook and host settings files are denied. It never overwrites a policy.",
	options: {
		root: { value: "DIR", help: "where to put `policy-config/` (default: this folder)" },
		surface: { value: "FORM", choices: SURFACES, help: `how to write it: ${SURFACES.join(", ")} (default: policy)` },
		json: SHARED.json,
	},
	examples: [
		["policyc init && policyc build", "start in this repository"],
		["policyc init --surface yaml", "the same policy as YAML"],
	],
	async run(call) {
		const session = new Session();
		const root = resolvePath(call.io.cwd, call.text("root") ?? ".");
		const surface = SURFACES.find((entry) => entry === call.text("surface")) ?? "policy";
		const standing = slotFile(root, "repo");
		if (standing !== null) session.report("would-overwrite", null, { path: standing });
		if (session.failed) {
			printDiagnostics(call.io, session, undefined);
			return EXIT.invalid;
		}
		const path = `${CONFIG_FOLDER}/repo.${surface}`;
		const full = join(root, path);
		if (tryWriting(call, full, () => writeFile(full, starterText(surface))) === null) return EXIT.invalid;
		if (call.on("json")) {
			call.io.out(`${JSON.stringify({ written: [path] }, null, "\t")}\n`);
			return EXIT.ok;
		}
		call.io.out(`wrote ${path}\n\n`);
		call.io.out("  policyc check                                   try its examples\n");
		call.io.out("  policyc build                                   compile it for every host\n");
		call.io.out("  policyc eval --command 'git push --force'       decide a command\n");
		if (!existsSync(join(root, ".git"))) call.io.out("\nThis folder is no git repository; `./` in the policy means this folder.\n");
		return EXIT.ok;
	},
};

/** The starter policy on a surface. All three give the same IR. */
export function starterText(surface: (typeof EXTENSIONS)[number]): string {
	if (surface === "policy") return STARTER;
	const file = parsePolicy({ path: "starter.policy", text: STARTER }, new Session());
	return printDocument(file, surface === "json" ? "json" : "yaml");
}
