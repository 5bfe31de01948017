/** Small compiled policies, written by hand: literal heads with a tail that takes any words or none. */

import { anyWords, noWords, toTable } from "../../compiler/automata/index.ts";
import { compareRules, hashPolicy, sortedSet } from "../../compiler/ir/canonical.ts";
import type { AutomatonTable, CompiledPolicy, CompiledRule, Program } from "../../compiler/ir/compiled.ts";
import type { Decision, IrPolicy, IrRule, Matcher } from "../../compiler/ir/types.ts";
import type { Registry } from "../../targets/target.ts";

/** The numbers of the automata below. */
export const TAIL = { any: 0, none: 1, force: 2 } as const;

const FORCE = [..."--force"].map((letter) => letter.charCodeAt(0));
const OTHER = FORCE.length + 1;
const FOUND = FORCE.length + 2;

/** Some word is `--force`: a state per letter read, one for other words, one for found. */
const SOME_FORCE: AutomatonTable = {
	accept: [...FORCE.map(() => 0), 0, 0, 2],
	default: [...FORCE.map(() => OTHER), OTHER, OTHER, FOUND],
	ranges: [...FORCE.map((byte, at) => (at === 0 ? [0, 0, 0, byte, byte, 1] : [0, 0, 0, byte, byte, at + 1])), [0, 0, FOUND], [0, 0, 0], []],
};

export const AUTOMATA: readonly AutomatonTable[] = [toTable(anyWords()), toTable(noWords()), SOME_FORCE];

export function irRule(name: string, effect: Decision, parts: Partial<IrRule>): IrRule {
	return {
		name,
		scope: "repo",
		effect,
		sealed: false,
		command: null,
		writes: null,
		reads: null,
		env: null,
		when: null,
		on_mismatch: "skip",
		on_unknown: null,
		reason: null,
		...parts,
	};
}

/** `git {log,status}`: blanks separate words, braces alternatives; backslashes escape as in glob texts. */
export function matcher(kind: "exact" | "prefix", text: string): Matcher {
	return { kind, words: text.split(" ").map((word) => sortedSet(word.startsWith("{") ? word.slice(1, -1).split(",") : [word])) };
}

/** A rule of literal heads; `tail` overrides what may follow them. */
export function headRule(rule: IrRule, tail?: number): CompiledRule {
	const matchers = rule.command?.matchers ?? [];
	const heads = (fold: (word: string) => string): Program => ({
		kind: "heads",
		heads: matchers.flatMap((known) => {
			if (known.kind !== "exact" && known.kind !== "prefix") return [];
			const words = known.words.map((word, at) => sortedSet(word.map(unescapeGlob).map((text) => (at === 0 ? fold(text) : text))));
			return [{ words, tail: tail ?? (known.kind === "prefix" ? TAIL.any : TAIL.none) }];
		}),
	});
	const loose = heads((word) => word.slice(word.lastIndexOf("/") + 1).toLowerCase());
	return {
		rule,
		strict: rule.command && rule.effect === "allow" ? heads((word) => word) : null,
		loose: rule.command && rule.effect !== "allow" ? loose : null,
		except: null,
		programs: loose.kind === "heads" ? sortedSet(loose.heads.flatMap(({ words }) => words[0] ?? [])) : null,
		global_options: [],
		path_sets: [],
	};
}

function unescapeGlob(glob: string): string {
	return glob.replace(/\\(.)/gs, "$1");
}

export function compiledPolicy(rules: readonly CompiledRule[], parts: Partial<IrPolicy> = {}): CompiledPolicy {
	const ordered = [...rules].sort((a, b) => compareRules(a.rule, b.rule));
	const policy: IrPolicy = {
		ir_version: 1,
		policy_version: "v1",
		default: "request",
		fallbacks: { opaque: "request", condition_error: "request", malformed_bundle: "deny", missing_policy: "deny", unattended: "deny" },
		sealed: [],
		rules: ordered.map(({ rule }) => rule),
		registry: { programs: [], wrappers: [] },
		carried: {},
		...parts,
	};
	return { policy, policy_hash: hashPolicy(policy), rules: ordered, automata: AUTOMATA };
}

const PROGRAM: Registry["programs"][string] = {
	global_values: [],
	global_inert: [],
	global_directory: [],
	subcommands: {},
	values: null,
	flags: [],
	read_only: false,
	foreign: false,
	query: [],
};
const SUBCOMMAND = { values: null, flags: [], read_only: true, changes: [], foreign: false };

export const REGISTRY: Registry = {
	programs: {
		git: { ...PROGRAM, global_values: ["-c"], global_directory: ["-C"], subcommands: { log: SUBCOMMAND, status: SUBCOMMAND } },
		npm: { ...PROGRAM, subcommands: { run: { ...SUBCOMMAND, foreign: true } } },
		cargo: { ...PROGRAM, subcommands: { check: SUBCOMMAND }, plugins: true },
		make: { ...PROGRAM, foreign: true },
		ls: { ...PROGRAM, read_only: true },
		curl: PROGRAM,
		wget: PROGRAM,
		cat: PROGRAM,
	},
	wrappers: {
		sudo: { values: ["-u"], flags: ["-n"], operands: 0, assignments: true, then: "argv", transparent: false },
		env: { values: ["-u"], flags: ["-i"], operands: 0, assignments: true, then: "argv", transparent: false },
	},
	inert_environment: ["LANG", "LC_*"],
	lookup_environment: ["PATH"],
	system_folders: ["/bin", "/usr/bin"],
};

/** One policy with a rule of every kind that matters to a host. */
export const SMALL_POLICY = compiledPolicy([
	headRule(irRule("no-reset", "deny", { command: command("prefix", "git reset"), reason: 'Throws away work. Say "stash" instead.' })),
	headRule(irRule("no-publish", "deny", { command: command("exact", "npm publish") })),
	headRule(
		irRule("no-force", "deny", { command: { ...command("prefix", "git push"), args: [{ kind: "flag", spellings: ["--force"] }] } }),
		TAIL.force,
	),
	headRule(irRule("no-star", "deny", { command: command("exact", "rm \\*") })),
	headRule(irRule("no-env-file", "deny", { writes: ["./.env"] })),
	headRule(irRule("network-asks", "request", { command: command("prefix", "{curl,wget}"), reason: "Leaves the machine." })),
	headRule(irRule("reset-asks", "request", { command: command("exact", "git reset HEAD") })),
	headRule(irRule("read-git", "allow", { command: command("prefix", "git {diff,log,status}"), reason: "Reading changes nothing." })),
	headRule(irRule("make-test", "allow", { command: command("exact", "make test") })),
	headRule(irRule("push", "allow", { command: command("prefix", "git push") })),
	headRule(
		irRule("clean-switch", "allow", {
			command: command("prefix", "git switch"),
			when: { mode: "all", conditions: [{ name: "git_clean_worktree", value: null, required: true }], required: true },
			on_mismatch: "request",
		}),
	),
]);

export function command(kind: "exact" | "prefix", text: string): NonNullable<IrRule["command"]> {
	return { matchers: [matcher(kind, text)], args: [], except: [] };
}
