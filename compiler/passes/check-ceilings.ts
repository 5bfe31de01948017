/**
 * Decides what narrower scopes may change: sealed rules, defaults and fallbacks, sealed scopes, and the
 * person's own files while the root is not trusted. A refusal shows a witness: a command that would be treated more loosely.
 */

import { containedInUnion, type Dfa, findWitness, isTooLarge, unreduceFirstWord, wordsOf } from "../automata/index.ts";
import { Session } from "../diagnostics/session.ts";
import { hashPolicy } from "../ir/canonical.ts";
import type { CompiledPolicy, CompiledRule } from "../ir/compiled.ts";
import type { DefaultDecision, ScopeKind } from "../ir/types.ts";
import { compareRules, MAX_ATOMS, regionOf, type Subject } from "./compare-rules.ts";
import {
	assignments,
	atomsOf,
	type Contribution,
	contributionOf,
	isLooser,
	loosens,
	type PolicyValues,
	type Truth,
} from "./contributions.ts";
import type { CompileInput } from "./index.ts";
import { compileLanguages, type RegistryData, registryKnowledge } from "./languages/index.ts";
import { type Merged, mergeScopes } from "./merge-scopes.ts";
import type { RuleDraft, ScopeDraft } from "./units.ts";

/** What stands above a scope that is about to be merged. */
interface Above {
	readonly drafts: readonly ScopeDraft[];
	readonly merged: Merged;
	/** The last scope that is a ceiling, and why; null: nothing is sealed as a whole. */
	readonly ceiling: { readonly index: number; readonly scope: ScopeKind; readonly remedy: string } | null;
}

const REMEDY = {
	sealed: "make it stricter, or remove it: the broader scope is sealed",
	untrusted: "make it stricter, or, if you trust this root's policy, run `policyc trust` or pass `--trust`",
} as const;

/** Reports everything in a narrower scope that loosens what a broader one has sealed. */
export function checkCeilings(drafts: readonly ScopeDraft[], input: CompileInput, session: Session): void {
	drafts.forEach((draft, index) => {
		const before = drafts.slice(0, index);
		const ceiling = findCeiling(before, draft, input.trusted);
		const sealedNames = before.flatMap((scope) => scope.rules.filter((rule) => rule.rule.sealed));
		const touches = ceiling !== null || draft.rules.some((rule) => sealedNames.some((sealed) => sealed.rule.name === rule.rule.name));
		const above: Above = { drafts: before, merged: mergeScopes(before, new Session()), ceiling };
		checkValues(draft, above, session);
		if (ceiling) checkRegistry(draft, ceiling, session);
		if (touches) checkRules(draft, above, input.registry, session);
	});
}

function findCeiling(before: readonly ScopeDraft[], draft: ScopeDraft, trusted: boolean): Above["ceiling"] {
	const index = before.findLastIndex((scope) => scope.sealed || (!trusted && scope.file.own && !draft.file.own));
	const found = before[index];
	return found ? { index, scope: found.file.scope, remedy: found.sealed ? REMEDY.sealed : REMEDY.untrusted } : null;
}

/** Defaults and fallbacks: a sealed one, or any below a ceiling, may only become stricter. */
function checkValues(draft: ScopeDraft, above: Above, session: Session): void {
	const { policy } = above.merged;
	const own = [
		...(draft.default ? [{ header: "default", after: draft.default.decision, before: policy.default, span: draft.default.span }] : []),
		...draft.fallbacks.map((entry) => ({
			header: `fallback ${entry.name}`,
			after: entry.decision,
			before: policy.fallbacks[entry.name],
			span: entry.span,
		})),
	];
	for (const { header, after, before, span } of own) {
		if (!isLooser(after, before)) continue;
		if (above.ceiling || policy.sealed.includes(header)) {
			session.report("sealed-value-loosened", span, { header, after, before, scope: above.ceiling?.scope ?? sealingScope(above, header) });
		}
	}
}

function sealingScope(above: Above, header: string): ScopeKind {
	const sealing = above.drafts.find((scope) => {
		return (
			(header === "default" && scope.default?.sealed) ||
			scope.fallbacks.some((entry) => entry.sealed && `fallback ${entry.name}` === header)
		);
	});
	return sealing?.file.scope ?? "system";
}

/**
 * Registry items below a ceiling may only make judgements stricter: naming subcommands does, and so does an opaque wrapper
 * without options. Value options can hide a flag, inert and read-only entries lift doubts, a transparent wrapper is not judged.
 */
