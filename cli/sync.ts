import { readFileSync } from "node:fs";
import { relative, resolve as resolvePath } from "node:path";
import { Session } from "../compiler/diagnostics/session.ts";
import { compileResolved } from "../compiler/index.ts";
import { emitHarness } from "../targets/index.ts";
import { readAssets } from "./assets.ts";
import { EXIT } from "./exit.ts";
import { exitFor } from "./exit-for.ts";
import { printDiagnostics } from "./load-policy.ts";
import { reasonOf } from "./read-scopes.ts";
import { REGISTRY } from "./registry.ts";
import { reportProblems } from "./report-problems.ts";
import { tryWriting } from "./try-writing.ts";
import { SHARED, type Verb } from "./verb.ts";
import { writeFiles } from "./write-files.ts";

export const sync: Verb = {
	name: "sync",
	summary: "write the host artifacts of one resolved policy",
	about:
		"Takes the JSON of `policyc resolve --emit` and writes the configuration of every host, the wrapper bundle, the evaluator and the dispatch script with its manifest to one folder. The policy hash is checked first.",
	options: {
		"policy-json": { value: "FILE", help: "the resolved policy" },
		"out-dir": { value: "DIR", help: "where to write" },
		apply: { help: "write to the hosts' live files (not built yet)" },
		json: SHARED.json,
		format: SHARED.format,
	},
	examples: [
		["policyc resolve --emit resolved.json && policyc sync --policy-json resolved.json --out-dir out", "resolve once, write everything"],
	],
	async run(call) {
		const session = new Session();
		const path = call.text("policy-json");
		const out = call.text("out-dir");
		const usage = "policyc sync --policy-json FILE --out-dir DIR";
		if (call.on("apply"))
			session.report("later-step", null, { what: "--apply", instead: "use --out-dir and put the files in place yourself" });
		else {
			if (path === undefined) session.report("missing-option", null, { option: "--policy-json", usage });
			if (out === undefined) session.report("missing-option", null, { option: "--out-dir", usage });
		}
		const compiled = session.failed || path === undefined ? null : await readResolved(resolvePath(call.io.cwd, path), path, session);
		const emitted = compiled && emitHarness(compiled, "all", readAssets());
		reportProblems(emitted?.problems ?? [], session);
		printDiagnostics(call.io, session, call.text("format"));
		if (session.failed || !compiled || !emitted || out === undefined) return exitFor(session);
		const folder = resolvePath(call.io.cwd, out);
		const changed = tryWriting(call, folder, () => writeFiles(folder, emitted.files));
		if (!changed) return EXIT.invalid;
		const shown = relative(call.io.cwd, folder) || ".";
		const platforms = Object.fromEntries(
			emitted.summary.map(({ host, artifact, counts }) => [host, { rules: counts, output: [`${shown}/${artifact}`] }]),
		);
		const result = {
			ok: true,
			mode: "emit",
			platforms,
			summary: { policy_hash: compiled.policy_hash, rules: compiled.rules.length, files: emitted.files.map((file) => file.path), changed },
		};
		if (call.on("json")) call.io.out(`${JSON.stringify(result, null, "\t")}\n`);
		else {
			for (const { host, artifact, counts } of emitted.summary) {
				const held = `${counts.exact + counts.stricter} of ${compiled.rules.length} rules held by the host too`;
				call.io.out(`${host.padEnd(15)}${held}  ${shown}/${artifact}\n`);
			}
		}
		return EXIT.ok;
	},
};

async function readResolved(full: string, path: string, session: Session) {
	let value: unknown;
	try {
		value = JSON.parse(readFileSync(full, "utf8"));
	} catch (error) {
		const name = error instanceof SyntaxError ? "bad-policy-json" : "cannot-read";
		session.report(name, null, { path, problem: reasonOf(error) });
		return null;
	}
	return compileResolved(value, path, REGISTRY, session);
}
