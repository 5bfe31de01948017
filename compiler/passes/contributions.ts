/** What a rule contributes under each assignment of its conditions, and which changes of a contribution loosen a policy. */

import { canonicalText, sortedSetOf } from "../ir/canonical.ts";
import type { Condition, Decision, DefaultDecision, IrRule } from "../ir/types.ts";

export type Truth = "true" | "false" | "unknown";
/** A rule's contribution to a command that it matches; null: none. */
export type Contribution = DefaultDecision | null;

const STRICTNESS: Record<DefaultDecision, number> = { allow: 0, host: 1, request: 2, deny: 3 };

/** The stricter of two decisions. */
export function stricter<T extends DefaultDecision>(a: T, b: T): T {
	return STRICTNESS[a] >= STRICTNESS[b] ? a : b;
}

/** Whether one decision is looser than another. */
export function isLooser(a: DefaultDecision, b: DefaultDecision): boolean {
	return STRICTNESS[a] < STRICTNESS[b];
}

/** The predicates of a condition, each once, with their arguments: `git_branch_is main`. */
export function atomsOf(condition: Condition | null): string[] {
	if (!condition) return [];
	if ("mode" in condition) return sortedSetOf(condition.conditions.flatMap((member) => atomsOf(member)));
	return [atomOf(condition)];
}

function atomOf(leaf: { readonly name: string; readonly value: string | null }): string {
	return leaf.value === null ? leaf.name : `${leaf.name} ${leaf.value}`;
}

/** Every assignment of truth values to atoms: 3 to the power of their number. */
export function assignments(atoms: readonly string[]): ReadonlyMap<string, Truth>[] {
	let all: Map<string, Truth>[] = [new Map()];
	for (const atom of atoms) {
		all = all.flatMap((known) => (["true", "false", "unknown"] as const).map((value) => new Map(known).set(atom, value)));
	}
	return all;
}

/** The value of a condition (see runtime/PROTOCOL.md): optional members count in an `any` only where none is required. */
export function truthOf(condition: Condition, facts: ReadonlyMap<string, Truth>): Truth {
	if (!("mode" in condition)) return facts.get(atomOf(condition)) ?? "unknown";
	if (condition.mode === "not") {
		const inner = truthOf(condition.conditions[0], facts);
		return inner === "unknown" ? inner : inner === "true" ? "false" : "true";
	}
	const required = condition.conditions.filter((member) => member.required);
	const counted = condition.mode === "any" && required.length === 0 ? condition.conditions : required;
	const values = counted.map((member) => truthOf(member, facts));
	const [decisive, otherwise] = condition.mode === "all" ? (["false", "true"] as const) : (["true", "false"] as const);
	if (values.includes(decisive)) return decisive;
	return values.includes("unknown") ? "unknown" : otherwise;
}

/** What a rule contributes to a command that it certainly matches. */
export function contributionOf(rule: IrRule, facts: ReadonlyMap<string, Truth>, policy: PolicyValues): Contribution {
	const truth = rule.when ? truthOf(rule.when, facts) : "true";
	if (truth === "true") return rule.effect;
	const mismatch = rule.on_mismatch === "skip" ? null : rule.on_mismatch;
	if (truth === "false") return mismatch;
	if (rule.on_unknown) return rule.on_unknown;
	return stricter<DefaultDecision>(stricter<DefaultDecision>(rule.effect, mismatch ?? policy.default), policy.conditionError);
}

/** The values of a policy on which contributions depend. */
export interface PolicyValues {
	readonly default: DefaultDecision;
	readonly conditionError: Decision;
	/** The floor under what cannot be known. */
	readonly opaque: Decision;
}

/** What a rule does to a command: its contribution, and the floor that it puts under the decision (null: none). */
export interface Effect {
	readonly contribution: Contribution;
	readonly floor: Decision | null;
}

/** A rule that does not concern a command. */
export const NO_EFFECT: Effect = { contribution: null, floor: null };

/** How a command is decided more loosely, and what has to stand beside the rule for that. */
export interface Loosening {
	readonly before: DefaultDecision;
	readonly after: DefaultDecision;
	/** Empty where the rule alone shows it. */
	readonly beside: string;
}

/** What may stand beside a rule: another rule's contribution, and whether the command runs code that the line does not show. */
interface Company {
	readonly other: Contribution;
	readonly foreign: boolean;
}

const COMPANY: readonly Company[] = [false, true].flatMap((foreign) =>
	([null, "allow", "request", "deny"] as const).map((other) => ({ other, foreign })),
);

/**
 * Whether some command is decided more loosely once a rule's effects on it have changed, whatever the other rules contribute: the
 * simplest way in which it is, or null.
 *
 * The command gets the strictest contribution, or the default where there is none, and is raised to its floors; the floor under
 * foreign code is lifted by an `allow`.
 */
export function findLoosening(before: readonly Effect[], after: readonly Effect[], policy: PolicyValues): Loosening | null {
	for (const company of COMPANY) {
		const [was, is] = [decide(before, company, policy), decide(after, company, policy)];
		if (isLooser(is, was)) return { before: was, after: is, beside: describeCompany(company) };
	}
	return null;
}

function decide(effects: readonly Effect[], { other, foreign }: Company, policy: PolicyValues): DefaultDecision {
	const given = [other, ...effects.map(({ contribution }) => contribution)].filter((contribution) => contribution !== null);
	const base = given.length > 0 ? given.reduce((a, b) => stricter(a, b)) : policy.default;
	const floors: DefaultDecision[] = effects.flatMap(({ floor }) => floor ?? []);
	if (foreign && !given.includes("allow")) floors.push(policy.default === "host" ? "host" : policy.opaque);
	return floors.reduce((a, b) => stricter(a, b), base);
}

function describeCompany({ other, foreign }: Company): string {
	const parts = [
		...(other === null ? [] : [`beside a rule that says \`${other}\``]),
		...(foreign ? ["if it runs code that the line does not show"] : []),
	];
	return parts.length === 0 ? "" : ` ${parts.join(" and ")}`;
}

/** Whether two rules say the same about redirections and assignments. */
export function sameSideClauses(a: IrRule, b: IrRule): boolean {
	return canonicalText([a.writes, a.reads, a.env]) === canonicalText([b.writes, b.reads, b.env]);
}

/** Whether a rule says nothing about redirections and assignments. */
export function hasSideClauses(rule: IrRule): boolean {
	return rule.writes !== null || rule.reads !== null || rule.env !== null;
}
