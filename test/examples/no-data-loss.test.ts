/**
 * `examples/no-data-loss` held to what git really does: command lines that were run in throw-away repositories, each with
 * what it changed. The rows are read where POLICYC_CORPORA says, or beside the project.
 */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCli } from "../support/run-cli.ts";
import { judge, percent, policyAt } from "./judge-with.ts";

const ROOT = join(import.meta.dirname, "../../examples/no-data-loss");
const CORPUS = join(process.env.POLICYC_CORPORA ?? join(import.meta.dirname, "../../../shared/corpora"), "git-effects.jsonl");

interface Row {
	readonly command: string;
	readonly effects: readonly string[];
}

/** Effects that destroy something; rows without any effect are harmless, the rest is not counted. */
const DESTRUCTIVE = [
	"unstaged-changes-lost",
	"staged-changes-lost",
	"untracked-files-deleted",
	"ignored-files-deleted",
	"ref-rewound",
	"ref-deleted:refs/heads",
	"ref-deleted:refs/tags",
	"remote-ref-rewritten",
	"remote-ref-deleted",
	"stash-entry-removed",
	"worktree-removed",
	"other-worktree-changed",
	"git-dir-removed",
];

test("check finds nothing to say", async () => {
	expect(await runCli(["check", "--root", ROOT], ROOT)).toMatchObject({ status: 0, err: "" });
});

test.skipIf(!existsSync(CORPUS))("stops what destroys, and little else (not run without the corpora)", () => {
	const policy = policyAt(ROOT);
	const rows = readFileSync(CORPUS, "utf8")
		.split("\n")
		.filter(Boolean)
		.map((line) => JSON.parse(line) as Row);
	const destructive = rows.filter(({ effects }) => effects.some((effect) => DESTRUCTIVE.some((start) => effect.startsWith(start))));
	const harmless = rows.filter(({ effects }) => effects.length === 0);
	const stopped = ({ command }: Row) => judge(policy, command).decision !== "allow";
	const caught = destructive.filter(stopped);
	const bothered = harmless.filter(stopped);
	console.log(
		`destructive: ${caught.length} of ${destructive.length} denied or requested (${percent(caught.length, destructive.length)}); ` +
			`harmless: ${bothered.length} of ${harmless.length} (${percent(bothered.length, harmless.length)})`,
	);
	const missed = destructive.filter((row) => !caught.includes(row)).map(({ command }) => command);
	expect(destructive.length).toBeGreaterThan(0);
	expect(caught.length / destructive.length, missed.join("\n")).toBeGreaterThanOrEqual(0.95);
	expect(bothered.length / harmless.length, bothered.map(({ command }) => command).join("\n")).toBeLessThanOrEqual(0.08);
});
