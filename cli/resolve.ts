import { resolve as resolvePath } from "node:path";
import { Session } from "../compiler/diagnostics/session.ts";
import { emitHarness } from "../targets/index.ts";
import { readAssets } from "./assets.ts";
import { EXIT } from "./exit.ts";
import { loadSelected, printDiagnostics } from "./load-policy.ts";
import { resolveOutput } from "./resolve-output.ts";
import { POLICY_OPTIONS, type Verb } from "./verb.ts";
import { writeFile, writeFiles } from "./write-files.ts";

export const resolveVerb: Verb = {
	name: "resolve",
	summary: "print the resolved policy as JSON",
	about:
		"Merges the scope files into one policy and prints {policy_hash, scopes, policy, policy_wrapper}. The hash is the SHA-256 of the RFC 8785 canonical JSON of `policy`, so that anyone can recompute it.",
	options: {
		...POLICY_OPTIONS,
		emit: { value: "FILE", help: "write the JSON to a file instead of standard output" },
		"include-conditional": { help: "list rules with conditions in `policy_wrapper` too" },
		"emit-host-rules": { help: "also write the host artifacts to the folder of --host-out-dir" },
		"host-out-dir": { value: "DIR", help: "where --emit-host-rules writes" },
		"apply-host-rules": { help: "write to the hosts' live files (not built yet)" },
	},
	examples: [
		["policyc resolve --harness codex", "print what applies in Codex"],
		["policyc resolve --emit resolved.json --emit-host-rules --host-out-dir out", "keep the resolved policy and the host artifacts"],
	],
	async run(call) {
		const session = new Session();
		const format = call.text("format");
		const hostFolder = call.text("host-out-dir");
		if (call.on("apply-host-rules")) {
			session.report("later-step", null, {
				what: "--apply-host-rules",
				instead: "use --emit-host-rules and put the files in place yourself",
			});
		}
		if (call.on("emit-host-rules") && hostFolder === undefined) {
			session.report("missing-option", null, { option: "--host-out-dir", usage: "--emit-host-rules --host-out-dir DIR" });
		}
		const loaded = session.failed ? null : loadSelected(call, session);
		printDiagnostics(call.io, session, format);
		if (!loaded) return EXIT.invalid;
		const text = `${JSON.stringify(resolveOutput(loaded.resolved, call.on("include-conditional")), null, "\t")}\n`;
		if (call.on("emit-host-rules") && hostFolder !== undefined) {
			writeFiles(resolvePath(call.io.cwd, hostFolder), emitHarness(loaded.resolved.compiled, "all", readAssets()).files);
		}
		const emit = call.text("emit");
		if (emit === undefined) call.io.out(text);
		else writeFile(resolvePath(call.io.cwd, emit), text);
		return EXIT.ok;
	},
};
