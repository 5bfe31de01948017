import { join, relative, resolve as resolvePath } from "node:path";
import { Session } from "../compiler/diagnostics/session.ts";
import { suggest } from "../compiler/diagnostics/suggest.ts";
import type { Resolved } from "../compiler/index.ts";
import type { Prepared } from "../runtime/typescript/index.ts";
import { type Emission, emitHarness, HARNESSES, type Harness, isHarness } from "../targets/index.ts";
import { readAssets } from "./assets.ts";
import { EXIT } from "./exit.ts";
import { exitFor } from "./exit-for.ts";
import { loadPolicy, printDiagnostics, selectionOf } from "./load-policy.ts";
import { printBuild, quoteWord, summaryOf } from "./print-build.ts";
import { type Selection, slotFile } from "./read-scopes.ts";
import { reportProblems } from "./report-problems.ts";
import { runExamples, type Tried } from "./run-examples.ts";
import { tryWriting } from "./try-writing.ts";
import { type Call, POLICY_OPTIONS, SHARED, type Verb } from "./verb.ts";
import { type Drift, findDrift, writeFiles } from "./write-files.ts";

/** Where a build goes unless `--out-dir` says otherwise, relative to the root. */
export const OUT_FOLDER = ".policyc";

/** One host's part of a build. */
export interface Built {
	readonly harness: Harness;
	readonly resolved: Resolved;
	/** The policy as the evaluator reads it; null where it has no example to try. */
	readonly prepared: Prepared | null;
	readonly emitted: Emission;
	/** Paths of written files that were different before, relative to the part's folder. */
	readonly changed: readonly string[];
	/** With --check: what stands there and should not, and the other way round. */
	readonly drift: readonly Drift[];
}

export const build: Verb = {
	name: "build",
	summary: "compile the policy into everything that enforces it",
	about:
		"Writes one folder per host: its own configuration, the wrapper bundle (the whole policy as the evaluator reads it), the evaluator, the hook (dispatch script) with its manifest, and a report of what the host cannot say by itself. Examples and scenarios of the policy are tried first. With any error nothing is written.",
	options: {
		...POLICY_OPTIONS,
		harness: {
			value: "NAME",
			multiple: true,
			offers: HARNESSES,
			help: `build for this host only; may be repeated (default: ${HARNESSES.join(", ")})`,
		},
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
		const hosts = harnessesAsked(call, session) ?? HARNESSES;
		const built = session.failed ? null : buildAll(call, hosts, session);
		printDiagnostics(call.io, session, call.text("format"));
		if (!built) return exitFor(session);
		const folder = outFolder(call, built.root);
		const checking = call.on("check");
		const parts = checking ? compareParts(folder, built.parts) : writeParts(call, folder, built.parts);
		if (!parts) return EXIT.invalid;
		const shown = relative(call.io.cwd, folder) || ".";
		if (call.on("json")) call.io.out(`${JSON.stringify(resultOf(shown, parts, built.examples), null, "\t")}\n`);
		else printBuild({ io: call.io, shown, parts, examples: built.examples, checking, evalCommand: evalCommandOf(call) });
		return parts.some((part) => part.drift.length > 0) ? EXIT.mismatch : EXIT.ok;
	},
};

/** The folder that a call's build stands in. */
export function outFolder(call: Call, root: string): string {
	const given = call.text("out-dir");
	return given === undefined ? join(root, OUT_FOLDER) : resolvePath(call.io.cwd, given);
}

/** How what stands in a folder differs from a build. */
export function compareParts(folder: string, parts: readonly Built[]): Built[] {
	return parts.map((part) => ({ ...part, drift: findDrift(join(folder, part.harness), part.emitted.files) }));
}

/** Writes the files of all hosts, or none of them. */
export function writeParts(call: Call, folder: string, parts: readonly Built[]): Built[] | null {
	const files = parts.flatMap(({ harness, emitted }) => emitted.files.map((file) => ({ ...file, path: `${harness}/${file.path}` })));
	const changed = tryWriting(call, folder, () => writeFiles(folder, files));
	if (!changed) return null;
	return parts.map((part) => {
		const own = `${part.harness}/`;
		return { ...part, changed: changed.flatMap((path) => (path.startsWith(own) ? [path.slice(own.length)] : [])) };
	});
}

/** Compiles and emits for hosts; those without a scope file of their own share one compilation. */
export function buildAll(
	call: Call,
	harnesses: readonly Harness[],
	session: Session,
): { root: string; parts: Built[]; examples: number } | null {
	const selection = selectionOf(call, session);
	if (!selection) return null;
	const compiled = new Map<string | null, Resolved>();
	for (const harness of harnesses) {
		const key = harnessKey(selection, harness);
		if (compiled.has(key)) continue;
		const resolved = loadPolicy({ ...selection, harness }, { trust: call.on("trust"), io: call.io }, session);
		if (resolved) compiled.set(key, resolved);
	}
	if (session.failed) return null;
	const assets = readAssets();
	const triedOf = new Map<Resolved, Tried>();
	const parts = harnesses.flatMap((harness): Built[] => {
		const resolved = compiled.get(harnessKey(selection, harness));
		if (!resolved) return [];
		const emitted = emitHarness(resolved.compiled, harness, assets);
		// Hosts that share a policy have bundles that differ in what the hosts hold natively alone, which no decision looks at.
		const tried = triedOf.get(resolved) ?? runExamples(resolved, () => emitted.bundle, session);
		triedOf.set(resolved, tried);
		return [{ harness, resolved, prepared: tried.prepared, emitted, changed: [], drift: [] }];
	});
	const examples = new Set([...triedOf.values()].flatMap(({ places }) => [...places]));
	for (const part of parts) reportProblems(part.emitted.problems, session);
	return session.failed ? null : { root: selection.root, parts, examples: examples.size };
}

/** The hosts that `--harness` names, in the order of the table; null where it names none. What is no host is reported. */
export function harnessesAsked(call: Call, session: Session): readonly Harness[] | null {
	const asked = call.texts("harness").flatMap((entry) => entry.split(","));
	for (const value of asked) {
		if (isHarness(value)) continue;
		const expected = `one of ${HARNESSES.join(", ")}`;
		session.report("bad-option-value", null, { option: "--harness", value, expected }, { suggestion: suggest(value, HARNESSES) });
	}
	return asked.length === 0 ? null : HARNESSES.filter((harness) => asked.includes(harness));
}

function harnessKey(selection: Selection, harness: string): string | null {
	return slotFile(selection.root, `harness/${harness}`) === null ? null : harness;
}

/** The JSON that `build --json` prints; its schema is `schemas/output-build.schema.json`. */
function resultOf(shown: string, parts: readonly Built[], examples: number): object {
	const platform = (part: Built) => ({
		policy_hash: part.resolved.policyHash,
		rules: summaryOf(part).counts,
		files: part.emitted.files.map((file) => `${part.harness}/${file.path}`),
		changed: part.changed,
		drift: part.drift,
	});
	return {
		ok: parts.every((part) => part.drift.length === 0),
		out_dir: shown,
		examples,
		platforms: Object.fromEntries(parts.map((part) => [part.harness, platform(part)])),
	};
}

/** The call of `eval` that decides by the policy of this build, but for the command line. */
function evalCommandOf(call: Call): string {
	const options = ["root", "task-domain", "task-instance", "system", "user"].flatMap((name) => {
		const value = call.text(name);
		return value === undefined ? [] : [`--${name} ${quoteWord(value)}`];
	});
	return ["policyc eval", ...options, "--command"].join(" ");
}
