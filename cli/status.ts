import { readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { Session } from "../compiler/diagnostics/session.ts";
import { HARNESSES, type Harness } from "../targets/index.ts";
import { builtHost } from "./apply/built-host.ts";
import { chooseHosts, LIVE_OPTIONS, liveOf } from "./apply/choose-hosts.ts";
import { presentEntries } from "./apply/merge-entries.ts";
import { type LiveFile, liveFilesOf } from "./apply/plan-host.ts";
import { buildAll, compareParts, harnessesAsked, outFolder } from "./build.ts";
import { EXIT } from "./exit.ts";
import { exitFor } from "./exit-for.ts";
import { mayColour, painter } from "./io.ts";
import { printDiagnostics, slotsOf } from "./load-policy.ts";
import { reasonOf } from "./read-scopes.ts";
import { type Call, POLICY_OPTIONS, SHARED, type Verb } from "./verb.ts";

export const status: Verb = {
	name: "status",
	summary: "say whether the hosts enforce this policy",
	about:
		"Compares the build and the hosts' live files with what the policy gives now, and exits with 2 where something is missing, changed or out of date: each such file and entry is named. Writes nothing.",
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
	readonly problem: "missing" | "changed" | "unexpected" | "unreadable" | "rules missing" | "hook missing";
	/** The entries that are missing, as JSON. */
	readonly entries: readonly string[];
}

interface HostStatus {
	readonly host: Harness;
	readonly policy_hash: string;
	readonly differences: readonly Difference[];
}

function findDifferences(call: Call, session: Session): readonly HostStatus[] | null {
	const slots = slotsOf(call, session);
	const live = slots && liveOf(call, slots.root, session);
	if (!live) return null;
	const hosts = chooseHosts(harnessesAsked(call, session), live, session);
	const all = session.failed ? null : buildAll(call, hosts, session);
	if (!all) return null;
	const folder = outFolder(call, all.root);
	return compareParts(folder, all.parts).map((part) => {
		const built = part.drift.map(({ path, problem }): Difference => ({ path: join(folder, part.harness, path), problem, entries: [] }));
		const files = liveFilesOf(builtHost(part, folder), live.level, live.base);
		return { host: part.harness, policy_hash: part.resolved.policyHash, differences: [...built, ...files.flatMap(compareLive)] };
	});
}

/** How a live file differs from what should stand in it. */
function compareLive({ path, wanted, holds }: LiveFile): readonly Difference[] {
	const difference = (problem: Difference["problem"], entries: readonly string[] = []): Difference => ({ path, problem, entries });
	const text = readLive(path);
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

/** The text of a file; null where there is none. */
function readLive(path: string): string | { readonly problem: string } | null {
	try {
		if (!statSync(path, { throwIfNoEntry: false })) return null;
		if (!statSync(path).isFile()) return { problem: "it is no regular file" };
		return readFileSync(path, "utf8");
	} catch (error) {
		return { problem: reasonOf(error) };
	}
}

function print({ io }: Call, found: readonly HostStatus[]): void {
	const paint = painter(mayColour(io, io.outIsTerminal));
	for (const { host, policy_hash, differences } of found) {
		const state = differences.length === 0 ? paint("allow", "enforced") : paint("deny", "not as the policy says");
		io.out(`${paint("bold", host.padEnd(15))}${state}  ${paint("dim", `policy ${policy_hash.slice(0, 12)}`)}\n`);
		for (const { path, problem, entries } of differences) {
			io.out(`  ${problem.padEnd(14)} ${relative(io.cwd, path)}\n`);
			for (const entry of entries) io.out(`    ${entry}\n`);
		}
	}
	if (found.some(({ differences }) => differences.length > 0)) io.out("\n`policyc apply` brings it up to date\n");
}
