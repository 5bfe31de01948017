import { join, relative, resolve as resolvePath } from "node:path";
import { Session } from "../compiler/diagnostics/session.ts";
import type { Resolved } from "../compiler/index.ts";
import { prepare } from "../runtime/typescript/index.ts";
import { bundleOf, type Emission, emitHarness, HARNESSES, type Harness } from "../targets/index.ts";
import { readAssets } from "./assets.ts";
import { EXIT } from "./exit.ts";
import { mayColour, painter } from "./io.ts";
import { loadPolicy, plural, printDiagnostics, selectionOf } from "./load-policy.ts";
import { reasonOf, type Selection, slotFile } from "./read-scopes.ts";
import { runExamples } from "./run-examples.ts";
import { type Call, POLICY_OPTIONS, SHARED, type Verb } from "./verb.ts";
import { type Drift, findDrift, writeFiles } from "./write-files.ts";

/** Where a build goes unless `--out-dir` says otherwise, relative to the root. */
export const OUT_FOLDER = ".policyc";

interface Built {
	readonly harness: Harness;
	readonly resolved: Resolved;
	readonly emitted: Emission;
	/** Written files, or with --check the differences. */
	changed: readonly string[];
	drift: readonly Drift[];
}

export const build: Verb = {
	name: "build",
	summary: "compile the policy into everything that enforces it",
	about:
		"Writes one folder per host: its native configuration, the wrapper bundle, the dispatch script with its manifest, the evaluator, and a report of what the host cannot say by itself. Examples and scenarios of the policy are tried first. With any error nothing is written.",
	options: {
		...POLICY_OPTIONS,
		harness: { value: "NAME", multiple: true, help: `build for this host only; may be repeated (default: ${HARNESSES.join(", ")})` },
		"out-dir": { value: "DIR", help: `where to write (default: ROOT/${OUT_FOLDER})` },
		check: { help: "write nothing; exit 2 if what stands there is not what would be written" },
		json: SHARED.json,
	},
	examples: [
		["policyc build", "build for all hosts"],
		["policyc build --harness codex --harness claude --out-dir out", "build for two hosts, somewhere else"],
		["policyc build --check", "in CI: fail when the committed build is out of date"],
	],
	async run(call) {
		const session = new Session();
		const built = buildAll(call, session);
		printDiagnostics(call.io, session, call.text("format"));
		if (!built) return EXIT.invalid;
		const folder = outFolder(call, built.root);
		for (const part of built.parts) {
			const place = join(folder, part.harness);
			if (call.on("check")) part.drift = findDrift(place, part.emitted.files);
		}
		if (!call.on("check")) {
			try {
				for (const part of built.parts) part.changed = writeFiles(join(folder, part.harness), part.emitted.files);
			} catch (error) {
				session.report("cannot-write", null, { path: relative(call.io.cwd, folder) || ".", problem: reasonOf(error) });
				printDiagnostics(call.io, session, call.text("format"));
				return EXIT.invalid;
			}
		}
		print(call, folder, built.parts, built.examples);
		return built.parts.some((part) => part.drift.length > 0) ? EXIT.mismatch : EXIT.ok;
	},
};

function outFolder(call: Call, root: string): string {
	const given = call.text("out-dir");
	return given === undefined ? join(root, OUT_FOLDER) : resolvePath(call.io.cwd, given);
}

/** Compiles and emits for every host asked for; hosts without a scope file of their own share one compilation. */
function buildAll(call: Call, session: Session): { root: string; parts: Built[]; examples: number } | null {
	const selection = selectionOf(call, session);
	if (!selection) return null;
	const asked = call.texts("harness").flatMap((entry) => entry.split(","));
	const harnesses = HARNESSES.filter((harness) => asked.length === 0 || asked.includes(harness));
	for (const name of asked) {
		if (!HARNESSES.some((harness) => harness === name))
			session.report("bad-option-value", null, { option: "--harness", value: name, expected: `one of ${HARNESSES.join(", ")}` });
	}
	if (session.failed) return null;
	const compiled = new Map<string | null, Resolved>();
	let examples = 0;
	for (const harness of harnesses) {
		const key = harnessKey(selection, harness);
		if (compiled.has(key)) continue;
		const resolved = loadPolicy({ ...selection, harness }, { trust: call.on("trust"), io: call.io }, session);
		if (resolved) compiled.set(key, resolved);
	}
	if (session.failed) return null;
	const assets = readAssets();
	const parts = harnesses.map((harness): Built => {
		const resolved = compiled.get(harnessKey(selection, harness)) as Resolved;
		return { harness, resolved, emitted: emitHarness(resolved.compiled, harness, assets), changed: [], drift: [] };
	});
	for (const part of parts) for (const problem of part.emitted.problems) session.report(problem.name, null, problem.holes);
	for (const resolved of compiled.values())
		examples += runExamples(resolved, prepare(bundleOf(resolved.compiled, assets.registry)), session);
	return session.failed ? null : { root: selection.root, parts, examples };
}

function harnessKey(selection: Selection, harness: string): string | null {
	return slotFile(selection.root, `harness/${harness}`) === null ? null : harness;
}

function print(call: Call, folder: string, parts: readonly Built[], examples: number): void {
	if (call.on("json")) {
		const result = {
			ok: parts.every((part) => part.drift.length === 0),
			out_dir: relative(call.io.cwd, folder) || ".",
			examples,
			platforms: Object.fromEntries(
				parts.map((part) => [
					part.harness,
					{
						policy_hash: part.resolved.policyHash,
						rules: hostSummary(part).counts,
						files: part.emitted.files.map((file) => `${part.harness}/${file.path}`),
						changed: part.changed,
						drift: part.drift,
					},
				]),
			),
		};
		call.io.out(`${JSON.stringify(result, null, "\t")}\n`);
		return;
	}
	const paint = painter(mayColour(call.io, call.io.outIsTerminal));
	const shown = relative(call.io.cwd, folder) || ".";
	const [first] = parts;
	if (!first) return;
	const counts = plural(first.resolved.policy.rules.length, "rule");
	call.io.out(`${counts}, ${plural(examples, "example")} kept, default ${first.resolved.policy.default}\n\n`);
	call.io.out(paint("dim", `${"host".padEnd(15)}${"native".padEnd(9)}${"hook only".padEnd(12)}${"policy".padEnd(15)}folder\n`));
	for (const part of parts) {
		const { counts } = hostSummary(part);
		const state =
			part.drift.length > 0
				? paint("deny", `  ${plural(part.drift.length, "difference")}`)
				: part.changed.length > 0
					? ""
					: paint("dim", "  unchanged");
		const row = `${part.harness.padEnd(15)}${String(counts.exact + counts.stricter).padEnd(9)}${String(counts.left_to_hook + counts.not_expressible).padEnd(12)}${part.resolved.policyHash.slice(0, 12).padEnd(15)}`;
		call.io.out(`${row}${join(shown, part.harness)}/${state}\n`);
		for (const difference of part.drift) call.io.out(`  ${difference.problem.padEnd(11)}${part.harness}/${difference.path}\n`);
	}
	if (!call.on("check")) {
		call.io.out(`\nEach folder holds:\n`);
		for (const file of first.emitted.files)
			call.io.out(`  ${file.path}${file.path === hostSummary(first).artifact ? "  (the host's own configuration)" : ""}\n`);
		call.io.out(`\nTry it: policyc eval --command 'git push --force'\n`);
	}
}

function hostSummary(part: Built): Emission["summary"][number] {
	const found = part.emitted.summary.find((entry) => entry.host === part.harness);
	if (!found) throw new Error(`no summary for ${part.harness}`);
	return found;
}
