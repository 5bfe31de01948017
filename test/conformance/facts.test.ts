/** The evaluator in Go sees in real repositories what the one in TypeScript sees. */

import { chmodSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { surroundingsOf } from "../../runtime/typescript/surroundings.ts";
import type { Condition } from "../../runtime/typescript/types.ts";
import { bundle, prefix } from "../runtime/bundle.ts";
import { Matrix } from "../runtime/git/rows.ts";
import { bytesOfPath } from "../runtime/git/sandbox.ts";
import { buildGo, call, hasGo, type Program } from "./evaluators.ts";

const PREDICATES: readonly (readonly [name: string, argument: string | null])[] = [
	["git_is_worktree", null],
	["git_is_linked_worktree", null],
	["git_clean_worktree", null],
	["git_synced_to_upstream", null],
	["git_branch_is", "main"],
	["git_branch_is", "t*"],
	["cwd_under", "./src"],
	["cwd_under", "~/"],
	["cwd_under", "/tmp"],
	["path_exists", "./a.txt"],
	["path_exists", "./**/b.?xt"],
	["path_exists", "./none/*"],
	["env_is", "PATH *bin*"],
	["env_is", "NONE *"],
	["os_is", "linux"],
	["os_is", "plan9"],
];

const MOST_TRIES = 5;

const folder = mkdtempSync(join(tmpdir(), "conformance-"));
const policy = join(folder, "policy.json");
const matrix = new Matrix();
let go: Program = ["not built"];

/** The environment of all calls. */
const ENVIRONMENT = { PATH: "/usr/bin:/bin", HOME: matrix.home };

const keyOf = (name: string, argument: string | null): string => (argument === null ? name : `${name} ${argument}`);

/** What the evaluator in Go says of all predicates in a directory. */
function facts(cwd: string): Readonly<Record<string, string>> {
	const { stdout } = call(go, ["--bundle", policy, "--command", "x", "--cwd", cwd, "--json"], "", ENVIRONMENT);
	const verdict = JSON.parse(stdout) as { readonly conditions: readonly { name: string; argument: string | null; value: string }[] };
	return Object.fromEntries(verdict.conditions.map(({ name, argument, value }) => [keyOf(name, argument), value]));
}

/** What the reference says, with all the time that it needs. */
function expectedFacts(cwd: string): Readonly<Record<string, string>> {
	const { root } = surroundingsOf(cwd, matrix.home);
	const source = matrix.facts({ root, environment: ENVIRONMENT });
	return Object.fromEntries(PREDICATES.map(([name, argument]) => [keyOf(name, argument), source.ask(name, argument, bytesOfPath(cwd))]));
}

/** A clone that holds `policy-config/`, so that paths of the policy start there. */
function rooted(files: Readonly<Record<string, string>> = {}): string {
	return matrix.cloneWith({ "policy-config/x.log": "", ...files });
}

const STATES: readonly (readonly [state: string, make: () => string])[] = [
	["no repository", () => matrix.fresh()],
	["a clean clone", () => matrix.clone()],
	["a folder in it", () => join(rooted(), "src")],
	["an untracked file", () => matrix.cloneWith({ new: "" })],
	["an ignored file", () => rooted()],
	["a changed file", () => matrix.cloneWith({ "a.txt": "other\n" })],
	["a staged file", () => staged()],
	["a commit ahead", () => ahead()],
	["another branch", () => matrix.cloneAfter(["switch", "-q", "-c", "topic"])],
	["packed refs", () => matrix.cloneAfter(["pack-refs", "--all"])],
	["a detached head", () => matrix.cloneAfter(["checkout", "-q", "--detach"])],
	["no commit", () => unborn()],
	["a linked worktree", () => matrix.linked().tree],
	["submodules", () => matrix.copy(matrix.templates.nested)],
	["a changed submodule", () => changedSubmodule()],
	["a bare repository", () => matrix.copy(matrix.templates.origin)],
	["inside of a git folder", () => join(matrix.clone(), ".git")],
	["an assumed file", () => matrix.cloneAfter(["update-index", "--assume-unchanged", "a.txt"])],
	["a skipped file", () => matrix.cloneAfter(["update-index", "--skip-worktree", "a.txt"])],
	["a sparse checkout", () => matrix.cloneAfter(["sparse-checkout", "set", "src"])],
	["an index of version 4", () => matrix.cloneAfter(["update-index", "--index-version", "4"])],
	["a separate git folder", () => separate()],
	["a git folder that is a link", () => linkedFolder()],
	[
		"an extension that is not known",
		() => matrix.cloneAfter(["config", "core.repositoryformatversion", "1"], ["config", "extensions.new", "1"]),
	],
	["an include", () => matrix.cloneAfter(["config", "include.path", "nothing"])],
	["a merge that waits", () => matrix.cloneWith({ ".git/MERGE_HEAD": "x" })],
	["a damaged index", () => matrix.cloneWith({ ".git/index": "DIRC" })],
	["a link to it", () => linkTo(matrix.clone())],
];

function staged(): string {
	const clone = matrix.cloneWith({ new: "x" });
	matrix.git(clone, "add", "new");
	return clone;
}

function ahead(): string {
	const clone = matrix.clone();
	matrix.commit(clone, "new", "x");
	return clone;
}

function unborn(): string {
	const path = matrix.fresh();
	matrix.git(matrix.folder, "init", "-q", path);
	return path;
}

function changedSubmodule(): string {
	const nested = matrix.copy(matrix.templates.nested);
	writeFileSync(join(nested, "sub/inner/a.txt"), "other\n");
	return nested;
}

function separate(): string {
	const clone = matrix.clone();
	const old = matrix.fresh("old.git");
	renameSync(join(clone, ".git"), old);
	writeFileSync(join(clone, ".git"), `gitdir: ${old}\n`);
	return clone;
}

function linkedFolder(): string {
	const clone = matrix.clone();
	const old = matrix.fresh("old.git");
	renameSync(join(clone, ".git"), old);
	symlinkSync(old, join(clone, ".git"));
	return clone;
}

function linkTo(target: string): string {
	const path = matrix.fresh("link");
	symlinkSync(target, path);
	return path;
}

describe.skipIf(!hasGo())("Go", () => {
	beforeAll(() => {
		go = buildGo(folder);
		matrix.build();
		const leaves = PREDICATES.map(([name, value]): Condition => ({ name, value, required: true }));
		const conditions: Condition = { mode: "all", required: true, conditions: leaves };
		writeFileSync(policy, JSON.stringify(bundle([{ id: "x", action: "allow", command: prefix("x"), conditions }])));
	});
	afterAll(() => {
		matrix.remove();
		rmSync(folder, { recursive: true });
	});

	test.each(STATES)("%s", (_, make) => {
		const cwd = make();
		const expected = expectedFacts(cwd);
		let found = facts(cwd);
		// On a busy machine git may not answer in time, and a fact is unknown.
		for (let tries = 0; tries < MOST_TRIES && found.git_clean_worktree === "unknown"; tries++) found = facts(cwd);
		expect(found).toEqual(expected);
	});

	test("a canary in the configuration does not run", () => {
		const clone = matrix.clone();
		const sung = join(folder, "sung");
		const canary = join(folder, "canary");
		writeFileSync(canary, `#!/bin/sh\necho "$0 $*" >>${sung}\ncat\n`);
		chmodSync(canary, 0o755);
		for (const name of [
			"core.fsmonitor",
			"core.pager",
			"filter.x.clean",
			"filter.x.process",
			"diff.external",
			"core.sshCommand",
			"alias.status",
		])
			matrix.git(clone, "config", name, canary);
		matrix.write(clone, ".git/info/attributes", "* filter=x\n");
		matrix.write(clone, "a.txt", "other\n");
		expect(facts(clone)).toMatchObject({ git_is_worktree: "true", git_clean_worktree: "false" });
		expect(call(["cat"], [sung]).status).not.toBe(0);
	});
});
