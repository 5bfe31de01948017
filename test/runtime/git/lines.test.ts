/** Facts of the machine in the decision on a line: asked where a command runs, seldom, and once. */

import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { decide, type Prepared } from "../../../runtime/typescript/index.ts";
import type { Condition, Truth } from "../../../runtime/typescript/types.ts";
import { prefix, prepared } from "../bundle.ts";
import { useMatrix } from "./rows.ts";

const matrix = useMatrix();
const leaf = (name: string, value: string | null = null): Condition => ({ name, value, required: true });

/** Pushing is allowed from a clean tree. */
const CLEAN_PUSH: Prepared = prepared([
	{ id: "push", action: "allow", command: prefix("git push"), conditions: leaf("git_clean_worktree") },
]);

/** The values that the clean predicate had, in order. */
function valuesOf(policy: Prepared, line: string, cwd: string): readonly Truth[] {
	const surroundings = { root: cwd, home: matrix.home, facts: matrix.facts({ root: cwd }) };
	const verdict = decide(policy, { command: line, cwd, facts: null, unattended: false }, surroundings);
	expect(verdict.by).not.toBe("input");
	return verdict.conditions.map(({ value }) => value);
}

describe("the facts are those of the directory that a command runs in", () => {
	let made: string | null = null;

	/**
	 * The tree itself is clean; the folder `dirty` in it is a repository that is not. The link `src/link` leads into
	 * that: for the kernel, `src/link/..` is `dirty`.
	 */
	function trees(): string {
		if (made !== null) return made;
		made = matrix.cloneWith({ ".git/info/exclude": "dirty\nlink\n", "dirty/inner/x": "" });
		matrix.git(made, "init", "-q", "dirty");
		symlinkSync(join(made, "dirty/inner"), join(made, "src/link"));
		return made;
	}

	test.each<[line: string, allowed: readonly Truth[]]>([
		["git push", ["true"]],
		["git -C . push", ["true"]],
		["git -C dirty push", ["false"]],
		["git -C dirty -C .. push", ["true", "unknown"]],
		["git -C src/../dirty push", ["false", "unknown"]],
		["git -C src/link/.. push", ["false", "unknown"]],
		["git -C nowhere push", ["unknown"]],
		["cd dirty && git push", ["false", "unknown"]],
		["cd dirty; git push", ["false", "unknown"]],
		["pushd dirty; git push", ["false", "unknown"]],
		["env -C dirty git push", ["false", "unknown"]],
		['cd "$X" && git push', ["unknown"]],
		["cd -; git push", ["unknown"]],
		["pushd src; popd; git push", ["unknown"]],
		["(cd dirty); git push", ["true", "unknown"]],
		["(cd dirty && git push)", ["false", "unknown"]],
		["GIT_DIR=dirty/.git git push", ["unknown"]],
		["GIT_WORK_TREE=dirty git push", ["unknown"]],
		["export GIT_DIR=dirty/.git; git push", ["unknown"]],
		["git --git-dir=dirty/.git push", ["unknown"]],
		["git --git-dir dirty/.git push", ["unknown"]],
		["git --work-tree=dirty push", ["unknown"]],
		["git -c core.worktree=dirty push", ["unknown"]],
		["touch x && git push", ["unknown"]],
		["git status && git push", ["true"]],
		["git log > log; git push", ["unknown"]],
	])("%s", (line, allowed) => {
		const values = valuesOf(CLEAN_PUSH, line, trees());
		for (const value of values) expect(allowed).toContain(value);
		// A line that is not read to the command asks nothing, and is opaque then.
		expect(values.length).toBeLessThanOrEqual(1);
	});
});

describe("nothing is asked without need", () => {
	const counting = (asked: string[]) => ({
		ask: (name: string, argument: string | null, directory: string | null): Truth => {
			asked.push(`${name} ${argument} ${directory}`);
			return "true" as const;
		},
	});
	const both = { mode: "all", required: true, conditions: [leaf("git_clean_worktree"), leaf("git_branch_is", "main")] } as const;
	const policy = prepared([
		{ id: "push", action: "allow", command: prefix("git push"), conditions: both },
		{ id: "pull", action: "allow", command: prefix("git pull"), conditions: both },
	]);

	test.each<[line: string, asked: readonly string[]]>([
		["ls", []],
		["git status", []],
		["git push", ["git_clean_worktree null /r", "git_branch_is main /r"]],
		["git -C /s push", ["git_clean_worktree null /s", "git_branch_is main /s"]],
		["git status; git push | cat", ["git_clean_worktree null /r", "git_branch_is main /r"]],
	])("%s", (line, wanted) => {
		const asked: string[] = [];
		decide(policy, { command: line, cwd: "/r", facts: null, unattended: false }, { root: null, home: null, facts: counting(asked) });
		expect(asked).toEqual(wanted);
	});

	test("given facts are taken instead, and nothing is asked", () => {
		const asked: string[] = [];
		const surroundings = { root: null, home: null, facts: counting(asked) };
		const given = { git_clean_worktree: true, "git_branch_is main": true };
		expect(decide(policy, { command: "git push", cwd: "/r", facts: given, unattended: false }, surroundings).decision).toBe("allow");
		expect(asked).toEqual([]);
	});
});
