/** The tree of a regular expression of the supported subset. */

import type { ScalarSet } from "./scalars.ts";

export type RegexNode =
	| { readonly kind: "literal"; readonly text: string }
	/** `negated`: written as a complement (`[^…]`, `\D`, `\W`, `.`). */
	| { readonly kind: "class"; readonly set: ScalarSet; readonly negated: boolean }
	/** An unescaped blank. */
	| { readonly kind: "blank" }
	| { readonly kind: "sequence"; readonly parts: readonly RegexNode[] }
	| { readonly kind: "choice"; readonly options: readonly RegexNode[] }
	/** `most` is null where there is no upper bound. */
	| { readonly kind: "repeat"; readonly part: RegexNode; readonly least: number; readonly most: number | null };

/** A whole expression: alternatives at the top, each free or bound to the start and the end of the text. */
export interface Regex {
	readonly alternatives: readonly RegexAlternative[];
}

export interface RegexAlternative {
	readonly fromStart: boolean;
	readonly toEnd: boolean;
	readonly body: RegexNode;
}
