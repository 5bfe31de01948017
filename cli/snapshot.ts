import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Session } from "../compiler/diagnostics/session.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { CONFIG_FOLDER } from "./find-root.ts";
import { firstDifference } from "./first-difference.ts";
import { loadPolicy, printDiagnostics, rootOf } from "./load-policy.ts";
import { resolveOutput } from "./resolve-output.ts";
import { type Pair, readSettings } from "./settings.ts";
import { tryWriting } from "./try-writing.ts";
import { type Call, SHARED, type Verb } from "./verb.ts";
import { writeFiles } from "./write-files.ts";

/** One canonical pair, compared. */
interface Row {
	readonly harness: string | null;
	readonly task_domain: string | null;
	readonly file: string;
	readonly status: "match" | "mismatch" | "missing" | "written" | "unchanged" | "unreadable";
	readonly policy_hash: string;
	readonly recorded_hash: string | null;
	/** JSON pointer of the first difference, inside the recorded output. */
	readonly first_difference: string | null;
}

/** Where snapshots stand, relative to the root. */
const SNAPSHOTS = `${CONFIG_FOLDER}/snapshots`;

const MODES = ["check-existing", "write-canonical", "validate-canonical"] as const;

export const snapshot: Verb = {
	name: "snapshot",
	summary: "compare or record the canonical policy hashes",
	about:
		"Keeps the resolved policy of each canonical pair of harness and task domain under policy-config/snapshots/, so that a review sees what a change of policy means. Canonical are the pairs under `canonical` in policy-config/policyc.json; without it, every known host.",
	options: {
		root: SHARED.root,
		"check-existing": { help: "compare the snapshots that exist with the policy" },
		"write-canonical": { help: "write the snapshot of every canonical pair" },
		"validate-canonical": { help: "every canonical pair must have a snapshot, and it must match" },
		commit: { help: "with --write-canonical: commit the written snapshots with git" },
		json: SHARED.json,
		format: SHARED.format,
	},
	examples: [
		["policyc snapshot --write-canonical", "record what the policy means now"],
		["policyc snapshot --validate-canonical --json", "in CI: fail when a snapshot is missing or differs"],
	],
	async run(call) {
		const session = new Session();
		const chosen = MODES.filter((mode) => call.on(mode));
		const [mode, another] = chosen;
		if (!mode) {
			const option = "one of --check-existing, --write-canonical and --validate-canonical";
			session.report("missing-option", null, { option, usage: "policyc snapshot --check-existing" });
		}
		if (another) session.report("unexpected-argument", null, { argument: `--${another}`, verb: "snapshot" });
		if (call.on("commit") && mode !== "write-canonical") {
			session.report("missing-option", null, { option: "--write-canonical", usage: "policyc snapshot --write-canonical --commit" });
		}
		const root = session.failed ? null : rootOf(call, session);
		const made = root === null ? null : makeAll(root, call, session);
		printDiagnostics(call.io, session, call.text("format"));
		if (root === null || !made || !mode) return EXIT.invalid;
		const rows = mode === "write-canonical" ? writeAll(root, made, call) : made.map((entry) => compareWith(root, entry));
		if (!rows) return EXIT.invalid;
		if (call.on("commit")) {
			const failure = commit(call, root, rows);
			if (failure !== null) return failure;
		}
		const bad = rows.filter(({ status }) => isBad(status, mode));
		if (call.on("json")) call.io.out(`${JSON.stringify(resultOf(rows, bad, mode), null, "\t")}\n`);
		else printRows(rows, call);
		return bad.length > 0 ? EXIT.mismatch : EXIT.ok;
	},
};

function isBad(status: Row["status"], mode: (typeof MODES)[number]): boolean {
	return status === "mismatch" || status === "unreadable" || (status === "missing" && mode === "validate-canonical");
}

/** The JSON that `snapshot --json` prints; its schema is `schemas/output-snapshot.schema.json`. */
function resultOf(rows: readonly Row[], bad: readonly Row[], mode: (typeof MODES)[number]): object {
	const [hash, another] = new Set(rows.map((row) => row.policy_hash));
	const none = rows.every((row) => row.status === "missing");
	const status = bad.length > 0 ? "mismatch" : mode === "write-canonical" ? "written" : none ? "missing" : "match";
	return { status, policy_hash: another === undefined ? (hash ?? null) : null, snapshots: rows, mismatches: bad };
}

