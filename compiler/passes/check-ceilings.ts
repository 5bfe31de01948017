/**
 * Decides what narrower scopes may change: sealed rules, defaults and fallbacks, sealed scopes, and the
 * person's own files while the root is not trusted. A refusal shows a witness: a command that would be treated more loosely.
 */

import { Session } from "../diagnostics/session.ts";
import { hashPolicy } from "../ir/canonical.ts";
import type { CompiledPolicy } from "../ir/compiled.ts";
import type { IrPolicy, IrRule, ScopeKind } from "../ir/types.ts";
import { checkRegistryItems } from "./check-registry-items.ts";
import { compareRules } from "./compare-rules.ts";
import { isLooser, type PolicyValues } from "./contributions.ts";
import { findUncovered } from "./find-uncovered.ts";
import type { CompileInput } from "./index.ts";
import { compileLanguages, type RegistryData, registryKnowledge } from "./languages/index.ts";
import { mergeScopes } from "./merge-scopes.ts";
import type { Subject } from "./rule-regions.ts";
import { besideSideClauses, pickCommand, showCommand, showFacts, withSideClauses } from "./show-command.ts";
import type { RuleDraft, ScopeDraft } from "./units.ts";

/** A scope of which nothing may be loosened, and what its owner or a reader can do. */
interface Ceiling {
	readonly index: number;
	readonly scope: ScopeKind;
	readonly remedy: string;
}

/** What stands above a scope that is about to be merged. */
interface Above {
	readonly drafts: readonly ScopeDraft[];
	readonly policy: IrPolicy;
	/** The last scope that is a ceiling; null: nothing is sealed as a whole. */
	readonly ceiling: Ceiling | null;
	/** Compiles the first so many scopes. */
	readonly compile: (count: number) => CompiledPolicy;
	/** The values that rules may meet: those of the scopes above, and those of the whole policy. */
	readonly values: readonly PolicyValues[];
}

const REMEDY = {
	sealed: "make it stricter, or remove it: the broader scope is sealed",
	untrusted: "make it stricter, or, if you trust this root's policy, run `policyc trust` or pass `--trust`",
	sealedValue: "write `{header} {before}` or something stricter, or remove the line",
} as const;

/** Reports everything in a narrower scope that loosens what a broader one has sealed. */
export function checkCeilings(drafts: readonly ScopeDraft[], input: CompileInput, session: Session): void {
	const compile = compiler(drafts, input.registry);
	const whole = valuesOf(mergeScopes(drafts, new Session()).policy);
	drafts.forEach((draft, index) => {
		const before = drafts.slice(0, index);
		const { policy } = mergeScopes(before, new Session());
		const above: Above = {
			drafts: before,
			policy,
			ceiling: findCeiling(before, draft, input.trusted),
			compile,
			values: [valuesOf(policy), whole],
		};
		checkValues(draft, above, session);
		checkItems(draft, above, input.registry, session);
		checkRules(draft, above, session);
	});
}

function valuesOf({ default: standing, fallbacks }: IrPolicy): PolicyValues {
	return { default: standing, conditionError: fallbacks.condition_error, opaque: fallbacks.opaque };
}

function findCeiling(before: readonly ScopeDraft[], draft: ScopeDraft, trusted: boolean): Ceiling | null {
	const index = before.findLastIndex((scope) => scope.sealed || (!trusted && scope.file.own && !draft.file.own));
	const found = before[index];
	return found ? { index, scope: found.file.scope, remedy: found.sealed ? REMEDY.sealed : REMEDY.untrusted } : null;
}

/** Defaults and fallbacks: a sealed one, or any below a ceiling, may only become stricter. */
function checkValues(draft: ScopeDraft, { policy, ceiling, drafts }: Above, session: Session): void {
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
		if (!isLooser(after, before) || !(ceiling || policy.sealed.includes(header))) continue;
		const remedy = ceiling?.remedy ?? REMEDY.sealedValue.replace("{header}", header).replace("{before}", before);
		session.report("sealed-value-loosened", span, { header, after, before, scope: ceiling?.scope ?? sealingScope(drafts, header), remedy });
	}
}

function sealingScope(drafts: readonly ScopeDraft[], header: string): ScopeKind {
	const sealing = drafts.find((scope) => {
		return (
			(header === "default" && scope.default?.sealed) ||
			scope.fallbacks.some((entry) => entry.sealed && `fallback ${entry.name}` === header)
		);
	});
	return sealing?.file.scope ?? "system";
}

function checkItems(draft: ScopeDraft, above: Above, registry: RegistryData, session: Session): void {
	if (draft.programs.length === 0 && draft.wrappers.length === 0) return;
	const sealed = above.drafts.some((scope) => scope.rules.some(({ rule }) => rule.sealed));
	const rules = sealed ? above.compile(above.drafts.length).rules.filter(({ rule }) => rule.sealed) : [];
	checkRegistryItems(draft, { drafts: above.drafts, ceiling: above.ceiling, rules }, registry, session);
}

