import { join } from "node:path";
import { Session } from "../compiler/diagnostics/session.ts";
import { prepare } from "../runtime/typescript/index.ts";
import { HARNESSES, type Harness, viewHost } from "../targets/index.ts";
import { INSTALLS } from "../targets/install-table.ts";
import { builtHost } from "./apply/built-host.ts";
import { chooseHosts, LIVE_OPTIONS, type Live, liveOf } from "./apply/choose-hosts.ts";
import { liveFilesOf } from "./apply/plan-host.ts";
import { type GateFound, gatesLeft, readGates, shownGate } from "./audit/read-gates.ts";
import { type Built, buildAll, compareParts, harnessesAsked, outFolder } from "./build.ts";
import type { Check } from "./doctor/check.ts";
import { checkBuild } from "./doctor/check-build.ts";
import { checkGit } from "./doctor/check-git.ts";
import { checkHooks } from "./doctor/check-hook.ts";
import { checkHost } from "./doctor/check-host.ts";
import { findAllowed, findDenied, findHostProbe } from "./doctor/find-probes.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { exitFor } from "./exit-for.ts";
import { foldLines } from "./fold-lines.ts";
import { mayColour, painter } from "./io.ts";
import { printDiagnostics, slotsOf } from "./load-policy.ts";
import { REGISTRY } from "./registry.ts";
import { type Call, POLICY_OPTIONS, SHARED, type Verb } from "./verb.ts";

export const doctor: Verb = {
	name: "doctor",
	summary: "try what is installed, as the hosts would use it",
	about:
		"Tries what `policyc apply` installed: the files and hashes of the build, the dispatch script, each evaluator, git where a rule asks about it, and the live hook, which is called exactly as the host is told to, with a command that the policy refuses and one that it allows. Neither is run. The host's own program checks its configuration where it is on PATH; else that reads `not run`. Then it lists what is left to you. Exits with 2 where a check fails, with 7 where a needed program is missing. Changes nothing.",
	options: {
		...POLICY_OPTIONS,
		harness: { value: "NAME", multiple: true, offers: HARNESSES, help: "the same as --host" },
		host: {
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
		["policyc doctor", "does what is installed here work?"],
		["policyc doctor --host claude --level user --json", "the same for Claude Code in your home folder, for a script"],
	],
	async run(call) {
		const session = new Session();
		const examined = examine(call, session);
		printDiagnostics(call.io, session, call.text("format"));
		if (!examined) return exitFor(session);
		if (call.on("json")) call.io.out(`${JSON.stringify({ ok: exitOf(examined) === EXIT.ok, ...examined }, null, "\t")}\n`);
		else print(call, examined);
		return exitOf(examined);
	},
};

interface Examined {
	/** Checks that are not about one host. */
	readonly machine: readonly Check[];
	readonly hosts: readonly HostExamined[];
}

interface HostExamined {
	readonly host: Harness;
	readonly policy_hash: string;
	readonly checks: readonly Check[];
	/** What the person has to do before the host heeds the files. */
	readonly gates: readonly GateFound[];
	/** What stays possible with everything installed. */
	readonly limits: readonly string[];
}

function examine(call: Call, session: Session): Examined | null {
	const slots = slotsOf(call, session);
	const live = slots && liveOf(call, slots.root, session);
	if (!live) return null;
	const asked = harnessesAsked(call, session, "host") ?? harnessesAsked(call, session);
	const hosts = session.failed ? [] : chooseHosts(asked, live, session);
	const all = session.failed ? null : buildAll(call, hosts, session);
	if (!all) return null;
	const folder = outFolder(call, all.root);
	const parts = compareParts(folder, all.parts);
	const conditions = new Set(parts.flatMap(({ emitted }) => emitted.bundle.required_conditions));
	return {
		machine: [checkGit([...conditions].sort(), call.io)],
		hosts: parts.map((part) => examineHost(part, folder, all.root, live, call)),
	};
}

function examineHost(part: Built, folder: string, root: string, live: Live, { io }: Call): HostExamined {
	const { harness, resolved, emitted } = part;
	const install = INSTALLS[harness];
	const built = builtHost(part, folder);
	const prepared = prepare(emitted.bundle);
	const denied = findDenied(part, prepared);
	const allowed = findAllowed(part, prepared);
	const fallback = resolved.policy.fallbacks.malformed_bundle;
	const probe = findHostProbe(part, viewHost(resolved.compiled, harness, REGISTRY), prepared);
	return {
		host: harness,
		policy_hash: resolved.policyHash,
		checks: [
			...checkBuild(part, join(folder, harness), denied, io),
			...checkHooks(liveFilesOf(built, live.level, live.base), { host: harness, prepared, fallback, denied, allowed, root, io }),
			checkHost(install, built.artifact, probe, root, io),
		],
		gates: readGates(install, live.level, { root: live.root, home: live.home, system: "/" }),
		limits: install.limits,
	};
}

function exitOf({ machine, hosts }: Examined): ExitCode {
	const outcomes = new Set([...machine, ...hosts.flatMap(({ checks }) => checks)].map(({ outcome }) => outcome));
	// Without a needed program other checks fail too: that program is what to look for first.
	return outcomes.has("missing") ? EXIT.missingTool : outcomes.has("failed") ? EXIT.mismatch : EXIT.ok;
}

const STYLES = { passed: "allow", failed: "deny", missing: "deny", "not run": "dim" } as const;

function print({ io }: Call, { machine, hosts }: Examined): void {
	const paint = painter(mayColour(io, io.outIsTerminal));
	const rows = (checks: readonly Check[]) =>
		checks.map(({ name, outcome, detail }) => `  ${paint(STYLES[outcome], outcome.padEnd(8))} ${name.padEnd(30)} ${detail}\n`).join("");
	const parts = hosts.map(({ host, policy_hash, checks, gates, limits }) =>
		[
			`${paint("bold", host.padEnd(15))}${paint("dim", `policy ${policy_hash.slice(0, 12)}`)}\n`,
			rows(checks),
			...gatesLeft(gates).map(({ text, state }) => `  ${shownGate(state)}: ${text}\n`),
			...limits.map((limit) => `  ${paint("dim", `note: ${limit}`)}\n`),
		].join(""),
	);
	const text = `${rows(machine).replace(/^ {2}/gm, "")}\n${parts.join("\n")}`;
	io.out(io.outIsTerminal ? foldLines(text, io.columns) : text);
}
