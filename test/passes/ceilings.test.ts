/** What a narrower scope may change of a broader one, and that every witness of a refusal is decided more loosely. */

import { describe, expect, test } from "vitest";
import { REGISTRY } from "../../cli/registry.ts";
import { Session } from "../../compiler/diagnostics/session.ts";
import { type Resolved, resolve, type ScopeFile } from "../../compiler/index.ts";
import { decide, type Facts, prepare, type Verdict } from "../../runtime/typescript/index.ts";
import { bundleOf } from "../../targets/index.ts";

interface Given {
	/** The system scope without its headers; `sealed` after the scope's name where `seals` says so. */
	readonly above: string;
	readonly below: string;
	readonly seals?: boolean;
	/** Whether the upper scope is the person's own, and the lower one is not trusted. */
	readonly own?: boolean;
}

function files({ above, below, seals = false, own = false }: Given): readonly [ScopeFile, ScopeFile] {
	const head = `policy 1\nscope system${seals ? " sealed" : ""}\n\n`;
	return [
		{ scope: "system", name: null, source: { path: "system.policy", text: `${head}${above}\n` }, own },
		{ scope: "repo", name: null, source: { path: "repo.policy", text: `policy 1\nscope repo\n\n${below}\n` }, own: false },
	];
}

function compile(scopes: readonly ScopeFile[], session = new Session()): Resolved | null {
	return resolve({ files: scopes, readInclude: () => ({ problem: "none" }), trusted: false, registry: REGISTRY }, session);
}

function errors(given: Given) {
	const session = new Session();
	compile(files(given), session);
	return session.diagnostics.filter((found) => found.severity === "error");
}

const PUSHES = "deny pushes sealed {\n  command prefix `git push`\n}";
const GUARDED = "allow switching sealed {\n  command prefix `git switch`\n  when git_clean_worktree\n  on_mismatch deny\n}";
const READING = "allow reading {\n  command prefix `git {status,log}`\n  args { not flag `--output` }\n}";
const rule = (head: string, ...clauses: string[]) => `${head} {\n${clauses.map((clause) => `  ${clause}\n`).join("")}}`;

