/**
 * Rules that are about a command's program and first words, and do not match it all the same: which of their clauses fail?
 *
 * Each clause is tried by itself: the rule without the others is compiled and matched like any rule, so that what is said of
 * a clause is what an evaluator makes of it.
 */

import { Session } from "../compiler/diagnostics/session.ts";
import type { IrPolicy, IrRule } from "../compiler/ir/types.ts";
import { describeLine } from "../compiler/passes/languages/describe-line.ts";
import { compileLanguages, registryKnowledge } from "../compiler/passes/languages/index.ts";
import { type CommandJudgement, matchRule, type Prepared, prepare } from "../runtime/typescript/index.ts";
import { bundleOf } from "../targets/index.ts";
import { REGISTRY } from "./registry.ts";

/** A clause of a rule that a command does not meet. */
export interface Failure {
	readonly clause: "command" | "args" | "except" | "writes" | "reads" | "env";
	/** The clause, or what is wrong with the command, for people. */
	readonly text: string;
}

export interface NearMiss {
	readonly rule: IrRule;
	/** At least one. */
	readonly failures: readonly Failure[];
}

/**
 * The near misses of each command, in IR order.
 *
 * @param judgements the commands as they were judged
 * @example findNearMisses(policy, prepared, judgements)[0] // [{ rule, failures: [{ clause: "args", text: "not flag -f" }] }]
 */
export function findNearMisses(
	policy: IrPolicy,
	prepared: Prepared,
	judgements: readonly CommandJudgement[],
): readonly (readonly NearMiss[])[] {
	const rules = new Map(policy.rules.map((rule) => [rule.name, rule]));
	const missed = judgements.map((judgement) => missedBy(judgement, prepared).flatMap((name) => rules.get(name) ?? []));
	const heads = matcherOf(policy, [...new Set(missed.flat())].map(headOf));
	const near = missed.map((list, at) => list.filter((rule) => meets(heads, headOf(rule), judgements[at])));
	const single = matcherOf(
		policy,
		[...new Set(near.flat())].flatMap((rule) => [baseOf(rule), ...clausesOf(rule).map(({ rule }) => rule)]),
	);
	return near.map((list, at) =>
		list.map((rule) => {
			const fails = (variant: IrRule): boolean => !meets(single, variant, judgements[at]);
			const failures = fails(baseOf(rule))
				? [{ clause: "command" as const, text: whyUncertain(judgements[at], prepared, rule.name) }]
				: clausesOf(rule).flatMap(({ failure, rule: variant }) => (fails(variant) ? [failure] : []));
			return { rule, failures: failures.length > 0 ? failures : [{ clause: "args" as const, text: "its lines do not hold together" }] };
		}),
	);
}

/** The names of the rules with a command that could be about a command's program and do not match it. */
function missedBy({ judged, subject, matches }: CommandJudgement, prepared: Prepared): readonly string[] {
	const { program, words } = subject.command;
	if (!judged || words.length === 0 || program === null) return [];
	const matched = new Set(matches.map(({ rule }) => rule));
	return prepared.candidates(program).flatMap(({ rule, strict, loose }) => (matched.has(rule.id) || !(strict ?? loose) ? [] : [rule.id]));
}

/** Variants of rules, ready to be matched, by name. */
type Matcher = Prepared["rules"];

function matcherOf(policy: IrPolicy, rules: readonly IrRule[]): Matcher {
	if (rules.length === 0) return [];
	const knowledge = registryKnowledge(REGISTRY, policy.registry);
	// What is to be said of the clauses was said when the policy was compiled.
	const report = { session: new Session(), locate: () => null };
	return prepare(bundleOf(compileLanguages({ ...policy, rules }, "0".repeat(64), knowledge, report), REGISTRY)).rules;
}

function meets(matcher: Matcher, variant: IrRule, judgement: CommandJudgement | undefined): boolean {
	const prepared = matcher.find(({ rule }) => rule.id === variant.name);
	return prepared !== undefined && judgement !== undefined && matchRule(prepared, judgement.subject).match !== "no";
}

/** Any command that could begin as the rule says. */
function headOf(rule: IrRule): IrRule {
	return { ...withoutClauses(rule), name: `${rule.name} head`, effect: "request", writes: null, env: null };
}

/** The rule in its own reading, without the clauses that are tried one by one. */
function baseOf(rule: IrRule): IrRule {
	return { ...withoutClauses(rule), name: `${rule.name} base` };
}

function withoutClauses(rule: IrRule): IrRule {
	const command = rule.command && { matchers: rule.command.matchers, args: [], except: [] };
	const anything = rule.effect === "allow" ? { writes: ["any"], env: ["*=*"] } : { writes: null, env: null };
	return { ...rule, command, ...anything, reads: null, when: null, on_mismatch: "skip", on_unknown: null };
}

/** Each clause of a rule as a rule of its own, and what is said where it fails. */
function clausesOf(rule: IrRule): readonly { readonly failure: Failure; readonly rule: IrRule }[] {
	const base = withoutClauses(rule);
	const { command } = rule;
	if (command === null || base.command === null) return [];
	const variants: { failure: Failure; rule: Omit<IrRule, "name"> }[] = [];
	for (const line of command.args) {
		variants.push({ failure: { clause: "args", text: describeLine(line) }, rule: { ...base, command: { ...base.command, args: [line] } } });
	}
	if (command.except.length > 0) {
		const text = "an exception is about this command";
		variants.push({ failure: { clause: "except", text }, rule: { ...base, command: { ...base.command, except: command.except } } });
	}
	for (const clause of ["writes", "reads", "env"] as const) {
		const value = rule[clause];
		const demands = rule.effect === "allow" ? clause !== "reads" || value !== null : value !== null;
		if (demands) variants.push({ failure: { clause, text: sideText(rule, clause) }, rule: { ...base, [clause]: value } });
	}
	return variants.map(({ failure, rule: variant }, at) => ({ failure, rule: { ...variant, name: `${rule.name} ${at}` } }));
}

function sideText(rule: IrRule, clause: "writes" | "reads" | "env"): string {
	const listed = rule[clause];
	const what = { writes: "an output redirection", reads: "an input redirection", env: "an assignment before the command" }[clause];
	if (rule.effect !== "allow") return `no ${what.replace(/^an /, "")} that it lists`;
	return listed === null ? `${what}; the rule lists none` : `${what} that it does not list`;
}

/** Why a command that could be the rule's is not certainly it. */
function whyUncertain(judgement: CommandJudgement | undefined, prepared: Prepared, name: string): string {
	const rule = prepared.rules.find(({ rule }) => rule.id === name);
	const views = rule && judgement?.subject.views(rule);
	if (views && !views.strict && views.meant) return "an earlier part of the line may change what the program's name means";
	if (views && !views.strict) return "the program, or an option before its subcommand, may make it another command";
	return "the words as written are not certainly this command";
}
