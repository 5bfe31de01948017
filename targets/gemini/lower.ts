import type { CompiledPolicy } from "../../compiler/ir/compiled.ts";
import type { Decision, DefaultDecision } from "../../compiler/ir/types.ts";
import { expandHead, type Head, type HostContext, type Lowered, type RulePlan } from "../target.ts";
import { GEMINI_CAPABILITIES } from "./capabilities.ts";

/** One `[[rule]]`: the highest priority that holds a command decides. */
export interface GeminiRule {
	readonly name: string;
	readonly decision: string;
	readonly priority: number;
	readonly pattern: GeminiPattern;
	/** Shown where the command is refused; null elsewhere. */
	readonly message: string | null;
}

/** Words with alternatives, then nothing (`exact`), any words or `plain` ones; or one of some texts with `*`. `any`: every command. */
export type GeminiPattern =
	| { readonly kind: "any" }
	| { readonly kind: "words"; readonly words: Head["words"]; readonly exact: boolean; readonly plain: boolean }
	| { readonly kind: "texts"; readonly texts: readonly string[] };

/** The tree of the policy file. */
export interface GeminiModel {
	readonly policy_hash: string;
	readonly rules: readonly GeminiRule[];
}

/** What refuses stands above what asks, that above what allows, and the default below all. */
const PRIORITIES: Readonly<Record<Decision, number>> = { deny: 900, request: 600, allow: 300 };
const DEFAULT_PRIORITY = 1;
/** The engine refuses expressions of more than 2,048 characters. */
const MAX_TEXT = 1_500;

/**
 * Rules to `[[rule]]` tables, in the order of the plans, and the default. A hook cannot lift what an entry refuses, so the
 * default `deny` is written as such only where entries hold all that the policy allows; else it asks.
 */
export function lowerGemini(compiled: CompiledPolicy, { plans }: HostContext): Lowered<GeminiModel> {
	const rules = [...plans.flatMap(lowerPlan), ...plans.flatMap(lowerCarved)];
	const written = defaultOf(compiled.policy.default, plans);
	const model = { policy_hash: compiled.policy_hash, rules: written ? [...rules, lowerDefault(written)] : rules };
	return { model, notes: new Map(), holdsDefault: written === compiled.policy.default };
}

function defaultOf(decision: DefaultDecision, plans: readonly RulePlan[]): "request" | "deny" | null {
	if (decision === "allow" || decision === "host") return null;
	const isWhole = plans.every(({ rule, notes }) => rule.effect !== "allow" || notes.length === 0);
	return decision === "deny" && !isWhole ? "request" : decision;
}

function lowerDefault(decision: "request" | "deny"): GeminiRule {
	return {
		name: "the default",
		decision: GEMINI_CAPABILITIES.actions[decision],
		priority: DEFAULT_PRIORITY,
		pattern: { kind: "any" },
		message: decision === "deny" ? "no rule of the policy allows this" : null,
	};
}

function lowerPlan({ rule, effect, heads }: RulePlan): readonly GeminiRule[] {
	if (effect === null) return [];
	const message = effect === "deny" ? (rule.reason?.trim() ?? "") || `rule ${rule.name} of the policy` : null;
	const base = { name: rule.name, decision: GEMINI_CAPABILITIES.actions[effect], priority: PRIORITIES[effect], message };
	const plain = heads.filter((head) => head.rest === null).map((head) => ({ ...base, pattern: patternOf(head) }));
	const texts = heads.flatMap((head) => (head.rest === null ? [] : textsOf(head, head.rest)));
	// An expression that allows holds groups of its own, so it is written alone.
	const pieces = effect === "allow" ? texts.map((text) => [text]) : inPieces(texts);
	return [...plain, ...pieces.map((piece) => ({ ...base, pattern: { kind: "texts", texts: piece } as const }))];
}

/** What the entries of an allow rule reach beyond it: there Gemini CLI asks. */
function lowerCarved({ rule, carved }: RulePlan): readonly GeminiRule[] {
	const texts = carved.flatMap((head) => (head.rest === null ? [] : textsOf(head, head.rest)));
	const base = { name: rule.name, decision: GEMINI_CAPABILITIES.actions.request, priority: PRIORITIES.request, message: null };
	return inPieces(texts).map((piece) => ({ ...base, pattern: { kind: "texts", texts: piece } }));
}

/** The pattern of a head without a text behind its words. */
export function patternOf({ words, exact, plain }: Head): GeminiPattern {
	return { kind: "words", words, exact, plain: plain ?? false };
}

function textsOf(head: Head, rest: string): readonly string[] {
	return expandHead(head).map((words) => words.join(" ") + rest);
}

/** As many texts as fit one expression. */
function inPieces(texts: readonly string[]): readonly (readonly string[])[] {
	const pieces: string[][] = [];
	let length = MAX_TEXT;
	for (const text of texts) {
		// A blank or a star takes several characters of an expression.
		const taken = text.length + 5 * (text.match(/[ *.+]/g)?.length ?? 0) + 3;
		length += taken;
		if (length > MAX_TEXT) {
			pieces.push([]);
			length = taken;
		}
		pieces.at(-1)?.push(text);
	}
	return pieces;
}
