import { relative } from "node:path";
import { createTwoFilesPatch } from "diff";
import { Session } from "../compiler/diagnostics/session.ts";
import { HARNESSES, type Harness } from "../targets/index.ts";
import { INSTALLS } from "../targets/install-table.ts";
import { builtHost } from "./apply/built-host.ts";
import type { ChangedFile } from "./apply/change-files.ts";
import { actionOf, changeLive } from "./apply/change-live.ts";
import { chooseHosts, LIVE_OPTIONS, type Live, liveOf } from "./apply/choose-hosts.ts";
import { planApply } from "./apply/plan-file.ts";
import { type LiveFile, liveFilesOf } from "./apply/plan-host.ts";
import { type GateFound, gatesLeft, readGates, shownGate } from "./audit/read-gates.ts";
import { type Built, buildAll, harnessesAsked, outFolder, writeParts } from "./build.ts";
import { EXIT } from "./exit.ts";
import { exitFor } from "./exit-for.ts";
import { type Io, mayColour, painter } from "./io.ts";
import { plural, printDiagnostics, slotsOf } from "./load-policy.ts";
import { type Call, POLICY_OPTIONS, SHARED, type Verb } from "./verb.ts";

export const apply: Verb = {
	name: "apply",
	summary: "build, and put the result where the hosts read it",
	about:
		"Builds, then brings the hosts' live files up to date: a file of policyc's own where the host reads a folder, else entries among those of others, whose text stays as it is byte for byte. The hook is wired to run before every shell command. What stood there is kept and `policyc unapply` puts it back. All files are changed, or none.",
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
		"dry-run": { help: "show what would change, and change nothing" },
		json: SHARED.json,
	},
	examples: [
		["policyc apply --dry-run", "show what would change in this repository"],
		["policyc apply --harness claude --level user", "guard every session of Claude Code of yours"],
	],
	async run(call) {
		const session = new Session();
		const applied = applyAll(call, session);
		printDiagnostics(call.io, session, call.text("format"));
		if (!applied) return exitFor(session);
		if (call.on("json")) call.io.out(`${JSON.stringify(resultOf(call, applied), null, "\t")}\n`);
		else if (call.on("dry-run")) printDiff(call.io, applied.changed);
		else printApplied(call.io, applied);
		return EXIT.ok;
	},
};

interface Applied {
	readonly live: Live;
	readonly hosts: readonly { readonly built: Built; readonly files: readonly LiveFile[] }[];
	readonly changed: readonly ChangedFile[];
}

function applyAll(call: Call, session: Session): Applied | null {
	const slots = slotsOf(call, session);
	const live = slots && liveOf(call, slots.root, session);
	if (!live) return null;
	const hosts = chooseHosts(harnessesAsked(call, session), live, session);
	if (session.failed) return null;
	const all = buildAll(call, hosts, session);
	if (!all) return null;
	const folder = outFolder(call, all.root);
	const planned = all.parts.map((built) => ({ built, files: liveFilesOf(builtHost(built, folder), live.level, live.base) }));
	const changes = planned.flatMap(({ files }) =>
		files.map(({ path, wanted }) => ({
			path,
			plan: (content: Buffer | null, entered: Parameters<typeof planApply>[2]) => planApply(path, content, entered, wanted),
		})),
	);
	const writes = !call.on("dry-run");
	// The hook has to stand before a host is told to call it.
	if (writes && !writeParts(call, folder, all.parts)) return null;
	const changed = changeLive(changes, live, writes, call.io.cwd, session);
	return changed && { live, hosts: planned, changed };
}

function printApplied(io: Io, { live, hosts, changed }: Applied): void {
	const paint = painter(mayColour(io, io.outIsTerminal));
	const actions = new Map(changed.map((file) => [file.path, actionOf(file)]));
	for (const { built, files } of hosts) {
		io.out(`${paint("bold", built.harness)}\n`);
		for (const { path, holds } of files) {
			const action = actions.get(path) ?? "unchanged";
			io.out(`  ${action.padEnd(10)} ${relative(io.cwd, path)}  ${paint("dim", holds.join(" and "))}\n`);
		}
		for (const { text, state } of gatesOf(built.harness, live)) io.out(`  ${shownGate(state)}: ${text}\n`);
		for (const limit of INSTALLS[built.harness].limits) io.out(`  ${paint("dim", `note: ${limit}`)}\n`);
	}
	io.out(`\n${plural(changed.filter((file) => actionOf(file) !== "unchanged").length, "file")} changed; \`policyc unapply\` undoes it\n`);
}

/** What of a host is left to the person. */
function gatesOf(host: Harness, { level, home, root }: Live): readonly GateFound[] {
	return gatesLeft(readGates(INSTALLS[host], level, { root, home, system: "/" }));
}

function printDiff(io: Io, changed: readonly ChangedFile[]): void {
	const files = changed.filter((file) => actionOf(file) !== "unchanged");
	for (const { path, before, after } of files) {
		const name = relative(io.cwd, path);
		const [from, to] = [before ? name : "/dev/null", after ? name : "/dev/null"];
		const patch = createTwoFilesPatch(from, to, before?.toString("utf8") ?? "", after?.toString("utf8") ?? "", undefined, undefined, {
			context: 3,
		});
		io.out(patch.slice(patch.indexOf("\n") + 1));
	}
	if (files.length === 0) io.out("nothing would change\n");
}

/** The JSON that `apply --json` prints; its schema is `schemas/output-apply.schema.json`. */
function resultOf(call: Call, { live, hosts, changed }: Applied): object {
	const actions = new Map(changed.map((file) => [file.path, actionOf(file)]));
	return {
		ok: true,
		mode: call.on("dry-run") ? "dry-run" : "apply",
		level: live.level,
		platforms: Object.fromEntries(
			hosts.map(({ built, files }) => [
				built.harness,
				{
					policy_hash: built.resolved.policyHash,
					files: files.map(({ path, holds }) => ({ path, holds, action: actions.get(path) ?? "unchanged" })),
					gates: gatesOf(built.harness, live).map(({ text }) => text),
				},
			]),
		),
	};
}
