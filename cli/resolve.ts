import { join, resolve as resolvePath } from "node:path";
import { Session } from "../compiler/diagnostics/session.ts";
import type { Resolved } from "../compiler/index.ts";
import { emitHarness } from "../targets/index.ts";
import { readAssets } from "./assets.ts";
import { EXIT } from "./exit.ts";
import { loadSelected, printDiagnostics } from "./load-policy.ts";
import { reportProblems } from "./report-problems.ts";
import { resolveOutput } from "./resolve-output.ts";
import { tryWriting } from "./try-writing.ts";
import { POLICY_OPTIONS, type Verb } from "./verb.ts";
import { type OutputFile, writeFiles } from "./write-files.ts";

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
		json: { help: "print the result as JSON (it always is)" },
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
		if (hostFolder !== undefined && !call.on("emit-host-rules")) {
			session.report("missing-option", null, { option: "--emit-host-rules", usage: "--emit-host-rules --host-out-dir DIR" });
		}
		const loaded = session.failed ? null : loadSelected(call, session);
		const files = loaded && hostFolder !== undefined ? hostFiles(loaded.resolved, resolvePath(call.io.cwd, hostFolder), session) : [];
		printDiagnostics(call.io, session, format);
		if (!loaded || session.failed) return EXIT.invalid;
		const text = `${JSON.stringify(resolveOutput(loaded.resolved, call.on("include-conditional")), null, "\t")}\n`;
		const emit = call.text("emit");
		if (emit !== undefined) files.push({ path: resolvePath(call.io.cwd, emit), content: text, executable: false });
		const place = resolvePath(call.io.cwd, emit ?? hostFolder ?? ".");
		if (tryWriting(call, place, () => writeFiles("", files)) === null) return EXIT.invalid;
		if (emit === undefined) call.io.out(text);
		return EXIT.ok;
	},
};

/** The host artifacts, to be written below a folder. What forbids to write them is reported. */
function hostFiles(resolved: Resolved, folder: string, session: Session): OutputFile[] {
	const { files, problems } = emitHarness(resolved.compiled, "all", readAssets());
	reportProblems(problems, session);
	return files.map((file) => ({ ...file, path: join(folder, file.path) }));
}
