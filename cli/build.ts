import { join, relative, resolve as resolvePath } from "node:path";
import { Session } from "../compiler/diagnostics/session.ts";
import { suggest } from "../compiler/diagnostics/suggest.ts";
import type { Resolved } from "../compiler/index.ts";
import { type Prepared, readBundle } from "../runtime/typescript/index.ts";
import { type Emission, emitHarness, HARNESSES, type Harness, isHarness, type NativeLanguage } from "../targets/index.ts";
import { FILES } from "../targets/target.ts";
import { readAssets } from "./assets.ts";
import { EXIT } from "./exit.ts";
import { exitFor } from "./exit-for.ts";
import { loadPolicy, printDiagnostics, selectionOf } from "./load-policy.ts";
import { compilePart, EVALUATORS, expectBinaries, keepBinaries, nativesAsked, standingNatives } from "./native-evaluators.ts";
import { printBuild, quoteWord, summaryOf } from "./print-build.ts";
import { type Selection, slotFile } from "./read-scopes.ts";
import { reportProblems } from "./report-problems.ts";
import { runExamples, type Tried } from "./run-examples.ts";
import { tryWriting } from "./try-writing.ts";
import { type Call, POLICY_OPTIONS, SHARED, type Verb } from "./verb.ts";
import { type Drift, findDrift, type OutputFile, writeFiles } from "./write-files.ts";

/** Where a build goes unless `--out-dir` says otherwise, relative to the root. */
export const OUT_FOLDER = ".policyc";

/** One host's part of a build. */
export interface Built {
	readonly harness: Harness;
	readonly resolved: Resolved;
	/** The policy as the evaluator reads it; null where it has no example to try. */
	readonly prepared: Prepared | null;
	readonly emitted: Emission;
	/** Evaluators that were compiled, relative to the part's folder. */
	readonly binaries: readonly OutputFile[];
	/** Paths of written files that were different before, relative to the part's folder. */
	readonly changed: readonly string[];
	/** With --check: what stands there and should not, and the other way round. */
	readonly drift: readonly Drift[];
}

/** A build in memory. */
export interface BuiltPolicy {
	readonly root: string;
	/** Where it stands, or is to stand. */
	readonly folder: string;
	readonly parts: readonly Built[];
	/** How many examples and expectations were tried. */
	readonly examples: number;
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
		evaluator: {
			value: "NAME",
			multiple: true,
			offers: EVALUATORS,
			help: `write the project of an evaluator with the policy inside: ${EVALUATORS.join(", ")} (the tools that are there); may be repeated. The one in TypeScript is always written`,
		},
		compile: { help: "compile those projects too, with the language's own tool; the hook then starts what was compiled" },
		"out-dir": { value: "DIR", help: `where to write (default: ROOT/${OUT_FOLDER})` },
		check: { help: "write nothing; exit 2 if what stands there is not what would be written" },
		json: SHARED.json,
	},
	examples: [
		["policyc build", "build for all hosts"],
		["policyc build --harness codex --harness claude --out-dir out", "build for two hosts, somewhere else"],
		["policyc build --evaluator auto --compile", "with evaluators that start in a millisecond, by the tools that are there"],
		["policyc build --check", "in CI: fail when the committed build is out of date"],
	],
	async run(call) {
		const session = new Session();
		const hosts = harnessesAsked(call, session) ?? HARNESSES;
		const natives = nativesAsked(call, session);
		const built = session.failed ? null : buildAll(call, hosts, session, natives);
		const whole = built && addBinaries(call, built, natives, session);
		printDiagnostics(call.io, session, call.text("format"));
		if (!built || !whole) return exitFor(session);
		const { folder } = built;
		const checking = call.on("check");
		const parts = checking ? compareParts(folder, whole) : writeParts(call, folder, whole);
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
	return parts.map((part) => ({ ...part, drift: findDrift(join(folder, part.harness), filesOf(part)) }));
}

/** Writes the files of all hosts, or none of them. */
export function writeParts(call: Call, folder: string, parts: readonly Built[]): Built[] | null {
	const files = parts.flatMap((part) => filesOf(part).map((file) => ({ ...file, path: `${part.harness}/${file.path}` })));
	const changed = tryWriting(call, folder, () => writeFiles(folder, files));
	if (!changed) return null;
	return parts.map((part) => {
		const own = `${part.harness}/`;
		return { ...part, changed: changed.flatMap((path) => (path.startsWith(own) ? [path.slice(own.length)] : [])) };
	});
}

/** All files of a part. */
function filesOf({ emitted, binaries }: Built): readonly OutputFile[] {
	return [...emitted.files, ...binaries];
}

/**
 * Compiles and emits for hosts; those without a scope file of their own share one compilation.
 *
 * @param natives the native evaluators of the build; null: those that stand in its folder, with their programs
 */
export function buildAll(
	call: Call,
	harnesses: readonly Harness[],
	session: Session,
	natives: readonly NativeLanguage[] | null = null,
): BuiltPolicy | null {
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
	const folder = outFolder(call, selection.root);
	const triedOf = new Map<Resolved, Tried>();
	const parts = harnesses.flatMap((harness): Built[] => {
		const resolved = compiled.get(harnessKey(selection, harness));
		if (!resolved) return [];
		const place = join(folder, harness);
		const languages = natives ?? standingNatives(place);
		const emitted = emitHarness(resolved.compiled, harness, readAssets(languages));
		// Hosts that share a policy have bundles that differ in what the hosts hold natively alone, which no decision looks at.
		if (!triedOf.has(resolved)) checkBundle(emitted);
		const tried = triedOf.get(resolved) ?? runExamples(resolved, () => emitted.bundle, session);
		triedOf.set(resolved, tried);
		const part: Built = { harness, resolved, prepared: tried.prepared, emitted, binaries: [], changed: [], drift: [] };
		return [natives ? part : keepBinaries(part, languages, place, call.io)];
	});
	const examples = new Set([...triedOf.values()].flatMap(({ places }) => [...places]));
	for (const part of parts) reportProblems(part.emitted.problems, session);
	return session.failed ? null : { root: selection.root, folder, parts, examples: examples.size };
}

/** Whether evaluators can read what is about to be written: if not, that is our bug. */
function checkBundle({ files, problems }: Emission): void {
	const written = files.find(({ path }) => path === FILES.bundle);
	if (problems.length === 0 && (!written || readBundle(Buffer.from(written.content)) === null))
		throw new Error("evaluators refuse the bundle");
}

/** The parts with the programs that `--compile` asks for; null where one cannot be compiled. */
function addBinaries(
	call: Call,
	{ parts, folder }: BuiltPolicy,
	natives: readonly NativeLanguage[],
	session: Session,
): readonly Built[] | null {
	if (!call.on("compile")) return parts;
	const whole = parts.map((part) => {
		if (call.on("check")) return expectBinaries(part, natives, join(folder, part.harness), call.io, session);
		return compilePart(part, natives, call.io, session);
	});
	return session.failed ? null : whole;
}

/** The hosts that `--harness` (or another option) names, in the order of the table; null where it names none. What is no host is reported. */
export function harnessesAsked(call: Call, session: Session, option = "harness"): readonly Harness[] | null {
	const asked = call.texts(option).flatMap((entry) => entry.split(","));
	for (const value of asked) {
		if (isHarness(value)) continue;
		const expected = `one of ${HARNESSES.join(", ")}`;
		session.report("bad-option-value", null, { option: `--${option}`, value, expected }, { suggestion: suggest(value, HARNESSES) });
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
		files: filesOf(part).map((file) => `${part.harness}/${file.path}`),
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
