/** What `build` says about what it wrote: counts per host, the files, one decision. */

import { join } from "node:path";
import { decide } from "../runtime/typescript/index.ts";
import { binaryPath, type HostSummary, NATIVE_LANGUAGES, projectFolder } from "../targets/index.ts";
import { FILES } from "../targets/target.ts";
import type { Built } from "./build.ts";
import { renderVerdict } from "./eval.ts";
import { type Io, mayColour, painter } from "./io.ts";
import { plural } from "./load-policy.ts";
import { PLACE } from "./run-examples.ts";

export interface BuildReport {
	readonly io: Io;
	/** The folder that was written, as it is shown. */
	readonly shown: string;
	readonly parts: readonly Built[];
	/** How many examples and expectations were tried. */
	readonly examples: number;
	/** Whether the build was only compared. */
	readonly checking: boolean;
	/** How to decide a command by the same policy, up to the command line. */
	readonly evalCommand: string;
}

const ABOUT_FILES: Readonly<Record<string, string>> = {
	[FILES.bundle]: "the whole policy, for the evaluator",
	[FILES.evaluator]: "decides a command line by it; needs Node alone",
	[FILES.dispatch]: "the hook, to be called before a command runs",
	[FILES.manifest]: "how to call the hook, and the hash of every file",
	[FILES.losses]: "what the host's own configuration cannot say",
};

/** Prints the report of a build, or of `build --check`. */
export function printBuild(report: BuildReport): void {
	const { io, parts, examples } = report;
	const paint = painter(mayColour(io, io.outIsTerminal));
	const [first] = parts;
	if (!first) return;
	io.out(`${plural(examples, "example")} kept; what no rule is about: ${first.resolved.policy.default}\n\n`);
	io.out(paint("dim", `${row("host", "rules", "held by host too", "policy")}folder\n`));
	for (const part of parts) {
		const { counts } = summaryOf(part);
		const rules = String(part.resolved.policy.rules.length);
		const line = row(part.harness, rules, String(counts.exact + counts.stricter), part.resolved.policyHash.slice(0, 12));
		io.out(`${line}${join(report.shown, part.harness)}/${stateOf(part, report)}\n`);
		for (const difference of part.drift) io.out(`  ${difference.problem.padEnd(11)}${part.harness}/${difference.path}\n`);
	}
	if (report.checking) return;
	io.out("\nThe hook decides by every rule; what a host can say of them stands in its own configuration too. Each folder holds\n");
	for (const [path, about] of filesAndProjects(first)) io.out(`  ${path.padEnd(39)}${paint("dim", about)}\n`);
	const decided = decideOne(first, io);
	if (decided === null) return;
	io.out(`\nOne decision:\n\n${decided.text.replace(/^(?=.)/gm, "  ")}\n`);
	io.out(`Ask for others: ${report.evalCommand} ${quoteWord(decided.line)}\n`);
}

/** What a part's folder holds, each project as one, with what it is for. */
function filesAndProjects({ emitted, binaries }: Built): ReadonlyMap<string, string> {
	const built = new Set(binaries.map(({ path }) => path));
	const shown = new Map<string, string>();
	for (const { path } of emitted.files) {
		const language = NATIVE_LANGUAGES.find((name) => path.startsWith(`${projectFolder(name)}/`));
		if (language === undefined) shown.set(path, ABOUT_FILES[path] ?? "the host's own configuration; each host has another name for it");
		else if (built.has(binaryPath(language))) shown.set(binaryPath(language), "the evaluator that the hook starts, and its project");
		else shown.set(`${projectFolder(language)}/`, "an evaluator with the policy inside, to be compiled");
	}
	return shown;
}

function row(host: string, rules: string, held: string, policy: string): string {
	return `${host.padEnd(15)}${rules.padEnd(7)}${held.padEnd(18)}${policy.padEnd(14)}`;
}

function stateOf(part: Built, { io, checking }: BuildReport): string {
	const paint = painter(mayColour(io, io.outIsTerminal));
	if (part.drift.length > 0) return paint("deny", `  ${plural(part.drift.length, "difference")}`);
	if (checking) return paint("dim", "  up to date");
	return part.changed.length > 0 ? "" : paint("dim", "  unchanged");
}

/** The decision on an example of the strictest rule that has one; plain words are easier to read than quotes. */
function decideOne({ resolved, prepared }: Built, io: Io): { readonly line: string; readonly text: string } | null {
	const lines = resolved.policy.rules.flatMap(({ name }) => resolved.rules.get(name)?.match.map(({ value }) => value) ?? []);
	const line = lines.find((value) => /^[\w ./:=@+-]+$/.test(value)) ?? lines[0];
	if (line === undefined || prepared === null) return null;
	const verdict = decide(prepared, { command: line, cwd: PLACE.cwd, facts: PLACE.facts, unattended: false });
	return { line, text: renderVerdict({ line, verdict, resolved }, io) };
}

/** What one host's configuration came to. */
export function summaryOf(part: Built): HostSummary {
	const found = part.emitted.summary.find((entry) => entry.host === part.harness);
	if (!found) throw new Error(`no summary for ${part.harness}`);
	return found;
}

/** A word as a shell reads it back: in single quotes unless it is plain. */
export function quoteWord(word: string): string {
	return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
