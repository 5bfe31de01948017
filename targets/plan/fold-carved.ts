/**
 * Writes what entries carve out of a rule for whole programs instead of each of their subcommands, where that asks about nothing
 * more that the policy allows.
 */

import { isEmpty } from "../../compiler/automata/index.ts";
import { expandHead, type Head, type RulePlan } from "../target.ts";
import { allowingRules, type PolicyFacts, type RuleFacts } from "./read-policy.ts";
import type { Region } from "./rule-regions.ts";

/** The plans with fewer and wider carved heads. They hold what they held before. */
export function foldCarved(facts: PolicyFacts, plans: readonly RulePlan[]): readonly RulePlan[] {
	// A default that lets a command pass would be asked about by what is wider.
	if (facts.default === "allow" || facts.default === "host") return plans;
	return plans.map((plan) => (plan.carved.length > 1 ? { ...plan, carved: foldHeads(plan.carved, facts) } : plan));
}

/** Word lists of one program behind which the same text is carved out. */
interface Family {
	readonly rest: string;
	readonly lines: readonly (readonly string[])[];
}

function foldHeads(carved: readonly Head[], facts: PolicyFacts): readonly Head[] {
	const families = new Map<string, { rest: string; lines: Map<string, readonly string[]> }>();
	for (const { words, rest } of carved) {
		if (rest === null) continue;
		for (const line of expandHead({ words })) {
			const key = JSON.stringify([line[0], rest]);
			const family = families.get(key) ?? { rest, lines: new Map() };
			families.set(key, family);
			family.lines.set(line.join("\0"), line);
		}
	}
	return [...families.values()].flatMap(({ rest, lines }) => foldFamily({ rest, lines: [...lines.values()] }, 1, facts));
}

/** One head for all lines that start with the same words, or where that would ask too much, one for each of their next words. */
function foldFamily({ rest, lines }: Family, depth: number, facts: PolicyFacts): readonly Head[] {
	const [first = []] = lines;
	const asHead = (line: readonly string[], text: string): Head => ({ words: line.map((word) => [word]), exact: false, rest: text });
	if (lines.length === 1 || lines.every((line) => line.length < depth)) return lines.map((line) => asHead(line, rest));
	const start = first.slice(0, depth);
	const whole = lines.some((line) => line.length === depth) ? asHead(start, rest) : asHead(start, ` ${rest}`);
	if (asksNoMore(start, lines, facts)) return [whole];
	const byNext = new Map<string, (readonly string[])[]>();
	for (const line of lines) {
		const key = line[depth] ?? "";
		byNext.set(key, [...(byNext.get(key) ?? []), line]);
	}
	return [...byNext.values()].flatMap((family) => foldFamily({ rest, lines: family }, depth + 1, facts));
}

/**
 * Seen by literal words: whether what a rule may allow behind a start begins with one of the lines, so that whatever is asked about
 * behind the start was asked about before.
 */
function asksNoMore(start: readonly string[], lines: readonly (readonly string[])[], facts: PolicyFacts): boolean {
	const [program = ""] = start;
	const hooked = facts.rules.filter(({ rule, effect }) => effect !== "allow" && (rule.effect === "allow" || rule.on_mismatch === "allow"));
	if (hooked.some((rule) => mayBeAbout(rule, start))) return false;
	const isAsked = (allowed: readonly string[]) =>
		!isBegun(allowed, start) || lines.some((line) => line.length <= allowed.length && isBegun(allowed, line));
	return allowingRules(facts)
		.about(program)
		.every(({ region }) => region?.lines?.every(isAsked) ?? isUntouched(region, start));
}

function isUntouched(region: Region | null, start: readonly string[]): boolean {
	const behind = region?.behind(start);
	return behind ? isEmpty(behind) : false;
}

/** Whether two lists of words agree as far as both go. */
function isBegun(words: readonly string[], start: readonly string[]): boolean {
	return start.every((word, at) => words[at] === undefined || words[at] === word);
}

/** Seen by the words of its patterns: whether a rule that the hook holds may be about commands that start with these words. */
function mayBeAbout({ rule }: RuleFacts, start: readonly string[]): boolean {
	return (rule.command?.matchers ?? []).some((matcher) => {
		if (!("words" in matcher)) return true;
		const literal = matcher.words.findIndex((pattern) => pattern.some((glob) => /[*?[\\]/.test(glob)));
		const words = literal < 0 ? matcher.words : matcher.words.slice(0, literal);
		return words.every((pattern, at) => start[at] === undefined || pattern.includes(start[at]));
	});
}
