/**
 * Reasons for a decision, and which of them decided.
 */

import type { OpaqueCode } from "./codes.ts";
import type { PreparedRule } from "./prepare.ts";
import type { By, Decision, DefaultDecision } from "./types.ts";

/** Decisions by strictness; `host` leaves it to the host's own permissions and stands between the first two. */
export const RANK = { allow: 0, host: 1, request: 2, deny: 3 } as const satisfies Record<DefaultDecision, number>;

export function rankOf(decision: Decision | "host"): number {
	return RANK[decision];
}

/** Something that asks for a decision at least as strict as its rank. */
export interface Reason {
	readonly rank: number;
	readonly by: By;
	readonly rule: PreparedRule | null;
	readonly code: OpaqueCode | null;
	/** Where in the line, in bytes. */
	readonly at: number;
}

/** Among equally strict reasons, the kind that is named first. */
const ORDER = { input: 0, rule: 1, condition_error: 2, opaque: 3, default: 4 } as const satisfies Record<By, number>;

const NO_REASON: Reason = { rank: RANK.deny, by: "input", rule: null, code: null, at: 0 };

/**
 * The reason that decided: of the strictest ones the first by kind, then by the rule's place in IR order, then
 * by place in the line. There is always one; without any the answer is deny.
 */
export function selectReason(reasons: readonly Reason[]): Reason {
	let best: Reason | null = null;
	for (const reason of reasons) if (best === null || compare(reason, best) < 0) best = reason;
	return best ?? NO_REASON;
}

function compare(one: Reason, other: Reason): number {
	if (one.rank !== other.rank) return other.rank - one.rank;
	if (one.by !== other.by) return ORDER[one.by] - ORDER[other.by];
	const rules = (one.rule?.order ?? 0) - (other.rule?.order ?? 0);
	if (rules !== 0) return rules;
	if (one.at !== other.at) return one.at - other.at;
	return (one.code ?? "") < (other.code ?? "") ? -1 : 0;
}
