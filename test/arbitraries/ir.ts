/**
 * Arbitrary policies over a small vocabulary, in the IR's canonical form. The vocabulary is small so
 * that rules overlap: most commands that a line can hold meet several rules.
 */

import fc from "fast-check";
import { compareRules, sortedSet, sortedSetOf } from "../../compiler/ir/canonical.ts";
import {
	type ArgLine,
	type CommandLanguage,
	type Condition,
	type Decision,
	type IrPolicy,
	type IrRule,
	MANY,
	type Matcher,
	type RegistryItems,
	SCOPE_ORDER,
	type WordPattern,
} from "../../compiler/ir/types.ts";
import { OPTIONS, PROGRAMS, WORDS } from "./registry.ts";

const OPERATORS = ["==", "!=", "<", "<=", ">", ">="] as const;
const PATH_SETS = [["./src"], ["/etc"], ["./**/x", "~/"], ["/"]];

/** A value with a weight, for `fc.oneof`. */
function weigh<T>(weight: number, arbitrary: fc.Arbitrary<T>): fc.WeightedArbitrary<T> {
	return { weight, arbitrary };
}

function setOf<T>(arbitrary: fc.Arbitrary<T>, maxLength: number): fc.Arbitrary<T[]> {
	return fc.array(arbitrary, { minLength: 1, maxLength }).map((values) => sortedSetOf(values));
}

function textsOf(arbitrary: fc.Arbitrary<string>, maxLength: number): fc.Arbitrary<string[]> {
	return fc.array(arbitrary, { minLength: 1, maxLength }).map(sortedSet);
}

const glob = fc.oneof(
	weigh(5, fc.constantFrom(...WORDS)),
	weigh(4, fc.constantFrom("*", "a*", "*b", "ma*", "agent/*", "?", "a?", "*.txt", "-*", "+*", "\\*", "*a*b*")),
	weigh(1, fc.constantFrom(...OPTIONS)),
);

const patterns: fc.Arbitrary<WordPattern> = textsOf(glob, 2);

const word: fc.Arbitrary<WordPattern> = fc.oneof(weigh(8, patterns), weigh(1, fc.constant(MANY)));

/** The words that a matcher starts with: usually a program and one of its subcommands. */
const head: fc.Arbitrary<WordPattern[]> = fc.oneof(
	weigh(
		10,
		fc.oneof(weigh(3, fc.constantFrom(...PROGRAMS)), weigh(2, fc.constantFrom(...PROGRAMS.slice(0, 1)))).chain(({ name, subcommands }) => {
			if (subcommands.length === 0) return fc.constant<WordPattern[]>([[name]]);
			return fc.oneof<fc.WeightedArbitrary<WordPattern[]>[]>(
				weigh(
					5,
					textsOf(fc.constantFrom(...subcommands), 2).map((some) => [[name], some]),
				),
				weigh(1, fc.constant([[name]])),
				weigh(1, fc.constant([[name], ["p*"]])),
			);
		}),
	),
	weigh(
		1,
		fc.constantFrom<WordPattern[][]>(
			[["*"]],
			[["g*", "k*"]],
			[["/usr/bin/git"]],
			[["*/git", "rm"]],
			[
				["git", "kubectl"],
				["get", "push", "status"],
			],
			[["**"], ["push"]],
		),
	),
);

const GLOBS = ["git *", "git push*", "* --force*", "git p?sh *", "[gk]* *", "*[!0-9] main", "rm -*", "* a b", "tool*", "*/git *"];

/** Regexes with a text that each matches. */
export const REGEXES: readonly { readonly pattern: string; readonly ignore_case: boolean; readonly sample: string }[] = [
	{ pattern: "^git (push|commit)", ignore_case: false, sample: "git push" },
	{ pattern: "force$", ignore_case: true, sample: "git push --FORCE" },
	{ pattern: "^(?:rm|ls) -[a-z]+ .*$", ignore_case: false, sample: "rm -rf a" },
	{ pattern: "a{2,3}|main$", ignore_case: false, sample: "tool aa" },
	{ pattern: "^[^g]+ \\w", ignore_case: true, sample: "kubectl get" },
	{ pattern: "^.*--(force|all)( |=\\d*)", ignore_case: false, sample: "git push --force=1" },
	{ pattern: " \\u{e9}", ignore_case: false, sample: "ls é" },
];