function checkRegistry(draft: ScopeDraft, ceiling: NonNullable<Above["ceiling"]>, session: Session): void {
	const { scope, remedy } = ceiling;
	for (const { value, span } of draft.programs) {
		const lists = { value_options: value.value_options, inert_options: value.inert_options, read_only: value.read_only };
		const what = Object.entries(lists).flatMap(([name, list]) => (list.length > 0 ? [`\`${name}\``] : []));
		if (what.length > 0)
			session.report("registry-item-loosens", span, { kind: "program", name: value.name, scope, what: what.join(", "), remedy });
	}
	for (const { value, span } of draft.wrappers) {
		const lists = { value_options: value.value_options.length > 0, flags: value.flags.length > 0, transparent: value.transparent };
		const what = Object.entries(lists).flatMap(([name, is]) => (is ? [`\`${name}\``] : []));
		if (what.length > 0)
			session.report("registry-item-loosens", span, { kind: "wrapper", name: value.name, scope, what: what.join(", "), remedy });
	}
}

function checkRules(draft: ScopeDraft, above: Above, registry: RegistryData, session: Session): void {
	const values: PolicyValues = { default: above.merged.policy.default, conditionError: above.merged.policy.fallbacks.condition_error };
	const after = compileScopes([...above.drafts, draft], registry);
	const before = compileScopes(above.drafts, registry);
	const covered = above.ceiling === null ? null : compileScopes(above.drafts.slice(0, above.ceiling.index + 1), registry);
	for (const rule of draft.rules) {
		const young = subjectOf(after, rule.rule.name);
		if (!young) continue;
		for (const sealed of sealedBefore(rule, above)) {
			// The rule as it stood in its own scope, not as a later scope may already have tightened it.
			const old = subjectOf(compileScopes(above.drafts.slice(0, above.drafts.indexOf(sealed.draft) + 1), registry), rule.rule.name);
			if (old) reportReplacement(rule, sealed.rule, old, young, values, session);
		}
		if (covered && above.ceiling && before) reportAboveCeiling(rule, young, covered, values, above.ceiling, session);
	}
}

/** The rules of this name that may not be loosened: sealed ones, and all at or above the ceiling. */
function sealedBefore(rule: RuleDraft, above: Above): { readonly draft: ScopeDraft; readonly rule: RuleDraft }[] {
	return above.drafts.flatMap((draft, index) => {
		const old = draft.rules.find((entry) => entry.rule.name === rule.rule.name);
		const held = old && (old.rule.sealed || (above.ceiling !== null && index <= above.ceiling.index));
		return old && held ? [{ draft, rule: old }] : [];
	});
}

function reportReplacement(rule: RuleDraft, sealed: RuleDraft, old: Subject, young: Subject, values: PolicyValues, session: Session): void {
	const answer = compareRules(old, young, values);
	const related = [{ message: "the rule that it would replace", span: sealed.item.name.span }];
	const place = { name: rule.rule.name, scope: sealed.rule.scope };
	if (answer.kind === "undecided") session.report("seal-undecided", rule.item.name.span, { ...place, why: answer.why }, { related });
	if (answer.kind === "looser") {
		const witness = showCommand(answer.commands, [sealed, rule]);
		const names = { before: decisionText(answer.before, values.default), after: decisionText(answer.after, values.default) };
		session.report("seal-broken", rule.item.name.span, { ...place, ...names, witness }, { related });
	}
}

/** A rule may loosen only where the ceiling's own rules already decide: elsewhere its default stands. */
function reportAboveCeiling(
	rule: RuleDraft,
	young: Subject,
	covered: CompiledPolicy,
	values: PolicyValues,
	ceiling: NonNullable<Above["ceiling"]>,
	session: Session,
): void {
	const standing = covered.policy.default;
	const place = { name: rule.rule.name, scope: ceiling.scope, remedy: ceiling.remedy };
	const found = findUncovered(young, covered, { ...values, default: standing });
	if (found === null) return;
	if (typeof found === "string") session.report("ceiling-undecided", rule.item.name.span, { ...place, why: found });
	else {
		const witness = showCommand(found.commands, [rule], found.witness);
		session.report("ceiling-broken", rule.item.name.span, { ...place, witness, before: standing, after: found.after });
	}
}

interface Uncovered {
	readonly commands: Dfa;
	readonly witness: Uint8Array;
	readonly after: DefaultDecision;
}

