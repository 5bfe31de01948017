import { describe, expect, test } from "vitest";
import { decide } from "../../runtime/typescript/index.ts";
import type { Condition, Truth } from "../../runtime/typescript/types.ts";
import { judge, prefix, prepared, type RuleText } from "./bundle.ts";

const leaf = (name: string, value: string | null = null): Condition => ({ name, value, required: true });
const all = (...conditions: Condition[]): Condition => ({ mode: "all", conditions, required: true });

const FACTS = {
	git_clean_worktree: true,
	git_synced_to_upstream: true,
	"git_branch_is main": true,
	"os_is linux": true,
	"env_is MODE x": true,
};

/** The value that a predicate has for the command `probe` or `git probe` of a line. */
function valueIn(line: string, name: string, argument: string | null = null): Truth | undefined {
	const rules: RuleText[] = [
		{ id: "probe", action: "request", command: prefix("probe"), conditions: all(leaf(name, argument)) },
		{ id: "git-probe", action: "request", command: prefix("git probe"), conditions: all(leaf(name, argument)) },
	];
	return judge(prepared(rules), line, FACTS).conditions.at(-1)?.value;
}

describe("facts after other commands", () => {
	test.each<[line: string, name: string, argument: string | null, expected: Truth]>([
		["probe", "git_clean_worktree", null, "true"],
		["ls; git status && probe", "git_clean_worktree", null, "true"],
		["ls > out; probe", "git_clean_worktree", null, "unknown"],
		["ls > /dev/null; probe", "git_clean_worktree", null, "true"],
		["git add .; probe", "git_clean_worktree", null, "unknown"],
		["git add .; probe", "git_synced_to_upstream", null, "true"],
		["git fetch; probe", "git_synced_to_upstream", null, "unknown"],
		["git fetch; probe", "git_clean_worktree", null, "true"],
		["git add . && git fetch; probe", "git_branch_is", "main", "true"],
		["git checkout x; probe", "git_branch_is", "main", "unknown"],
		["unknown-tool; probe", "git_branch_is", "main", "unknown"],
		["unknown-tool; probe", "os_is", "linux", "true"],
		["git diff --output=f; probe", "git_clean_worktree", null, "unknown"],
		['git diff "$x"; probe', "git_clean_worktree", null, "unknown"],
		["git diff src; probe", "git_clean_worktree", null, "true"],
		["sudo ls; probe", "git_clean_worktree", null, "true"],
		["sudo make; probe", "git_clean_worktree", null, "unknown"],
		["probe | make", "git_clean_worktree", null, "unknown"],
		["probe; make", "git_clean_worktree", null, "true"],
		["probe & make", "git_clean_worktree", null, "unknown"],
		["ls | probe | cat", "git_clean_worktree", null, "true"],
		["bash -c 'make; probe'", "git_clean_worktree", null, "unknown"],
		["bash -c 'probe; make'", "git_clean_worktree", null, "true"],
		["ls | bash -c 'probe; make'", "git_clean_worktree", null, "unknown"],
		["xargs probe", "git_clean_worktree", null, "unknown"],
		["cd sub; probe", "git_clean_worktree", null, "unknown"],
		["cd sub; probe", "os_is", "linux", "true"],
		["env -C sub probe", "git_clean_worktree", null, "unknown"],
		["GIT_DIR=x probe", "git_clean_worktree", null, "unknown"],
		["export GIT_DIR=x; probe", "git_clean_worktree", null, "unknown"],
		["MODE=y; probe", "env_is", "MODE x", "unknown"],
		["MODE=y probe", "env_is", "MODE x", "unknown"],
		["OTHER=y; probe", "env_is", "MODE x", "true"],
		["source x; probe", "git_clean_worktree", null, "unknown"],
		["git -C sub probe", "git_clean_worktree", null, "true"],
		['git -C "$x" probe', "git_clean_worktree", null, "unknown"],
		["git -C a --git-dir=b probe", "git_clean_worktree", null, "unknown"],
		["probe", "git_is_worktree", null, "unknown"],
	])("%j: %s %s is %s", (line, name, argument, expected) => {
		expect(valueIn(line, name, argument)).toBe(expected);
	});
});

test("a predicate is asked once for each directory, in the directory where the command runs", () => {
	const asked: (string | null)[] = [];
	const facts = {
		ask: (_name: string, _argument: string | null, directory: string | null): Truth => {
			asked.push(directory);
			return "true";
		},
	};
	const policy = prepared([
		{ id: "a", action: "request", command: prefix("git status"), conditions: all(leaf("git_clean_worktree")) },
		{ id: "b", action: "request", command: prefix("git status"), conditions: all(leaf("git_clean_worktree")) },
	]);
	const line = "git status; git -C sub status; git -C /x -C ../y status; git status";
	decide(policy, { command: line, cwd: "/repo", facts: null, unattended: false }, { root: null, home: null, facts });
	expect(asked).toEqual(["/repo", "/repo/sub", "/y"]);
});

test("predicates of rules that do not match are neither asked nor shown", () => {
	const policy = prepared([{ id: "a", action: "deny", command: prefix("x"), conditions: all(leaf("git_clean_worktree")) }]);
	expect(judge(policy, "y").conditions).toEqual([]);
	expect(judge(policy, "$x").conditions).toEqual([]);
});
