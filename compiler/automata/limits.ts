/** How large an automaton may become. States are counted, never time, so that every machine answers alike. */

export const LIMITS = {
	/** States before minimising. */
	built: 20_000,
	/** States that may be kept. */
	kept: 4_096,
	/** From here on a warning is due. */
	large: 1_024,
	/** States of a nondeterministic automaton: what a pattern may be unfolded to. */
	unfolded: 60_000,
} as const;

/** An automaton that was not built, because it passed a limit. `states` is where building stopped. */
export interface TooLarge {
	readonly kind: "too-large";
	readonly states: number;
	readonly limit: number;
}

/** Says that a limit was passed. */
export function tooLarge(states: number, limit: number): TooLarge {
	return { kind: "too-large", states, limit };
}

/** Whether building stopped at a limit. */
export function isTooLarge(value: object): value is TooLarge {
	return "kind" in value && value.kind === "too-large";
}
