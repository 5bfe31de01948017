/**
 * Every evaluator sees in real repositories and folders what the one in TypeScript sees. The matrix of test/runtime/git asks all of
 * them too; here are the predicates that are not about repositories, and where they meet.
 */

import { chmodSync, existsSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { surroundingsOf } from "../../runtime/typescript/surroundings.ts";
import { Matrix } from "../runtime/git/rows.ts";
import { bytesOfPath } from "../runtime/git/sandbox.ts";
import { useEvaluators } from "./compare.ts";
import { policyOfPredicates, verdictAt } from "./fact-readers.ts";
import { type Language, triedLanguages } from "./languages.ts";

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

const MOST_TRIES = 8;

const evaluators = useEvaluators();
const policy = join(evaluators.folder, "policy.json");
const matrix = new Matrix();

/** The environment of all calls. */
const ENVIRONMENT = { PATH: "/usr/bin:/bin", HOME: matrix.home };

const keyOf = (name: string, argument: string | null): string => (argument === null ? name : `${name} ${argument}`);

/** What the evaluator in a language says of all predicates in a directory. */
function facts(language: Language, cwd: string): Readonly<Record<string, string>> {
	const { conditions } = verdictAt(evaluators.program(language), policy, cwd, ENVIRONMENT);
	return Object.fromEntries(conditions.map(({ name, argument, value }) => [keyOf(name, argument), value]));
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

beforeAll(() => {
	matrix.build();
	writeFileSync(policy, policyOfPredicates(PREDICATES));
});
afterAll(() => matrix.remove());

describe.each(triedLanguages())("$name", (language) => {
	test.each(STATES)("%s", (_, make) => {
		const cwd = make();
		const expected = expectedFacts(cwd);
		let found = facts(language, cwd);
		// On a busy machine git may not answer in time, and a fact is unknown.
		for (let tries = 0; tries < MOST_TRIES && found.git_clean_worktree === "unknown"; tries++) found = facts(language, cwd);
		expect(found).toEqual(expected);
	});

	test("a canary in the configuration does not run", () => {
		const clone = matrix.clone();
		const canary = matrix.fresh("canary");
		const sung = `${canary}.sung`;
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
		expect(facts(language, clone)).toMatchObject({ git_is_worktree: "true", git_clean_worktree: "false" });
		expect(existsSync(sung)).toBe(false);
	});
});