function printRows(rows: readonly Row[], call: Call): void {
	for (const row of rows) {
		const difference = row.first_difference === null ? "" : `  first difference at ${row.first_difference || "the top"}`;
		call.io.out(`${row.status.padEnd(10)} ${row.policy_hash.slice(0, 12)}  ${row.file}${difference}\n`);
	}
	if (rows.some((row) => row.status === "missing")) call.io.out("record what is missing with `policyc snapshot --write-canonical`\n");
}

/** A canonical pair with its snapshot as it should be. */
interface Made {
	readonly pair: Pair;
	readonly text: string;
	readonly hash: string;
}

/** The snapshots of all canonical pairs: everything is resolved before anything is compared or written. */
function makeAll(root: string, call: Call, session: Session): Made[] | null {
	const settings = readSettings(root, session);
	const made = settings?.canonical.map((pair) => ({ pair, ...makeSnapshot(root, pair, call, session) }));
	return made && !session.failed ? made : null;
}

function writeAll(root: string, made: readonly Made[], call: Call): Row[] | null {
	const files = made.map(({ pair, text }) => ({ path: snapshotPath(pair), content: text, executable: false }));
	const changed = tryWriting(call, join(root, SNAPSHOTS), () => writeFiles(root, files));
	if (!changed) return null;
	return made.map(({ pair, hash }) => {
		const file = snapshotPath(pair);
		const status = changed.includes(file) ? "written" : "unchanged";
		return { ...pair, file, status, policy_hash: hash, recorded_hash: hash, first_difference: null };
	});
}

function makeSnapshot(root: string, pair: Pair, call: Call, session: Session): { text: string; hash: string } {
	const selection = { root, harness: pair.harness, taskDomain: pair.task_domain, taskInstance: null, system: null, user: null };
	const resolved = loadPolicy(selection, { trust: false, io: call.io }, session);
	if (!resolved) return { text: "", hash: "" };
	const { policy_hash, policy } = resolveOutput(resolved, true);
	return { text: `${JSON.stringify({ policy_hash, policy }, null, "\t")}\n`, hash: policy_hash };
}

function compareWith(root: string, { pair, text, hash }: Made): Row {
	const file = snapshotPath(pair);
	const path = join(root, file);
	const row = { ...pair, file, policy_hash: hash, recorded_hash: null, first_difference: null };
	if (!existsSync(path)) return { ...row, status: "missing" };
	try {
		const recorded: unknown = JSON.parse(readFileSync(path, "utf8"));
		const difference = findDifference(recorded, JSON.parse(text));
		const before = memberOf(recorded, "policy_hash");
		return {
			...row,
			status: difference === null ? "match" : "mismatch",
			recorded_hash: typeof before === "string" ? before : null,
			first_difference: difference,
		};
	} catch {
		return { ...row, status: "unreadable" };
	}
}

/** The first difference inside the policies, since the hashes always differ with them; outside only where the policies agree. */
function findDifference(recorded: unknown, current: unknown): string | null {
	const policies = firstDifference(memberOf(recorded, "policy"), memberOf(current, "policy"), "/policy");
	return policies ?? firstDifference(recorded, current);
}

function memberOf(value: unknown, key: string): unknown {
	return typeof value === "object" && value !== null ? Object.entries(value).find(([name]) => name === key)?.[1] : undefined;
}

/** No name of a harness or task domain holds `+` or starts with `_`, so that every pair has a file of its own. */
function snapshotPath(pair: Pair): string {
	return `${SNAPSHOTS}/${pair.harness ?? "_any"}${pair.task_domain === null ? "" : `+${pair.task_domain}`}.json`;
}

/** Commits the snapshots and nothing else. Returns the exit status if that failed, with the reason on standard error. */
function commit(call: Call, root: string, rows: readonly Row[]): ExitCode | null {
	const files = rows.map((row) => row.file);
	const git = (...args: string[]) => spawnSync("git", args, { cwd: root, encoding: "utf8", env: { ...process.env, ...call.io.env } });
	const added = git("add", "--", ...files);
	const staged = added.status === 0 ? git("diff", "--cached", "--quiet", "--", ...files) : added;
	// `git diff --quiet` ends with 1 where something differs.
	const last = staged === added || staged.status !== 1 ? staged : git("commit", "--quiet", "-m", "Record policy snapshots", "--", ...files);
	if (last.status === 0) return null;
	const session = new Session();
	const missing = last.error !== undefined;
	const said = [last.stderr, last.stdout].join("\n").trim().split("\n")[0];
	session.report("commit-failed", null, { problem: missing ? "git cannot be run" : said || `git ended with status ${last.status}` });
	printDiagnostics(call.io, session, call.text("format"));
	return missing ? EXIT.missingTool : EXIT.invalid;
}
