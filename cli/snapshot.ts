import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Session } from "../compiler/diagnostics/session.ts";
import { EXIT } from "./exit.ts";
import { CONFIG_FOLDER } from "./find-root.ts";
import { firstDifference } from "./first-difference.ts";
import { loadPolicy, printDiagnostics, rootOf } from "./load-policy.ts";
import { reasonOf } from "./read-scopes.ts";
import { resolveOutput } from "./resolve-output.ts";
import { type Pair, readSettings } from "./settings.ts";
import { type Call, SHARED, type Verb } from "./verb.ts";
import { writeFile } from "./write-files.ts";

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

const MODES = ["check-existing", "write-canonical", "validate-canonical"] as const;

export const snapshot: Verb = {
	name: "snapshot",
	summary: "compare or record the canonical policy hashes",
	about:
		"Keeps the resolved policy of each canonical harness and task domain pair (`canonical` in policy-config/policyc.json; every known host unless written) under policy-config/snapshots/, so that a review sees what a change of policy means.",
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
		const [mode] = chosen;
		if (!mode || chosen.length > 1) {
			session.report("missing-option", null, {
				option: "one of --check-existing, --write-canonical and --validate-canonical",
				usage: "policyc snapshot --check-existing",
			});
		}
		const rows = mode && !session.failed ? compareAll(call, mode, session) : null;
		printDiagnostics(call.io, session, call.text("format"));
		if (!rows || !mode) return EXIT.invalid;
		const bad = rows.filter(
			(row) => row.status === "mismatch" || row.status === "unreadable" || (row.status === "missing" && mode === "validate-canonical"),
		);
		if (mode === "write-canonical" && call.on("commit")) commit(call, rows);
		const status = bad.length > 0 ? "mismatch" : mode === "write-canonical" ? "written" : "match";
		if (call.on("json")) {
			const hashes = [...new Set(rows.map((row) => row.policy_hash))];
			const result = { status, policy_hash: hashes.length === 1 ? hashes[0] : null, snapshots: rows, mismatches: bad };
			call.io.out(`${JSON.stringify(result, null, "\t")}\n`);
		} else {
			for (const row of rows) {
				const difference = row.first_difference === null ? "" : `  first difference at ${row.first_difference || "the top"}`;
				call.io.out(`${row.status.padEnd(10)} ${row.policy_hash.slice(0, 12)}  ${row.file}${difference}\n`);
			}
		}
		return bad.length > 0 ? EXIT.mismatch : EXIT.ok;
	},
};

function compareAll(call: Call, mode: (typeof MODES)[number], session: Session): Row[] | null {
	const root = rootOf(call, session);
	const settings = root === null ? null : readSettings(root, session);
	if (root === null || !settings) return null;
	const made = settings.canonical.map((pair) => ({ pair, ...makeSnapshot(root, pair, call, session) }));
	// Everything is resolved before anything is written.
	if (session.failed) return null;
	return made.map(({ pair, text, hash }) => {
		const file = snapshotPath(pair);
		const path = join(root, file);
		const row = { ...pair, file, policy_hash: hash, recorded_hash: null, first_difference: null };
		if (mode === "write-canonical") return { ...row, recorded_hash: hash, status: writeFile(path, text) ? "written" : "unchanged" };
		return { ...row, ...compareWith(path, text) };
	});
}

function makeSnapshot(root: string, pair: Pair, call: Call, session: Session): { text: string; hash: string } {
	const selection = { root, harness: pair.harness, taskDomain: pair.task_domain, taskInstance: null, system: null, user: null };
	const resolved = loadPolicy(selection, { trust: false, io: call.io }, session);
	if (!resolved) return { text: "", hash: "" };
	const { policy_hash, policy } = resolveOutput(resolved, true);
	return { text: `${JSON.stringify({ policy_hash, policy }, null, "\t")}\n`, hash: policy_hash };
}

function compareWith(path: string, text: string): Pick<Row, "status" | "recorded_hash" | "first_difference"> {
	if (!existsSync(path)) return { status: "missing", recorded_hash: null, first_difference: null };
	try {
		const recorded: unknown = JSON.parse(readFileSync(path, "utf8"));
		const difference = firstDifference(recorded, JSON.parse(text));
		const hash = typeof recorded === "object" && recorded !== null && "policy_hash" in recorded ? recorded.policy_hash : null;
		return {
			status: difference === null ? "match" : "mismatch",
			recorded_hash: typeof hash === "string" ? hash : null,
			first_difference: difference,
		};
	} catch {
		return { status: "unreadable", recorded_hash: null, first_difference: null };
	}
}

function snapshotPath(pair: Pair): string {
	return `${CONFIG_FOLDER}/snapshots/${[pair.harness ?? "any", ...(pair.task_domain === null ? [] : [pair.task_domain])].join(".")}.json`;
}

function commit(call: Call, rows: readonly Row[]): void {
	const root = rootOf(call, new Session());
	const written = rows.filter((row) => row.status === "written").map((row) => row.file);
	if (root === null || written.length === 0) return;
	try {
		execFileSync("git", ["add", "--", ...written], { cwd: root, stdio: "pipe" });
		execFileSync("git", ["commit", "--quiet", "-m", "Record policy snapshots", "--", ...written], { cwd: root, stdio: "pipe" });
	} catch (error) {
		call.io.err(`the snapshots are written, but git did not commit them: ${reasonOf(error)}\n`);
	}
}