function findUncovered(young: Subject, covered: CompiledPolicy, values: PolicyValues): Uncovered | string | null {
	const atoms = atomsOf(young.compiled.rule.when);
	if (atoms.length > MAX_ATOMS) return `it names more than ${MAX_ATOMS} predicates`;
	for (const facts of assignments(atoms)) {
		const own = contributionOf(young.compiled.rule, facts, values);
		if (own === null || !loosens(null, own, values.default)) continue;
		const region = regionOf(young, own, "outer");
		if (region === null) continue;
		const answer = containedInUnion(region, coverage(young, covered, facts, values));
		if (answer === "undecided") return "the comparison with the rules above is too large";
		if (answer !== "yes") return { commands: region, witness: answer.witness, after: own };
	}
	return null;
}

/** The commands to which some rule of the ceiling contributes for certain, as they are written. */
function coverage(young: Subject, covered: CompiledPolicy, facts: ReadonlyMap<string, Truth>, values: PolicyValues): Dfa[] {
	return covered.rules.flatMap((compiled) => {
		const contribution = certainContribution(compiled, facts, values);
		if (contribution === null || !coversSideClauses(compiled, young.compiled)) return [];
		const region = regionOf({ compiled, automata: covered.automata }, contribution, "inner");
		if (region === null) return [];
		if (compiled.rule.effect === "allow") return [region];
		const written = unreduceFirstWord(region);
		return isTooLarge(written) ? [] : [written];
	});
}

/** What a rule contributes whatever the predicates that the other rule does not name; null where it may contribute nothing. */
function certainContribution(compiled: CompiledRule, facts: ReadonlyMap<string, Truth>, values: PolicyValues): Contribution {
	const { rule } = compiled;
	const others = atomsOf(rule.when).filter((atom) => !facts.has(atom));
	if (others.length > MAX_ATOMS) return null;
	let loosest: Contribution = null;
	for (const more of assignments(others)) {
		const contribution = contributionOf(rule, new Map([...facts, ...more]), values);
		if (contribution === null) return null;
		if (loosest === null || isLooser(contribution, loosest)) loosest = contribution;
	}
	return loosest;
}

/** Whether a rule of the ceiling covers all redirections and assignments that the narrower rule covers. */
function coversSideClauses(above: CompiledRule, below: CompiledRule): boolean {
	const [a, b] = [above.rule, below.rule];
	if (a.effect !== "allow") return a.writes === null && a.reads === null && a.env === null;
	const holds = (wide: readonly string[] | null, narrow: readonly string[] | null) => {
		return (narrow ?? []).every((entry) => wide?.includes(entry) || wide?.includes("any"));
	};
	const reads = a.reads === null || (b.reads !== null && holds(a.reads, b.reads));
	return holds(a.writes, b.writes) && holds(a.env, b.env) && reads;
}

function compileScopes(drafts: readonly ScopeDraft[], registry: RegistryData): CompiledPolicy | null {
	const { policy } = mergeScopes(drafts, new Session());
	// Problems of the languages themselves were reported when the whole policy was compiled.
	return compileLanguages(policy, hashPolicy(policy), registryKnowledge(registry, policy.registry), {
		session: new Session(),
		locate: () => null,
	});
}

function subjectOf(policy: CompiledPolicy | null, name: string): Subject | null {
	const compiled = policy?.rules.find((entry) => entry.rule.name === name);
	return policy && compiled ? { compiled, automata: policy.automata } : null;
}

/** A command of a language, readable: made of the rules' own words where that is possible. */
function showCommand(commands: Dfa, rules: readonly RuleDraft[], fallback?: Uint8Array): string {
	const vocabulary = rules.flatMap((rule) => wordsIn(rule.rule.command));
	const words = findWitness([commands], ([label = 0]) => label > 0, { vocabulary }) ?? (fallback ? wordsOf(fallback) : []);
	return words.map((word) => (/^[\w./:=@%+,~^-]+$/.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`)).join(" ");
}

/** Every literal word in a command language, heads first. */
function wordsIn(value: unknown): string[] {
	if (typeof value === "string")
		return /[*?\\]/.test(value) ? [value.replace(/\\(.)|\*|\?/g, (_, literal?: string) => literal ?? "x")] : [value];
	if (value === null || typeof value !== "object") return [];
	return Object.entries(value).flatMap(([key, member]) => (key === "kind" || key === "operator" ? [] : wordsIn(member)));
}

function decisionText(contribution: Contribution, standing: DefaultDecision): DefaultDecision {
	return contribution ?? standing;
}