const ACCEPTED: Readonly<Record<string, Given>> = {
	"the same deny": { above: PUSHES, below: rule("deny pushes override", "command prefix `git push`") },
	"a wider deny": { above: PUSHES, below: rule("deny pushes override", "command prefix `git {push,pull}`") },
	"the same deny by another matcher": {
		above: PUSHES,
		below: rule("deny pushes override", "command {", "  exact `git push`", "  prefix `git push *`", "}"),
	},
	"a deny in place of a request": {
		above: rule("request pushes sealed", "command prefix `git push`"),
		below: rule("deny pushes override", "command prefix `git push`"),
	},
	"a request in place of an allow": {
		above: rule("allow pushes sealed", "command prefix `git push`"),
		below: rule("request pushes override", "command prefix `git push`"),
	},
	"a narrower allow": {
		above: rule("allow tests sealed", "command prefix `npm {test,ci}`"),
		below: rule("allow tests override", "command prefix `npm test`"),
	},
	"an allow with one more exception": {
		above: rule("allow tests sealed", "command prefix `npm`"),
		below: rule("allow tests override", "command prefix `npm`", "except prefix `npm publish`"),
	},
	"a deny with one exception less": {
		above: rule("deny pushes sealed", "command prefix `git push`", "except exact `git push origin x`"),
		below: rule("deny pushes override", "command prefix `git push`"),
	},
	"an allow with one more condition": {
		above: rule("allow tests sealed", "command prefix `npm test`"),
		below: rule("allow tests override", "command prefix `npm test`", "when git_is_worktree", "on_mismatch request"),
	},
	"a stricter on_mismatch": {
		above: rule("allow switching sealed", "command prefix `git switch`", "when git_clean_worktree", "on_mismatch request"),
		below: rule("allow switching override", "command prefix `git switch`", "when git_clean_worktree", "on_mismatch deny"),
	},
	"a condition written another way": {
		above: rule("deny d sealed", "command prefix `x`", "when not all { git_is_worktree git_clean_worktree }"),
		below: rule("deny d override", "command prefix `x`", "when any { not git_is_worktree not git_clean_worktree }"),
	},
	"a rule with the same paths": {
		above: rule("allow cleaning sealed", "command prefix `rm`", 'args { every operand under "./build" }'),
		below: rule("allow cleaning override", "command prefix `rm`", 'args {\n    every operand under "./build"\n    not flag `-r`\n  }'),
	},
	"a stricter rule about the same files": {
		above: rule("request settings sealed", 'writes "./policy-config/**"'),
		below: rule("deny settings override", 'writes "./policy-config/**"'),
	},
	"a stricter default": { above: "default request sealed", below: "default deny" },
	"the same fallback": { above: "fallback unattended deny sealed", below: "fallback unattended deny" },
	"a looser default that nobody sealed": { above: "default deny", below: "default allow" },
	"a looser rule that nobody sealed": {
		above: PUSHES.replace(" sealed", ""),
		below: rule("allow pushes override", "command prefix `git push`"),
	},
	"a new deny below a sealed scope": { above: READING, below: rule("deny d", "command prefix `rm`"), seals: true },
	"an allow that the sealed scope's own allow covers": {
		above: READING,
		below: rule("allow logs", "command prefix `git log`", "args { not flag `--output` `--format` }"),
		seals: true,
	},
	"an allow that two allows of the sealed scope cover together": {
		above: `${READING}\n\n${rule("allow showing", "command prefix `git show`")}`,
		below: rule("allow more", "command prefix `git {status,show}`", "args { not flag `--output` }"),
		seals: true,
	},
	"an allow on what the sealed scope denies anyway": {
		above: rule("deny pushes", "command prefix `git push`"),
		below: rule("allow pushing", "command prefix `git push`"),
		seals: true,
	},
	"an allow with writes that the sealed scope permits": {
		above: rule("allow builds", "command prefix `make`", 'writes "./out/**" "./log"'),
		below: rule("allow making", "command prefix `make all`", 'writes "./log"'),
		seals: true,
	},
	"a condition that is at least the ceiling's": {
		above: rule("allow switching", "command prefix `git switch`", "when git_clean_worktree"),
		below: rule("allow topics", "command prefix `git switch topic`", "when all { git_clean_worktree git_is_worktree }"),
		seals: true,
	},
	"an allow that two conditional allows of the ceiling cover together": {
		above: `${rule("allow a", "command prefix `x`", "when git_is_worktree")}\n\n${rule("allow b", "command prefix `x`", "when not git_is_worktree", "on_mismatch allow")}`,
		below: rule("allow c", "command prefix `x`", "when any { git_is_worktree not git_is_worktree }"),
		seals: true,
	},
	"a request below a sealed default request": { above: "", below: rule("request deploys", "command prefix `make deploy`"), seals: true },
	"a wrapper of an unknown program": { above: READING, below: "wrapper with-lock {\n  then argv\n}", seals: true },
	"a program item that no sealed rule is about": { above: PUSHES, below: "program deployctl {\n  value_options `-C`\n}" },
};

describe("accepted", () => {
	test.each(Object.keys(ACCEPTED))("%s", (name) => {
		const given = ACCEPTED[name];
		expect(given && errors(given).map((found) => found.message)).toEqual([]);
	});
});

