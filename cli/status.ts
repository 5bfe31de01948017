import { join, relative } from "node:path";
import { Session } from "../compiler/diagnostics/session.ts";
import { HARNESSES, type Harness } from "../targets/index.ts";
import { INSTALLS } from "../targets/install-table.ts";
import { builtHost } from "./apply/built-host.ts";
import { chooseHosts, LIVE_OPTIONS, liveOf } from "./apply/choose-hosts.ts";
import { presentEntries } from "./apply/merge-entries.ts";
import { type LiveFile, liveFilesOf } from "./apply/plan-host.ts";
import { auditHost, type Finding } from "./audit/audit-host.ts";
import { type GateFound, gatesLeft, readGates, shownGate } from "./audit/read-gates.ts";
import { readText } from "./audit/read-settings.ts";
import { buildAll, compareParts, harnessesAsked, outFolder } from "./build.ts";
import { EXIT } from "./exit.ts";
import { exitFor } from "./exit-for.ts";
import { mayColour, painter } from "./io.ts";
import { printDiagnostics, slotsOf } from "./load-policy.ts";
import { type Call, POLICY_OPTIONS, SHARED, type Verb } from "./verb.ts";

export const status: Verb = {
	name: "status",
	summary: "say whether the hosts enforce this policy",
	about:
		"Compares the build and the hosts' live files with what the policy gives now, and looks through every settings file that a host reads for what lets commands past the hook: a switch that turns it off, a file that takes its place, an entry that allows what a rule decides by a condition. Exits with 2 where something is missing, changed, out of date or lets commands past; each such file and entry is named. Trusting a folder or a hook is left to you and listed. Writes nothing.",
	options: {
		...POLICY_OPTIONS,
		harness: {
			value: "NAME",
			multiple: true,
			offers: HARNESSES,
			help: "this host only; may be repeated (default: those that are set up here)",
		},
		"out-dir": { value: "DIR", help: "where the build stands (default: ROOT/.policyc)" },
		...LIVE_OPTIONS,
		json: SHARED.json,
	},
	examples: [
		["policyc status", "is this repository guarded as its policy says?"],
		["policyc status --level user --json", "the same for your home folder, for a script"],
	],
	async run(call) {
		const session = new Session();
		const found = findDifferences(call, session);
		printDiagnostics(call.io, session, call.text("format"));
		if (!found) return exitFor(session);
		const isClean = found.every(({ differences }) => differences.length === 0);
		if (call.on("json")) call.io.out(`${JSON.stringify({ ok: isClean, hosts: found }, null, "\t")}\n`);
		else print(call, found);
		return isClean ? EXIT.ok : EXIT.mismatch;
	},
};

/** One way in which a host does not enforce what the policy says. */
interface Difference {
	readonly path: string;
	readonly problem: "missing" | "changed" | "unexpected" | "rules missing" | "hook missing" | Finding["problem"];
	/** The entries that are missing, as JSON, or those that let commands past the hook. */
	readonly entries: readonly string[];
}

/** What apply does not touch. */
const FOREIGN: readonly Difference["problem"][] = ["hook off", "hook overridden", "allowed natively", "unreadable"];

interface HostStatus {
	readonly host: Harness;
	readonly policy_hash: string;
	readonly differences: readonly Difference[];
	/** What the person has to do before the host heeds the files. */
	readonly gates: readonly GateFound[];
}

function findDifferences(call: Call, session: Session): readonly HostStatus[] | null {
	const slots = slotsOf(call, session);
	const live = slots && liveOf(call, slots.root, session);
	if (!live) return null;
	const hosts = chooseHosts(harnessesAsked(call, session), live, session);
	const all = session.failed ? null : buildAll(call, hosts, session);
	if (!all) return null;
	const folder = outFolder(call, all.root);
	const bases = { root: live.root, home: live.home, system: "/" };
	return compareParts(folder, all.parts).map((part) => {
		const built = part.drift.map(({ path, problem }): Difference => ({ path: join(folder, part.harness, path), problem, entries: [] }));
		const files = liveFilesOf(builtHost(part, folder), live.level, live.base);
		const audited = auditHost(INSTALLS[part.harness], live.level, bases, part.resolved.compiled);
		return {
			host: part.harness,
			policy_hash: part.resolved.policyHash,
			differences: [...built, ...joinByFile(files.flatMap(compareLive), audited)],
			gates: readGates(INSTALLS[part.harness], live.level, bases),
		};
	});
}

/** How a live file differs from what should stand in it. */
function compareLive({ path, wanted, holds }: LiveFile): readonly Difference[] {
	const difference = (problem: Difference["problem"], entries: readonly string[] = []): Difference => ({ path, problem, entries });
	const text = readText(path);
	if (text === null) return [difference("missing")];
	if (typeof text !== "string") return [difference("unreadable", [text.problem])];
	if (wanted.kind === "whole") return text === wanted.content ? [] : [difference("changed")];
	const present = new Set(presentEntries(text, wanted.entries));
	const missing = wanted.entries.filter((entry) => !present.has(entry));
	const isHook = (entry: (typeof missing)[number]) => entry.path[0] === "hooks" && holds.includes("hook");
	const shown = (entries: typeof missing) => entries.map(({ path: place, value }) => `${place.join(".")}: ${JSON.stringify(value)}`);
	const [hooks, rules] = [missing.filter(isHook), missing.filter((entry) => !isHook(entry))];
	return [
		...(rules.length > 0 ? [difference("rules missing", shown(rules))] : []),
		...(hooks.length > 0 ? [difference("hook missing", shown(hooks))] : []),
	];
}

/** Differences and findings; what cannot be read is said once. */
function joinByFile(differences: readonly Difference[], findings: readonly Finding[]): readonly Difference[] {
	const unread = new Set(differences.flatMap(({ path, problem }) => (problem === "unreadable" ? [path] : [])));
	return [...differences, ...findings.filter(({ path }) => !unread.has(path))];
}

function print({ io }: Call, found: readonly HostStatus[]): void {
	const paint = painter(mayColour(io, io.outIsTerminal));
	for (const { host, policy_hash, differences, gates } of found) {
		const state = differences.length === 0 ? paint("allow", "enforced") : paint("deny", "not as the policy says");
		io.out(`${paint("bold", host.padEnd(15))}${state}  ${paint("dim", `policy ${policy_hash.slice(0, 12)}`)}\n`);
		for (const { path, problem, entries } of differences) {
			io.out(`  ${problem.padEnd(16)} ${relative(io.cwd, path)}\n`);
			for (const entry of entries) io.out(`    ${entry}\n`);
		}
		for (const { text, state } of gatesLeft(gates)) io.out(`  ${shownGate(state)}: ${text}\n`);
	}
	const problems = new Set(found.flatMap(({ differences }) => differences.map(({ problem }) => problem)));
	if (FOREIGN.some((problem) => problems.has(problem))) io.out("\nwhat others have written is theirs: change the named entries by hand\n");
	if ([...problems].some((problem) => !FOREIGN.includes(problem))) io.out("\n`policyc apply` brings it up to date\n");
}
