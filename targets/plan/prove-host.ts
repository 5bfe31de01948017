/**
 * The last proof before a host's artifact is written: what the host reads in it, list by list in the host's own order, is
 * held against the policy. The plans are not trusted here, only what they say is left to the hook.
 */

import type { Decision } from "../../compiler/ir/types.ts";
import type { Extent, HostList, RulePlan } from "../target.ts";
import { writeCommandLine } from "../writer/shell.ts";
import { ByProgram } from "./by-program.ts";
import { keyOfExtent, readHead } from "./extents.ts";
import type { HostFacts } from "./plan-restriction.ts";
import { type Proof, proveApart, proveHeld, proveWithin } from "./prove-containment.ts";
import { allowingRules, type PolicyFacts, type RuleFacts } from "./read-policy.ts";

/** A command that the host would treat more loosely than a rule. */
export interface Unsound {
	readonly rule: string;
	readonly witness: string;
}

const STRICTNESS: readonly Decision[] = ["allow", "request", "deny"];

/** Everything of a host that is looser than a rule that its plan says is held; empty where the artifact may be written. */
export function proveHost(facts: PolicyFacts, plans: readonly RulePlan[], lists: readonly HostList[], host: HostFacts): readonly Unsound[] {
	const indexed = lists.map(indexList);
	const restricting = facts.rules.flatMap((rule, at) => {
		const plan = plans[at];
		if (!plan || rule.effect === null || rule.effect === "allow") return [];
		const isHeld = plan.heads.length > 0 && plan.notes.every(({ direction }) => direction !== "looser");
		return isHeld ? proveRule(rule, rule.effect, indexed) : proveUntouched(rule, rule.effect, indexed);
	});
	return [...restricting, ...proveAllowed(facts, plans, lists, indexed, host)];
}

/** Whatever an entry allows lies in what an allow rule certainly allows, but for what a list before it refuses or asks. */
function proveAllowed(
	facts: PolicyFacts,
	plans: readonly RulePlan[],
	lists: readonly HostList[],
	indexed: readonly IndexedList[],
	host: HostFacts,
): readonly Unsound[] {
	const allowing = allowingRules(facts);
	const unsound: Unsound[] = [];
	lists.forEach(({ decision, entries }, at) => {
		if (decision !== "allow") return;
		for (const { shown, extent } of entries) {
			const programs = extent.kind === "words" ? (extent.words[0] ?? [undefined]) : [undefined];
			const regions = new Set(programs.flatMap((program) => allowing.about(program)).flatMap(({ region }) => region ?? []));
			const before = indexed.slice(0, at).flatMap(({ extents }) => programs.flatMap((program) => extents.about(program)));
			const proof = proveWithin(extent, [...regions], before, []);
			// Beside many entries the question may be left open; then it counts that the plan has proven the entry beside a few of them.
			if (proof === "proven" || (proof === "undecided" && isPlanned(extent, plans, host))) continue;
			unsound.push({ rule: shown, witness: proof === "undecided" ? shown : writeCommandLine(proof.witness) });
		}
	});
	return unsound;
}

function isPlanned(extent: Extent, plans: readonly RulePlan[], { model }: HostFacts): boolean {
	const allowing = plans.filter(({ effect }) => effect === "allow");
	const planned = allowing.flatMap(({ heads }) => heads.flatMap((head) => readHead(model, head, "allow")));
	return planned.some((own) => keyOfExtent(own) === keyOfExtent(extent));
}

interface IndexedList {
	readonly decision: Decision;
	readonly extents: ByProgram<Extent>;
}

function indexList({ decision, entries }: HostList): IndexedList {
	const extents = new ByProgram<Extent>();
	for (const { extent } of entries) extents.add(extent, extent);
	return { decision, extents };
}

/**
 * A rule is held if the lists that are strict enough hold all of it, and no list that is looser and asked before them holds any of
 * it.
 */
function proveRule(rule: RuleFacts, effect: Decision, lists: readonly IndexedList[]): readonly Unsound[] {
	const { region, sample } = rule;
	if (!region) return [{ rule: rule.rule.name, witness: sample }];
	const isStrict = (list: IndexedList) => STRICTNESS.indexOf(list.decision) >= STRICTNESS.indexOf(effect);
	const first = lists.findIndex((list) => !isStrict(list) && entriesAbout(rule, list).length > 0);
	const before = (first < 0 ? lists : lists.slice(0, first)).flatMap((list) => entriesAbout(rule, list));
	if (proveHeld(region, before) === "proven") return [];
	const all = lists.flatMap((list) => (isStrict(list) ? entriesAbout(rule, list) : []));
	const looser = first < 0 ? [] : lists.slice(first).flatMap((list) => (isStrict(list) ? [] : entriesAbout(rule, list)));
	return [...touchedBy(rule, looser, before), ...missing(rule, proveHeld(region, all))];
}

/** The host has no entries for this rule, or not for all of it: then no entry that is looser may hold any of it. */
function proveUntouched(rule: RuleFacts, effect: Decision, lists: readonly IndexedList[]): readonly Unsound[] {
	if (!rule.region) return [];
	const looser = lists.filter(({ decision }) => decision === "allow" && decision !== effect).flatMap((list) => entriesAbout(rule, list));
	return touchedBy(rule, looser, []);
}

function touchedBy(rule: RuleFacts, extents: readonly Extent[], without: readonly Extent[]): readonly Unsound[] {
	const { region, vocabulary } = rule;
	if (!region) return [];
	for (const extent of extents) {
		const proof = proveApart(extent, region, without, vocabulary);
		if (proof !== "proven") return missing(rule, proof);
	}
	return [];
}

function missing({ rule, sample }: RuleFacts, proof: Proof): readonly Unsound[] {
	if (proof === "proven") return [];
	return [{ rule: rule.name, witness: proof === "undecided" ? sample : writeCommandLine(proof.witness) }];
}

/** The entries that may be about a program of the rule. */
function entriesAbout({ region, literal }: RuleFacts, { extents }: IndexedList): readonly Extent[] {
	const lines = region?.lines ?? null;
	if (!lines && !literal) return extents.about(undefined);
	const programs = new Set(lines ? lines.flatMap(([program]) => program ?? []) : literal?.flatMap(({ words }) => words[0] ?? []));
	return [...new Set([...programs].flatMap((program) => extents.about(program)))];
}