/** What is refused because some command would be treated more loosely. */
const LOOSER: Readonly<Record<string, Given>> = {
	"a narrower deny": { above: PUSHES, below: rule("deny pushes override", "command prefix `git push origin`") },
	"a request in place of a deny": { above: PUSHES, below: rule("request pushes override", "command prefix `git push`") },
	"an allow in place of a deny": { above: PUSHES, below: rule("allow pushes override", "command prefix `git push`") },
	"a deny with an exception": {
		above: PUSHES,
		below: rule("deny pushes override", "command prefix `git push`", "except exact `git push -n`"),
	},
	"a deny with an exception that names a path": {
		above: PUSHES,
		below: rule("deny pushes override", "command prefix `git push`", "except prefix `/usr/bin/git push`"),
	},
	"a deny on a condition": { above: PUSHES, below: rule("deny pushes override", "command prefix `git push`", "when git_is_worktree") },
	"a deny with an args line": { above: PUSHES, below: rule("deny pushes override", "command prefix `git push`", "args { flag `-f` }") },
	"a wider allow": {
		above: rule("allow tests sealed", "command exact `npm test`"),
		below: rule("allow tests override", "command prefix `npm test`"),
	},
	"an allow by a pattern that is wider by one word": {
		above: rule("allow tests sealed", "command exact `npm {test,ci}`"),
		below: rule("allow tests override", "command exact `npm {test,ci,publish}`"),
	},
	"an allow with one exception less": {
		above: rule("allow tests sealed", "command prefix `npm`", "except prefix `npm publish`"),
		below: rule("allow tests override", "command prefix `npm`"),
	},
	"an allow without its condition": { above: GUARDED, below: rule("allow switching override", "command prefix `git switch`") },
	"an allow with a weaker on_mismatch": {
		above: GUARDED,
		below: rule("allow switching override", "command prefix `git switch`", "when git_clean_worktree", "on_mismatch request"),
	},
	"an allow with a condition of which one member became optional": {
		above: rule("allow a sealed", "command prefix `x`", "when all { git_is_worktree git_clean_worktree }", "on_mismatch deny"),
		below: rule("allow a override", "command prefix `x`", "when all { git_is_worktree optional git_clean_worktree }", "on_mismatch deny"),
	},
	"an unknown condition that gives less": {
		above: rule("allow a sealed", "command prefix `x`", "when git_clean_worktree", "on_mismatch deny"),
		below: rule("allow a override", "command prefix `x`", "when git_clean_worktree", "on_mismatch deny", "on_unknown request"),
	},
	"a rule about a file that only asks": {
		above: rule("deny settings sealed", 'writes "./policy-config/**"'),
		below: rule("request settings override", 'writes "./policy-config/**"'),
	},
	"a request with fewer commands under default allow": {
		above: `default allow\n\n${rule("request deploys sealed", "command prefix `deploy`")}`,
		below: rule("request deploys override", "command prefix `deploy prod`"),
	},
	"an allow that no longer asks about what only may match": {
		above: `default allow\n\n${rule("allow tools sealed", "command prefix `tool`", "on_mismatch request")}`,
		below: rule("allow tools override", "command prefix `tool`"),
	},
	"a new allow below a sealed scope": { above: READING, below: rule("allow pushing", "command prefix `git push`"), seals: true },
	"an allow that the sealed scope covers in part": {
		above: READING,
		below: rule("allow logs", "command prefix `git log`"),
		seals: true,
	},
	"an allow of a script that the sealed scope's exception names": {
		above: rule("allow tools", "command prefix `./tool`", "except prefix `./tool rm`"),
		below: rule("allow all-tools", "command prefix `./tool`"),
		seals: true,
	},
	"an allow with writes": {
		above: rule("allow builds", "command prefix `make`", 'writes "./out/**"'),
		below: rule("allow making", "command prefix `make`", 'writes "./out/**" "./log"'),
		seals: true,
	},
	"an allow with an assignment": {
		above: rule("allow builds", "command prefix `make`"),
		below: rule("allow making", "command prefix `make`", 'env "CC=*"'),
		seals: true,
	},
	"an allow that reads anything": {
		above: rule("allow builds", "command prefix `cat`", 'reads "./in/**"'),
		below: rule("allow reading", "command prefix `cat`"),
		seals: true,
	},
	"an allow without the ceiling's condition": {
		above: rule("allow switching", "command prefix `git switch`", "when git_clean_worktree"),
		below: rule("allow topics", "command prefix `git switch topic`"),
		seals: true,
	},
	"an allow on another condition": {
		above: rule("allow switching", "command prefix `git switch`", "when git_clean_worktree"),
		below: rule("allow topics", "command prefix `git switch`", "when git_is_worktree"),
		seals: true,
	},
	"a request under a sealed default deny": {
		above: "default deny",
		below: rule("request deploys", "command prefix `deploy`"),
		seals: true,
	},
	"a request where the ceiling's allow permits no redirection": {
		above: `default deny\n\n${rule("allow logs", "command prefix `git log`")}`,
		below: rule("request logs-too", "command prefix `git log`"),
		seals: true,
	},
	"a deny on a condition whose on_mismatch allows": {
		above: READING,
		below: rule("deny pushes", "command prefix `git push`", "when not git_is_worktree", "on_mismatch allow"),
		seals: true,
	},
	"an allow of foreign code under default allow": {
		above: "default allow",
		below: rule("allow making", "command prefix `make`"),
		seals: true,
	},
	"an allow of foreign code that the ceiling asks about, where what is opaque is denied": {
		above: `fallback opaque deny\n\n${rule("request making", "command prefix `make`")}`,
		below: rule("allow makes", "command prefix `make`"),
		seals: true,
	},
	"a rule of the person's own that the root replaces": {
		above: rule("deny pushes", "command prefix `git push`"),
		below: rule("request pushes override", "command prefix `git push`"),
		own: true,
	},
	"an allow of everything by the root": { above: PUSHES, below: rule("allow all", "command glob `*`"), own: true },
};