const matcher: fc.Arbitrary<Matcher> = fc.oneof(
	weigh(
		5,
		fc.tuple(head, fc.array(word, { maxLength: 2 })).map(([start, words]): Matcher => ({ kind: "prefix", words: [...start, ...words] })),
	),
	weigh(
		3,
		fc.tuple(head, fc.array(word, { maxLength: 2 })).map(([start, words]): Matcher => ({ kind: "exact", words: [...start, ...words] })),
	),
	weigh(
		2,
		fc.constantFrom(...GLOBS).map((pattern): Matcher => ({ kind: "glob", pattern })),
	),
	weigh(
		1,
		fc.constantFrom(...REGEXES).map(({ pattern, ignore_case }): Matcher => ({ kind: "regex", pattern, ignore_case })),
	),
);

const plainLine: fc.Arbitrary<ArgLine> = fc.oneof(
	weigh(
		4,
		textsOf(fc.constantFrom(...OPTIONS), 2).map((spellings): ArgLine => ({ kind: "flag", spellings })),
	),
	weigh(
		3,
		fc.tuple(fc.constantFrom(...OPTIONS), patterns).map(([name, values]): ArgLine => ({ kind: "option", name, values })),
	),
	weigh(
		3,
		fc.tuple(fc.boolean(), patterns).map(([every, some]): ArgLine => ({ kind: "operand", every, patterns: some })),
	),
	weigh(
		1,
		fc.tuple(fc.boolean(), fc.constantFrom(...PATH_SETS)).map(([every, paths]): ArgLine => ({ kind: "operand_under", every, paths })),
	),
	weigh(
		2,
		fc.tuple(fc.boolean(), patterns).map(([every, some]): ArgLine => ({ kind: "words", every, patterns: some })),
	),
	weigh(
		2,
		fc.tuple(fc.constantFrom(...OPERATORS), fc.nat(3)).map(([operator, value]): ArgLine => ({ kind: "count", operator, value })),
	),
);

/** An args line of any kind. */
export const argLines: fc.Arbitrary<ArgLine> = fc.oneof(
	weigh(6, plainLine),
	weigh(
		3,
		plainLine.map((line): ArgLine => ({ kind: "not", line })),
	),
	weigh(
		1,
		setOf(plainLine, 2).map((lines): ArgLine => ({ kind: "any", lines })),
	),
	weigh(
		1,
		setOf(plainLine, 2).map((lines): ArgLine => ({ kind: "not", line: { kind: "any", lines } })),
	),
);

const headMatcher: fc.Arbitrary<Matcher> = fc.oneof(
	weigh(
		6,
		head.filter((words) => words[0]?.[0] !== "**").map((words): Matcher => ({ kind: "prefix", words })),
	),
	weigh(
		1,
		head.filter((words) => !words.some((one) => one[0] === "**")).map((words): Matcher => ({ kind: "exact", words })),
	),
);

const bareLanguage: fc.Arbitrary<CommandLanguage> = fc.oneof(
	setOf(matcher, 2).map((matchers) => ({ matchers, args: [], except: [] })),
	fc.tuple(setOf(headMatcher, 2), setOf(argLines, 2)).map(([matchers, args]) => ({ matchers, args, except: [] })),
);

/** A command language; its exceptions may hold exceptions of their own. */
export const languages: fc.Arbitrary<CommandLanguage> = fc
	.tuple(bareLanguage, fc.option(fc.tuple(bareLanguage, fc.option(bareLanguage, { freq: 3 })), { freq: 2 }))
	.map(([language, except]) => {
		if (!except) return language;
		const [outer, inner] = except;
		return { ...language, except: [{ ...outer, except: inner ? [inner] : [] }] };
	});

const LEAVES: readonly (readonly [string, string | null])[] = [
	["git_is_worktree", null],
	["git_clean_worktree", null],
	["git_synced_to_upstream", null],
	["git_branch_is", "main"],
	["cwd_under", "./src"],
	["path_exists", "./x"],
	["env_is", "CI true"],
	["os_is", "linux"],
];

const leaf: fc.Arbitrary<Condition> = fc
	.tuple(fc.constantFrom(...LEAVES), fc.integer({ min: 0, max: 3 }))
	.map(([[name, value], dice]) => ({ name, value, required: dice > 0 }));

const group = (members: fc.Arbitrary<Condition>): fc.Arbitrary<Condition> =>
	fc
		.tuple(fc.constantFrom("all" as const, "any" as const), setOf(members, 3))
		.map(([mode, conditions]) => ({ mode, conditions, required: true }));

