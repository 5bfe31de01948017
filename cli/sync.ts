import { existsSync, readFileSync } from "node:fs";
import { relative, resolve as resolvePath } from "node:path";
import { Session } from "../compiler/diagnostics/session.ts";
import { compileResolved } from "../compiler/index.ts";
import { emitHarness } from "../targets/index.ts";
import { readAssets } from "./assets.ts";
import { EXIT } from "./exit.ts";
import { printDiagnostics } from "./load-policy.ts";
import { reasonOf } from "./read-scopes.ts";
import { REGISTRY } from "./registry.ts";
import { SHARED, type Verb } from "./verb.ts";
import { writeFiles } from "./write-files.ts";

export const sync: Verb = {
	name: "sync",
	summary: "write the host artifacts of one resolved policy",
	about:
		"Takes the JSON of `policyc resolve --emit` and writes the artifacts of all hosts, the wrapper bundle, the dispatch script with its manifest and the evaluator to one folder. The policy hash is checked first.",
	options: {
		"policy-json": { value: "FILE", help: "the resolved policy" },
		"out-dir": { value: "DIR", help: "where to write" },
		apply: { help: "write to the hosts' live files (not built yet)" },
		json: SHARED.json,
	},
	examples: [
		["policyc resolve --emit resolved.json && policyc sync --policy-json resolved.json --out-dir out", "resolve once, write everything"],
	],
	async run(call) {
		const session = new Session();
		const path = call.text("policy-json");
		const out = call.text("out-dir");
		if (path === undefined)
			session.report("missing-option", null, { option: "--policy-json", usage: "policyc sync --policy-json FILE --out-dir DIR" });
		if (out === undefined)
			session.report("missing-option", null, { option: "--out-dir", usage: "policyc sync --policy-json FILE --out-dir DIR" });
		if (call.on("apply"))
			session.report("later-step", null, { what: "--apply", instead: "use --out-dir and put the files in place yourself" });
		if (session.failed || path === undefined || out === undefined) {
			printDiagnostics(call.io, session, undefined);
			return EXIT.invalid;
		}
		const compiled = readResolved(resolvePath(call.io.cwd, path), path, session);
		if (!compiled) {
			printDiagnostics(call.io, session, undefined);
			return session.diagnostics.some((found) => found.name === "hash-mismatch") ? EXIT.mismatch : EXIT.invalid;
		}
		const folder = resolvePath(call.io.cwd, out);
		const emitted = emitHarness(compiled, "all", readAssets());
		const changed = writeFiles(folder, emitted.files);
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
				const [native, left] = [counts.exact + counts.stricter, counts.left_to_hook + counts.not_expressible];
				call.io.out(`${host.padEnd(15)}${native} native, ${left} by the hook only  ${shown}/${artifact}\n`);
			}
		}
		return EXIT.ok;
	},
};

function readResolved(full: string, path: string, session: Session) {
	if (!existsSync(full)) {
		session.report("cannot-read", null, { path, problem: "there is no such file" });
		return null;
	}
	let value: unknown;
	try {
		value = JSON.parse(readFileSync(full, "utf8"));
	} catch (error) {
		session.report("bad-policy-json", null, { path, problem: reasonOf(error) });
		return null;
	}
	return compileResolved(value, path, REGISTRY, session);
}