describe("refused with a witness that is decided more loosely", () => {
	test.each(Object.keys(LOOSER))("%s", (name) => {
		const given = LOOSER[name];
		if (!given) throw new Error(name);
		const found = errors(given);
		expect(found.map(({ name: code }) => code)).toEqual([
			given.seals || (given.own && !given.above.includes(" sealed")) || name.startsWith("an allow of everything")
				? "ceiling-broken"
				: "seal-broken",
		]);
		const told = /: `(?<line>.*?)` would be (?<after>\w+) instead of (?<before>\w+)(?<where>.*)$/.exec(found[0]?.message ?? "")?.groups;
		const line = told?.line ?? "";
		const facts = factsOf(told?.where ?? "");
		const before = judge(given.above, null, line, facts);
		const after = judge(given.above, given.below, line, facts);
		expect([before, after], found[0]?.message).toEqual([told?.before, told?.after]);
	});
});

/** Facts named by a message; all others are unknown. */
function factsOf(where: string): Facts {
	const facts: Record<string, string | boolean> = { root: "/repo", home: "/home/me" };
	for (const [, name = "", value] of where.matchAll(/`([^`]+)` is (true|false|unknown)/g)) {
		facts[name] = value === "unknown" ? "unknown" : value === "true";
	}
	return facts;
}

/** Decides a line under the upper scope alone, or under both as if nothing were sealed. */
function judge(above: string, below: string | null, line: string, facts: Facts): Verdict["decision"] {
	const [upper, lower] = files({ above: above.replaceAll(" sealed", ""), below: below ?? "" });
	const resolved = compile(below === null ? [upper] : [upper, lower]);
	if (!resolved) throw new Error("the scopes do not compile without seals");
	return decide(prepare(bundleOf(resolved.compiled, REGISTRY)), { command: line, cwd: "/repo", facts, unattended: false }).decision;
}

/** What is refused without an example: it could not be decided, or there is no command to show. */
const REFUSED: Readonly<Record<string, readonly [given: Given, code: string]>> = {
	"a looser default": [{ above: "default deny sealed", below: "default request" }, "sealed-value-loosened"],
	"a default that is left to the host": [{ above: "default request sealed", below: "default host" }, "sealed-value-loosened"],
	"a looser fallback": [{ above: "fallback opaque deny sealed", below: "fallback opaque request" }, "sealed-value-loosened"],
	"a looser default below a sealed scope": [{ above: "default deny", below: "default allow", seals: true }, "sealed-value-loosened"],
	"a looser default below the person's own": [{ above: "default deny", below: "default allow", own: true }, "sealed-value-loosened"],
	"other paths": [
		{
			above: rule("allow a sealed", "command prefix `rm`", 'args { every operand under "./build" }'),
			below: rule("allow a override", "command prefix `rm`", 'args { every operand under "./build" "./src" }'),
		},
		"seal-undecided",
	],
	"a file less": [{ above: rule("deny a sealed", 'writes "./a" "./b"'), below: rule("deny a override", 'writes "./a"') }, "seal-undecided"],
	"a deny about files in place of an allow with files": [
		{
			above: rule("allow a sealed", "command prefix `x`", 'writes "./a"', "when git_is_worktree", "on_mismatch deny"),
			below: rule("deny a override", "command prefix `x`", 'writes "./a"'),
		},
		"seal-undecided",
	],
	"other global options": [
		{
			above: rule("deny a sealed", "command prefix `git push`"),
			below: rule("deny a override", "command prefix `git`", "args { not option `-C` `x` }"),
		},
		"seal-undecided",
	],
	"a program of which a sealed rule speaks": [
		{ above: PUSHES, below: "program git {\n  value_options `--force`\n}" },
		"registry-item-loosens",
	],
	"a known wrapper above a sealed rule": [
		{ above: PUSHES, below: "wrapper sudo {\n  value_options `-n`\n  then argv\n}" },
		"registry-item-loosens",
	],
	"a program below a sealed scope": [
		{ above: PUSHES, below: "program lock {\n  subcommands `x`\n}", seals: true },
		"registry-item-loosens",
	],
	"a wrapper that takes text below a sealed scope": [
		{ above: PUSHES, below: "wrapper lock {\n  then text\n}", seals: true },
		"registry-item-loosens",
	],
};

describe("refused", () => {
	test.each(Object.keys(REFUSED))("%s", (name) => {
		const [given, code] = REFUSED[name] ?? [];
		expect(given && errors(given).map((found) => found.name)).toEqual([code]);
	});
});
