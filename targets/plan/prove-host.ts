/**
 * The last proof before a host's artifact is written: what the host reads in it, list by list in the host's own order, is
 * held against the policy. The plans are not trusted here, only what they say is left to the hook.
 */

import type { Decision } from "../../compiler/ir/types.ts";
import type { Extent, HostList, RulePlan } from "../target.ts";
import { writeCommandLine } from "../writer/shell.ts";
import type { HostFacts } from "./plan-restriction.ts";
import { findShared, type Proof, proveHeld, proveWithin } from "./prove-containment.ts";
import type { PolicyFacts, RuleFacts } from "./read-policy.ts";
import { programsOf } from "./restrictions.ts";
import type { Region } from "./rule-regions.ts";

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
		if (!isHeld) return proveApart(rule, rule.effect, indexed);
		const own = plan.heads.flatMap((head) => host.model.extentsOf(head, rule.effect ?? "deny"));
		return proveRule(rule, rule.effect, indexed, new Set(own.map(keyOf)));
	});
	return [...restricting, ...proveAllowed(facts, plans, lists, indexed, host)];
}

/** Whatever an entry allows lies in what an allow rule certainly allows, but for what a list before it refuses or asks. */
function proveAllowed(
	facts: PolicyFacts,
	plans: readonly RulePlan[],
	lists: readonly HostList[],
	indexed: readonly IndexedList[],
	{ model }: HostFacts,
): readonly Unsound[] {
	// Beside many entries the question may be left open; then it counts that the plan has proven the entry beside a few of them.
	const planned = new Set(
		plans.flatMap(({ effect, heads }) => (effect === "allow" ? heads.flatMap((head) => model.extentsOf(head, effect)) : [])).map(keyOf),
	);
	const allowing = facts.rules.filter(({ effect, region }) => effect === "allow" && region !== null);
	const byProgram = new Map<string, RuleFacts[]>();
	const anywhere = allowing.filter(({ literal }) => literal === null);
	for (const rule of allowing) {
		for (const program of new Set(rule.literal?.flatMap(({ words }) => words[0] ?? []))) {
			const known = byProgram.get(program);
			if (known) known.push(rule);
			else byProgram.set(program, [rule]);
		}
	}
	const unsound: Unsound[] = [];
	lists.forEach(({ decision, entries }, at) => {
		if (decision !== "allow") return;
		for (const { shown, extent } of entries) {
			const programs = [...(programsOf([extent]) ?? [])];
			const rules = [...programs.flatMap((program) => byProgram.get(program) ?? []), ...anywhere];
			const before = indexed
				.slice(0, at)
				.flatMap((list) => [...programs.flatMap((program) => list.byProgram.get(program) ?? []), ...list.anywhere]);
			const proof = proveWithin(
				extent,
				(programs.length > 0 ? rules : allowing).flatMap(({ region }) => region ?? []),
				before,
				[],
			);
			if (proof === "proven" || (proof === "undecided" && planned.has(keyOf(extent)))) continue;
			unsound.push({ rule: shown, witness: proof === "undecided" ? shown : writeCommandLine(proof.witness) });
		}
	});
	return unsound;
}

/** A text that equal extents share. */
function keyOf(extent: Extent): string {
	return JSON.stringify(extent);
}

interface IndexedList {
	readonly decision: Decision;
	readonly byProgram: ReadonlyMap<string, readonly Extent[]>;
	readonly anywhere: readonly Extent[];
}

function indexList({ decision, entries }: HostList): IndexedList {
	const byProgram = new Map<string, Extent[]>();
	const anywhere: Extent[] = [];
	for (const { extent } of entries) {
		const programs = programsOf([extent]);
		if (programs === null || programs.size === 0) anywhere.push(extent);
		else
			for (const program of programs) {
				const known = byProgram.get(program);
				if (known) known.push(extent);
				else byProgram.set(program, [extent]);
			}
	}
	return { decision, byProgram, anywhere };
}

/**
 * A rule is held if the lists that are strict enough hold all of it, and no list that is looser and asked before them holds any of
 * it. Of texts its own are tried first, as far as they stand in the lists; then all that could be about its program.
 */
function proveRule(rule: RuleFacts, effect: Decision, lists: readonly IndexedList[], own: ReadonlySet<string>): readonly Unsound[] {
	const { region, sample } = rule;
	if (!region) return [{ rule: rule.rule.name, witness: sample }];
	const isStrict = (list: IndexedList) => STRICTNESS.indexOf(list.decision) >= STRICTNESS.indexOf(effect);
	const first = lists.findIndex((list) => !isStrict(list) && entriesAbout(rule, list).length > 0);
	const before = (first < 0 ? lists : lists.slice(0, first)).flatMap((list) => entriesAbout(rule, list));
	const proof = proveHeld(
		region,
		before.filter((extent) => extent.kind !== "text" || own.has(keyOf(extent))),
	);
	if (proof === "proven") return [];
	const all = lists.flatMap((list) => (isStrict(list) ? entriesAbout(rule, list) : []));
	const looser = first < 0 ? [] : lists.slice(first).flatMap((list) => (isStrict(list) ? [] : entriesAbout(rule, list)));
	return [...sharedWith(rule, region, looser, before), ...missing(rule, proveHeld(region, all))];
}

/** The host has no entries for this rule, or not for all of it: then no entry that is looser may hold any of it. */
function proveApart(rule: RuleFacts, effect: Decision, lists: readonly IndexedList[]): readonly Unsound[] {
	const { region } = rule;
	if (!region) return [];
	const looser = lists.filter(({ decision }) => decision === "allow" && decision !== effect).flatMap((list) => entriesAbout(rule, list));
	return sharedWith(rule, region, looser, []);
}

function sharedWith(rule: RuleFacts, region: Region, extents: readonly Extent[], without: readonly Extent[]): readonly Unsound[] {
	for (const extent of extents) {
		const shared = findShared(extent, region, without, rule.vocabulary);
		if (shared !== null) return missing(rule, shared === "undecided" ? shared : { witness: shared });
	}
	return [];
}

function missing({ rule, sample }: RuleFacts, proof: Proof): readonly Unsound[] {
	if (proof === "proven") return [];
	return [{ rule: rule.name, witness: proof === "undecided" ? sample : writeCommandLine(proof.witness) }];
}

/** The entries that may be about a program of the rule. */
function entriesAbout({ region, literal }: RuleFacts, { byProgram, anywhere }: IndexedList): readonly Extent[] {
	const heads = region?.heads ?? literal;
	if (!heads) return [...[...byProgram.values()].flat(), ...anywhere];
	const programs = new Set(heads.flatMap(({ words }) => words[0] ?? []));
	return [...[...programs].flatMap((program) => byProgram.get(program) ?? []), ...anywhere];
}
