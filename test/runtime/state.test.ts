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
		["cd sub; probe", "git_clean_worktree", null, "true"],
		['cd "$x"; probe', "git_clean_worktree", null, "unknown"],
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

describe("facts in compound commands", () => {
	test.each<[line: string, expected: Truth]>([
		["(make); probe", "unknown"],
		["if probe; then make; fi", "true"],
		["if make; then probe; fi", "unknown"],
		["while probe; do ls; done", "unknown"],
		["for x in a; do git status; done; probe", "true"],
		["for x in a; do git probe; make; done", "unknown"],
		["f() { probe; }; make; f", "unknown"],
		["f() { probe; }; git status", "unknown"],
		["trap 'probe' EXIT; make", "unknown"],
		['probe "$(make)"', "unknown"],
		['probe "$(git status)"', "true"],
		["probe <<X\n$(make)\nX", "unknown"],
		["cat <<X; probe\n$(make)\nX", "unknown"],
		["{ probe; } < <(make)", "unknown"],
		["{ probe; } > f", "true"],
		["{ ls; probe; } > f", "unknown"],
		["exec > f; probe", "unknown"],
		["git() { ls; }; git probe", "unknown"],
		["for PATH in x; do ls; done; probe", "unknown"],
		["(PATH=x); probe", "true"],
		["PATH=x; (probe)", "unknown"],
		["(alias ls=make); probe", "true"],
	])("%j: %s", (line, expected) => {
		expect(valueIn(line, "git_clean_worktree")).toBe(expected);
	});
});

describe("the directory where a command runs", () => {
	/** Where `git status` runs, starting in /repo with the home directory /home/me; null: not known. */
	function directoryIn(line: string): string | null {
		const asked: (string | null)[] = [];
		const facts = {
			ask: (_name: string, _argument: string | null, directory: string | null): Truth => {
				asked.push(directory);
				return "true";
			},
		};
		const policy = prepared([{ id: "a", action: "request", command: prefix("git status"), conditions: all(leaf("git_clean_worktree")) }]);
		decide(policy, { command: line, cwd: "/repo", facts: null, unattended: false }, { root: null, home: "/home/me", facts });
		return asked[0] ?? null;
	}

	test.each<[line: string, expected: string | null]>([
		["git status", "/repo"],
		["cd sub; git status", "/repo/sub"],
		["cd sub && git status", "/repo/sub"],
		["cd a && cd ../b && git status", "/repo/b"],
		["cd /a; cd b; git status", "/a/b"],
		["pushd sub && git status", "/repo/sub"],
		["cd -L -- sub; git status", "/repo/sub"],
		["cd; git status", "/home/me"],
		["cd ~/x; git status", "/home/me/x"],
		["cd $HOME/x; git status", "/home/me/x"],
		['cd "$PWD/x"; git status', "/repo/x"],
		["cd sub; git -C more status", "/repo/sub/more"],
		["command cd sub; git status", "/repo/sub"],
		["eval 'cd sub'; git status", "/repo/sub"],
		["env cd sub; git status", "/repo"],
		["sh -c 'cd sub'; git status", "/repo"],
		["sh -c 'cd sub; git status'", "/repo/sub"],
		["(cd sub); git status", "/repo"],
		["(cd sub; git status)", "/repo/sub"],
		["{ cd sub; }; git status", "/repo/sub"],
		["cd sub & git status", "/repo"],
		["cd sub | ls; git status", "/repo"],
		['ls ./"$(cd sub; pwd)"; git status', "/repo"],
		["(cd sub && git status) | cat", "/repo/sub"],
		["if ls; then cd sub; git status; fi", "/repo/sub"],
		["if cd sub; then git status; fi", "/repo/sub"],
		["if ls; then cd sub; fi; git status", null],
		["ls && cd sub && git status", "/repo/sub"],
		["ls && cd sub; git status", null],
		["ls || cd sub; git status", null],
		["ls | cd sub; git status", null],
		["for x in a; do git status; cd sub; done", null],
		["for x in a; do (cd sub; git status); done", null],
		["f() { cd sub; }; git status", null],
		["f() { git status; }; cd sub", null],
		['cd "$x"; git status', null],
		['cd "$x"; cd /a; git status', "/a"],
		["cd -; git status", null],
		["cd a b; git status", null],
		["popd; git status", null],
		["pushd; git status", null],
		["pushd +1; git status", null],
		["cd -P ../a; git status", null],
		["CDPATH=/x; cd sub; git status", null],
		["HOME=/x; cd; git status", null],
		["cd() { ls; }; cd sub; git status", null],
		["alias cd=pushd; cd sub; git status", null],
		["source x; git status", null],
		["cd sub; source x; cd /a; git status", null],
	])("%j: %s", (line, expected) => {
		expect(directoryIn(line)).toBe(expected);
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
	expect(asked).toEqual(["/repo", "/repo/sub", "/x/../y"]);
});

test("predicates of rules that do not match are neither asked nor shown", () => {
	const policy = prepared([{ id: "a", action: "deny", command: prefix("x"), conditions: all(leaf("git_clean_worktree")) }]);
	expect(judge(policy, "y").conditions).toEqual([]);
	expect(judge(policy, "$x").conditions).toEqual([]);
});