const negation: fc.Arbitrary<Condition> = leaf.map((one) => ({ mode: "not", conditions: [{ ...one, required: true }], required: true }));

/** A `when` as the IR holds it: a group at the top. */
export const conditions: fc.Arbitrary<Condition> = group(
	fc.oneof(weigh(4, leaf), weigh(2, negation), weigh(1, group(fc.oneof(leaf, negation)))),
);

/** The given facts' keys that generated conditions ask for. */
export const FACTS: readonly string[] = LEAVES.map(([name, value]) => (value === null ? name : `${name} ${value}`));

const paths = fc.oneof(
	weigh(3, textsOf(fc.constantFrom("./logs/**", "./out.txt", "/tmp/*", "~/x", "/etc/**"), 2)),
	weigh(1, fc.constant(["any"])),
);
const assignments = textsOf(fc.constantFrom("CI=*", "CI=true", "HOME=/*", "TZ=a*"), 2);
/** Once in so many times the arbitrary, else null. */
const rarely = <T>(arbitrary: fc.Arbitrary<T>, times: number): fc.Arbitrary<T | null> =>
	fc.oneof(weigh(times - 1, fc.constant(null)), weigh(1, arbitrary));

const effect = fc.constantFrom<Decision>("allow", "allow", "allow", "request", "deny", "deny");

const rule = (effects: fc.Arbitrary<Decision>): fc.Arbitrary<IrRule> =>
	fc
		.record({
			scope: fc.constantFrom(...SCOPE_ORDER),
			effect: effects,
			command: languages,
			isAboutFiles: fc.nat(9),
			writes: rarely(paths, 6),
			reads: rarely(paths, 9),
			env: rarely(assignments, 9),
			when: rarely(conditions, 2),
			on_mismatch: fc.constantFrom<IrRule["on_mismatch"][]>("skip", "skip", "allow", "request", "request", "deny"),
			on_unknown: fc.constantFrom<IrRule["on_unknown"][]>(null, null, null, "request", "deny"),
		})
		.map(({ isAboutFiles, ...drawn }): IrRule => {
			const named = { ...drawn, name: "", sealed: false, reason: null };
			const clauses = drawn.writes ?? drawn.reads ?? drawn.env;
			return isAboutFiles === 0 && clauses !== null && drawn.effect !== "allow" ? { ...named, command: null } : named;
		});

const program = fc.record({
	name: fc.constantFrom("tool", "git", "mine"),
	subcommands: fc.constantFrom([], ["run"], ["run", "stop"]),
	value_options: fc.constantFrom([], ["-o"], ["--message", "-n"]),
	inert_options: fc.constantFrom([], ["--quiet"]),
	read_only: fc.constantFrom([], ["run"]),
});

const registryItems: fc.Arbitrary<RegistryItems> = fc.oneof(
	weigh(4, fc.constant({ programs: [], wrappers: [] })),
	weigh(
		1,
		program.map((item) => ({ programs: [item], wrappers: [] })),
	),
);

const fallback = fc.constantFrom<("request" | "deny")[]>("request", "request", "deny");

/** A policy of 1 to 8 rules. */
export const policies: fc.Arbitrary<IrPolicy> = policiesUpTo(8);

/** A policy of one rule or more. */
export function policiesUpTo(maxLength: number): fc.Arbitrary<IrPolicy> {
	return fc
		.record({
			rules: fc.array(rule(effect), { minLength: 1, maxLength }),
			default: fc.constantFrom("allow" as const, "allow" as const, "request" as const, "deny" as const, "host" as const),
			registry: registryItems,
			fallbacks: fc.record({
				opaque: fallback,
				condition_error: fallback,
				malformed_bundle: fallback,
				missing_policy: fallback,
				unattended: fallback,
			}),
		})
		.map((drawn) => ({
			...drawn,
			ir_version: 1,
			policy_version: "v1",
			sealed: [],
			carried: {},
			rules: drawn.rules.map((each, index) => ({ ...each, name: `rule-${index}` })).sort(compareRules),
		}));
}

/** A deny rule whose `on_mismatch` never loosens and which does not say what an unknown condition gives, for the laws. */
export const denyRules: fc.Arbitrary<IrRule> = fc
	.tuple(rule(fc.constant("deny")), fc.constantFrom<IrRule["on_mismatch"][]>("skip", "deny"))
	.map(([drawn, on_mismatch]) => ({ ...drawn, name: "added", on_mismatch, on_unknown: null }));
