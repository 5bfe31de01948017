/**
 * The catalogue of diagnostics: every message that a user can see, declared once.
 *
 * A code never changes its meaning. Families: PC1 `.policy` text, PC2 YAML and JSON scope files,
 * PC3 scopes, merge, seals and trust, PC4 meaning of a policy, PC5 targets and artifacts, PC6 usage.
 * Messages are lower case, user text stands in backticks, the way out stands in `help`.
 * `{hole}` is filled with typed values; the types derive from the text.
 */

import { DOCUMENT_DIAGNOSTICS } from "./catalogue/documents.ts";
import { EXAMPLE_DIAGNOSTICS } from "./catalogue/examples.ts";
import { MEANING_DIAGNOSTICS } from "./catalogue/meaning.ts";
import { RULE_DIAGNOSTICS } from "./catalogue/rules.ts";
import { SCOPE_DIAGNOSTICS } from "./catalogue/scopes.ts";
import { SYNTAX_DIAGNOSTICS } from "./catalogue/syntax.ts";
import { TARGET_DIAGNOSTICS } from "./catalogue/targets.ts";
import { USAGE_DIAGNOSTICS } from "./catalogue/usage.ts";

export const CATALOGUE = {
	...SYNTAX_DIAGNOSTICS,
	...DOCUMENT_DIAGNOSTICS,
	...SCOPE_DIAGNOSTICS,
	...MEANING_DIAGNOSTICS,
	...RULE_DIAGNOSTICS,
	...EXAMPLE_DIAGNOSTICS,
	...TARGET_DIAGNOSTICS,
	...USAGE_DIAGNOSTICS,
} as const;

export type DiagnosticName = keyof typeof CATALOGUE;

type HoleNames<T extends string> = T extends `${string}{${infer Name}}${infer Rest}` ? HoleName<Name> | HoleNames<Rest> : never;

/** Braces that show the language, such as `{a,b}`, are no holes. */
type HoleName<T extends string> = T extends `${string}${"," | " " | "…" | "`"}${string}` ? never : T;

/** The values a diagnostic's message and help need, by name. */
export type Holes<N extends DiagnosticName> = {
	readonly [K in HoleNames<(typeof CATALOGUE)[N]["message"]> | HoleNames<(typeof CATALOGUE)[N]["help"]>]: string | number;
};