function checkRules(draft: ScopeDraft, above: Above, session: Session): void {
	for (const rule of draft.rules) {
		const held = heldAbove(rule, above);
		if (held.length === 0 && !above.ceiling) continue;
		const young = subjectOf(above.compile(above.drafts.length + 1), rule.rule.name);
		if (!young) continue;
		for (const { index, rule: old } of held) {
			// The rule as it stood in its own scope, not as a later scope may already have tightened it.
			const subject = subjectOf(above.compile(index + 1), rule.rule.name);
			if (subject) reportReplacement(rule, old, subject, young, above, session);
		}
		if (above.ceiling) reportAboveCeiling(rule, young, above, above.ceiling, session);
	}
}

/** The rules of this name that may not be loosened: sealed ones, and all at or above the ceiling. */
function heldAbove(rule: RuleDraft, { drafts, ceiling }: Above): { readonly index: number; readonly rule: RuleDraft }[] {
	return drafts.flatMap((draft, index) => {
		const old = draft.rules.find((entry) => entry.rule.name === rule.rule.name);
		const held = old && (old.rule.sealed || (ceiling !== null && index <= ceiling.index));
		return old && held ? [{ index, rule: old }] : [];
	});
}

function reportReplacement(rule: RuleDraft, old: RuleDraft, before: Subject, after: Subject, above: Above, session: Session): void {
	const answer = compareRules(before, after, above.values);
	if (answer.kind === "at-least-as-strict") return;
	const related = [{ message: "the rule that it would replace", span: old.item.name.span }];
	const place = { name: rule.rule.name, scope: old.rule.scope };
	const remedy = above.ceiling?.remedy ?? "";
	if (answer.kind === "undecided") {
		if (old.rule.sealed) session.report("seal-undecided", rule.item.name.span, { ...place, why: answer.why }, { related });
		else session.report("ceiling-undecided", rule.item.name.span, { ...place, why: answer.why, remedy }, { related });
		return;
	}
	const { commands, facts, loosening } = answer;
	const candidates = { commands, without: [], marks: before.compiled.path_sets.length, fallback: null };
	const witness = showCommand(pickCommand(candidates, [old.rule, rule.rule]), withSideClauses(old.rule));
	const holes = { ...place, witness, before: loosening.before, after: loosening.after, where: loosening.beside + showFacts(facts) };
	if (old.rule.sealed) session.report("seal-broken", rule.item.name.span, holes, { related });
	else session.report("ceiling-broken", rule.item.name.span, { ...holes, remedy }, { related });
}

/** A rule may loosen only where the ceiling's own rules already decide: elsewhere its default stands. */
function reportAboveCeiling(rule: RuleDraft, young: Subject, above: Above, ceiling: Ceiling, session: Session): void {
	const covered = above.compile(ceiling.index + 1);
	const found = findUncovered(young, covered, valuesOf(covered.policy));
	if (found === null) return;
	const place = { name: rule.rule.name, scope: ceiling.scope, remedy: ceiling.remedy };
	if (typeof found === "string") {
		session.report("ceiling-undecided", rule.item.name.span, { ...place, why: found });
		return;
	}
	const { commands, covered: without, witness: fallback, aside, facts } = found;
	const rules: readonly IrRule[] = covered.rules.map((compiled) => compiled.rule);
	const around = aside ? besideSideClauses(rule.rule, rules) : refusalSides(rule.rule);
	const words = pickCommand({ commands, without, marks: 0, fallback }, [rule.rule]);
	const witness = showCommand(words, around);
	const loosening = found.tell(words);
	const where = loosening.beside + showFacts(facts);
	session.report("ceiling-broken", rule.item.name.span, { ...place, witness, before: loosening.before, after: loosening.after, where });
}

/** A rule that is no allow has an effect only on the redirections or assignments that it is about. */
function refusalSides(rule: IrRule): (command: string) => string {
	return rule.effect === "allow" ? (command) => command : withSideClauses(rule);
}

/** Compiles prefixes of the scopes, each once. */
function compiler(drafts: readonly ScopeDraft[], registry: RegistryData): (count: number) => CompiledPolicy {
	const made = new Map<number, CompiledPolicy>();
	return (count) => {
		const known = made.get(count);
		if (known) return known;
		const { policy } = mergeScopes(drafts.slice(0, count), new Session());
		// Problems of the languages themselves were reported when the whole policy was compiled.
		const report = { session: new Session(), locate: () => null };
		const compiled = compileLanguages(policy, hashPolicy(policy), registryKnowledge(registry, policy.registry), report);
		made.set(count, compiled);
		return compiled;
	};
}

function subjectOf(policy: CompiledPolicy, name: string): Subject | null {
	const compiled = policy.rules.find((entry) => entry.rule.name === name);
	return compiled ? { compiled, automata: policy.automata } : null;
}
