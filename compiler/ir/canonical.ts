/** Canonical order, bytes and hash of the IR: equal meaning, equal bytes. */

import { createHash } from "node:crypto";
import { type Decision, type IrPolicy, type IrRule, type JsonValue, SCOPE_ORDER } from "./types.ts";

/** Compares two texts by UTF-16 code unit, as RFC 8785 sorts keys. Never by locale. */
export function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

/** A list that means a set: sorted by code unit, without duplicates. */
export function sortedSet(texts: Iterable<string>): string[] {
	return [...new Set(texts)].sort(compareText);
}

/** A list of structured values that means a set: sorted by canonical text, without duplicates. */
export function sortedSetOf<T>(values: readonly T[]): T[] {
	const byText = new Map(values.map((value) => [canonicalText(value), value]));
	return [...byText.keys()].sort(compareText).map((text) => byText.get(text) as T);
}

/**
 * The RFC 8785 text of a JSON value. JavaScript writes texts and numbers as section 3.2.2 asks; keys are put in order of
 * code units here (3.2.3). Throws on what JSON cannot hold: that is our bug.
 *
 * @example canonicalText({ b: [1, 2], a: "x" }) // '{"a":"x","b":[1,2]}'
 */
export function canonicalText(value: unknown): string {
	if (typeof value !== "object" || value === null) return scalarText(value);
	if (Array.isArray(value)) {
		// The tables of automata are long lists of numbers.
		if (value.every(Number.isInteger)) return JSON.stringify(value);
		return `[${value.map(canonicalText).join(",")}]`;
	}
	const members = Object.entries(value).sort(([a], [b]) => compareText(a, b));
	return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalText(member)}`).join(",")}}`;
}

function scalarText(value: unknown): string {
	const text = typeof value === "number" && !Number.isFinite(value) ? undefined : JSON.stringify(value);
	if (text === undefined) throw new TypeError(`JSON cannot hold ${String(value)}`);
	return text;
}

/** Lower-case hex SHA-256 of a text's UTF-8 bytes. */
export function sha256(text: string | Uint8Array): string {
	return createHash("sha256").update(text).digest("hex");
}

/** The `policy_hash`: SHA-256 of the canonical JSON of a policy. */
export function hashPolicy(policy: IrPolicy): string {
	return sha256(canonicalText(policy));
}

const EFFECT_ORDER: Record<Decision, number> = { deny: 0, request: 1, allow: 2 };

/** The total order of rules: deny, request, allow; then the most specific scope; then the name by code unit. */
export function compareRules(a: IrRule, b: IrRule): number {
	return (
		EFFECT_ORDER[a.effect] - EFFECT_ORDER[b.effect] ||
		SCOPE_ORDER.indexOf(b.scope) - SCOPE_ORDER.indexOf(a.scope) ||
		compareText(a.name, b.name)
	);
}

/** A carried value with every list taken as a set, at any depth, so that the order of members never matters. */
export function canonicalValue(value: JsonValue): JsonValue {
	if (Array.isArray(value)) return sortedSetOf((value as readonly JsonValue[]).map(canonicalValue));
	if (value === null || typeof value !== "object") return value;
	return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, canonicalValue(member)]));
}
