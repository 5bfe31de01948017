/**
 * Merges scope drafts, the broadest first, field by field. MERGE names each field's strategy; a rule
 * of a later scope replaces the whole earlier rule of that name.
 */

import { placeText } from "../diagnostics/render.ts";
import type { Session } from "../diagnostics/session.ts";
import { canonicalText, canonicalValue, compareRules, compareText, hashPolicy, sortedSet } from "../ir/canonical.ts";
import type { DefaultDecision, Fallbacks, IrPolicy, IrRule, JsonValue, RegistryProgram, RegistryWrapper } from "../ir/types.ts";
import type { Span } from "../source/source.ts";
import type { FallbackName } from "../syntax/ast.ts";
import type { RuleDraft, ScopeDraft, Spanned } from "./units.ts";

/** How each field of a scope meets the same field of a broader one. */
export const MERGE = {
	default: "a later one replaces",
	fallbacks: "by name, a later one replaces",
	rules: "by name, a later one replaces the whole rule",
	programs: "by name, a later one replaces",
	wrappers: "by name, a later one replaces",
	carried: "maps merge, scalars replace, lists append without duplicates",
	tests: "all of them",
} as const satisfies Partial<Record<keyof ScopeDraft, string>>;

/** What a policy says where no scope says anything. */
export const STANDARD: { readonly default: DefaultDecision; readonly fallbacks: Fallbacks } = {
	default: "request",
	fallbacks: { opaque: "request", condition_error: "request", malformed_bundle: "deny", missing_policy: "deny", unattended: "deny" },
};

/** The scopes merged so far: the policy in IR order, and the draft behind each rule. */
export interface Merged {
	readonly policy: IrPolicy;
	readonly rules: ReadonlyMap<string, RuleDraft>;
}

/** Merges drafts in scope order. Reports carried fields whose kinds clash, and replacements that say no `override`. */
export function mergeScopes(drafts: readonly ScopeDraft[], session: Session): Merged {
	const rules = new Map<string, RuleDraft>();
	const programs = new Map<string, Spanned<RegistryProgram>>();
	const wrappers = new Map<string, Spanned<RegistryWrapper>>();
	const carried = new Map<string, Spanned<JsonValue>>();
	let standing: DefaultDecision = STANDARD.default;
	let fallbacks: Fallbacks = STANDARD.fallbacks;
	const sealed = new Set<string>();
	for (const draft of drafts) {
		for (const rule of draft.rules) {
			reportReplacement(rules.get(rule.rule.name), rule, session);
			rules.set(rule.rule.name, rule);
		}
		for (const program of draft.programs) programs.set(program.value.name, program);
		for (const wrapper of draft.wrappers) wrappers.set(wrapper.value.name, wrapper);
		for (const { value, span } of draft.carried) {
			const before = carried.get(value.name);
			const merged = before ? mergeValues(before, { value: value.value, span }, value.name, session) : value.value;
			carried.set(value.name, { value: merged, span });
		}
		if (draft.default) {
			standing = draft.default.decision;
			if (draft.default.sealed) sealed.add("default");
		}
		for (const fallback of draft.fallbacks) {
			fallbacks = { ...fallbacks, [fallback.name]: fallback.decision };
			if (fallback.sealed) sealed.add(`fallback ${fallback.name}`);
		}
	}
	const byName = <T extends { readonly name: string }>(entries: ReadonlyMap<string, Spanned<T>>) =>
		[...entries.values()].map((entry) => entry.value).sort((a, b) => compareText(a.name, b.name));
	const policy: IrPolicy = {
		ir_version: 1,
		policy_version: "v1",
		default: standing,
		fallbacks,
		sealed: sortedSet(sealed),
		rules: [...rules.values()].map((draft) => draft.rule).sort(compareRules),
		registry: { programs: byName(programs), wrappers: byName(wrappers) },
		carried: Object.fromEntries([...carried].map(([name, entry]) => [name, canonicalValue(entry.value)])),
	};
	return { policy, rules };
}

/** The fallback names, in the order in which outputs list them. */
export const FALLBACK_NAMES = Object.keys(STANDARD.fallbacks) as readonly FallbackName[];

export { hashPolicy };

function reportReplacement(before: RuleDraft | undefined, after: RuleDraft, session: Session): void {
	const name = after.rule.name;
	// The same rule again (such as a short-form entry that two scopes list) replaces nothing.
	if (before && !after.item.override && !isSameRule(before.rule, after.rule)) {
		const related = [{ message: `the ${before.rule.scope} rule stands here`, span: before.item.name.span }];
		session.report("silent-override", after.item.name.span, { name, scope: before.rule.scope }, { related });
	}
	if (!before && after.item.override) session.report("override-of-nothing", after.item.name.span, { name });
}

function isSameRule(a: IrRule, b: IrRule): boolean {
	return canonicalText({ ...a, scope: b.scope }) === canonicalText(b);
}

function mergeValues(before: Spanned<JsonValue>, after: Spanned<JsonValue>, path: string, session: Session): JsonValue {
	const [a, b] = [before.value, after.value];
	if (kindOf(a) !== kindOf(b)) {
		const related = [{ message: `a ${kindOf(a)} in ${placeText(before.span)}`, span: before.span }];
		session.report("kind-clash", after.span, { field: path, before: kindOf(a), after: kindOf(b) }, { related });
		return b;
	}
	if (Array.isArray(a) && Array.isArray(b)) return mergeLists(a, b);
	if (isMap(a) && isMap(b)) {
		const merged = new Map<string, JsonValue>(Object.entries(a));
		for (const [key, value] of Object.entries(b)) {
			const old = merged.get(key);
			merged.set(key, old === undefined ? value : mergeValues(at(old, before.span), at(value, after.span), `${path}.${key}`, session));
		}
		return Object.fromEntries(merged);
	}
	return b;
}

function mergeLists(a: readonly JsonValue[], b: readonly JsonValue[]): JsonValue[] {
	const seen = new Set(a.map(canonicalText));
	return [...a, ...b.filter((value) => !seen.has(canonicalText(value)))];
}

function at(value: JsonValue, span: Span): Spanned<JsonValue> {
	return { value, span };
}

function isMap(value: JsonValue): value is { readonly [key: string]: JsonValue } {
	return value !== null && typeof value === "object" && !Array.isArray(value);
}

function kindOf(value: JsonValue): "list" | "map" | "scalar" {
	return Array.isArray(value) ? "list" : isMap(value) ? "map" : "scalar";
}
