/** What evaluators are asked: lines under facts, and lines made from lines. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Facts } from "../../runtime/typescript/index.ts";
import { type Choose, choicesFrom } from "../support/render-line.ts";

const GOLDEN = join(import.meta.dirname, "../../golden");
const CORPORA = process.env.POLICYC_CORPORA ?? join(import.meta.dirname, "../../../shared/corpora");
const FILES = ["git-effects", "shell-effective", "shell-robustness", "shell-structure"];

/** Whether the corpora are there. */
export const HAS_CORPORA: boolean = existsSync(join(CORPORA, `${FILES[0]}.jsonl`));

/** Every command of the corpora. */
export function corpusLines(): readonly string[] {
	return FILES.flatMap((name) => commandsOf(join(CORPORA, `${name}.jsonl`)));
}

/** The lines with which the shell reader is tested: each construct of the shell at least once. */
export function goldenLines(): readonly string[] {
	return commandsOf(join(GOLDEN, "shell/cases.jsonl"));
}

function commandsOf(file: string): readonly string[] {
	return readFileSync(file, "utf8")
		.split("\n")
		.filter(Boolean)
		.map((line) => (JSON.parse(line) as { readonly command: string }).command);
}

/** What may be known beside a line. */
interface Around {
	readonly facts: Facts | null;
	readonly cwd: string | null;
	readonly unattended: boolean;
}

const AROUND: readonly Around[] = [
	{ facts: null, cwd: null, unattended: false },
	{ facts: { root: "/repo", home: "/home/me" }, cwd: "/repo/src", unattended: false },
	{
		facts: {
			root: "/repo",
			home: "/home/me",
			git_is_worktree: true,
			git_is_linked_worktree: true,
			git_clean_worktree: true,
			git_synced_to_upstream: true,
			"git_branch_is main": true,
			"path_exists ./package.json": true,
			"os_is linux": true,
		},
		cwd: "/repo",
		unattended: false,
	},
	{
		facts: { root: "/repo", git_is_worktree: true, git_clean_worktree: false, git_synced_to_upstream: "unknown" },
		cwd: "/",
		unattended: true,
	},
];

/** Each line with everything that may be known beside it, as requests to a serving evaluator. */
export function requestsFor(lines: readonly string[]): readonly string[] {
	return lines.flatMap((command, id) => AROUND.map((around) => JSON.stringify({ id, command, ...around })));
}

/** Texts that mean something to a shell, to the registry, or to whoever reads a line. */
const SPLINTERS: readonly string[] = [
	..."'\"`(){}[]*?~\\<>!#= \t\n;|&$-".split(""),
	...["$(", "((", "))", "${", "a,b", "..", "**", "$HOME", "$PWD", "$x", '"$@"', "$1", "\\\n", ";;", "&&", "||", "|&", ">>", "<<X", "\nX\n"],
	...["<<<", "<(", ">(", "+=", "A=1 ", "env ", "sudo ", "xargs ", "find . -exec ", "{} +", "\\;", "sh -c ", "eval ", "git ", "-c alias.x="],
	...["push ", "--force", "-f", "if ", "then ", "fi", "while ", "do ", "done", "case x in ", "esac", "for i in ", "function f ", "f() "],
	...["coproc ", "[[ ", "]]", "-eq ", "$'\\x41'", '$"', "é", "\u200b", "\r", "\u0430", "\u{1f600}", "cd /", "cd ..", "export PATH=", "--"],
	...["/dev/null", "rm -rf /", "time ", "exec ", "trap ", "declare -i ", "printf -v ", "read a[", "let x=", "docker exec c ", "npm run "],
	...["sed -n p", "awk ", "jq ", "tar --to-command=", "rsync -e ", "GIT_CONFIG_COUNT=1 ", "parallel ", "::: ", "flock f -c ", "timeout 5 "],
];

const LONGEST = 3_000;

/** Lines made from lines: letters taken out, put in, or moved from one line to another. The same seed gives the same lines. */
export function mutatedLines(lines: readonly string[], count: number, seed: number): readonly string[] {
	const choose = choicesFrom(seed);
	return Array.from({ length: count }, () => mutate(lines, choose));
}

function mutate(lines: readonly string[], choose: Choose): string {
	const pick = (): string[] => [...(lines[choose(lines.length)] ?? "")];
	const letters = pick();
	for (let changes = 1 + choose(4); changes > 0; changes--) {
		const at = choose(letters.length + 1);
		const way = choose(5);
		if (way === 0) letters.splice(at, 1 + choose(4));
		else if (way === 1) letters.splice(at, 0, ...partOf(pick(), choose));
		else if (way === 2) letters.splice(at, 0, ...partOf(letters, choose));
		else letters.splice(at, 0, ...(SPLINTERS[choose(SPLINTERS.length)] ?? ""));
	}
	return letters.slice(0, LONGEST).join("");
}

function partOf(letters: readonly string[], choose: Choose): readonly string[] {
	const from = choose(letters.length + 1);
	return letters.slice(from, from + 1 + choose(20));
}
