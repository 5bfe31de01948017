/** Short ways to write policies and structured lines in tests of the decision. */

import type { Line, LineCommand, Piece, Surroundings, Word } from "../../compiler/ir/oracle/index.ts";
import type { CommandLanguage, IrPolicy, IrRule } from "../../compiler/ir/types.ts";

const PIECES: { readonly [mark: string]: Piece } = {
	"¹": { kind: "one" },
	ⁿ: { kind: "many" },
	"*": { kind: "glob", tokens: [{ kind: "star" }] },
};

/**
 * A word: `¹` is an opaque part of one word, `ⁿ` one of any words, `*` a glob; the rest is literal.
 *
 * @example word("a¹") is [{ kind: "literal", text: "a" }, { kind: "one" }]
 */
export function word(text: string): Word {
	const parts = text.split(/([¹ⁿ*])/u).filter((part) => part !== "");
	return parts.length === 0 ? [{ kind: "literal", text: "" }] : parts.map((part) => PIECES[part] ?? { kind: "literal", text: part });
}

/** A simple command of words that are separated by blanks; the empty text is a command without words. */
export function command(text: string, more: Partial<LineCommand> = {}): LineCommand {
	const words = text === "" ? [] : text.split(" ").map(word);
	return { words, assignments: [], redirections: [], earlier: [], directory: "/repo", lookup_changed: false, opaque: [], ...more };
}

/** A line of such commands, each after all before it. */
export function line(...texts: readonly (string | LineCommand)[]): Line {
	const commands = texts.map((text, index) =>
		typeof text === "string" ? command(text, { earlier: texts.slice(0, index).map((_, before) => before) }) : text,
	);
	return { commands, opaque: [] };
}

export const SURROUNDINGS: Surroundings = { root: "/repo", home: "/home/me", facts: {}, unattended: false };

/** A language of one `prefix`. */
export function prefix(text: string, more: Partial<CommandLanguage> = {}): CommandLanguage {
	return { matchers: [{ kind: "prefix", words: text.split(" ").map((one) => [one]) }], args: [], except: [], ...more };
}

/** A language of one `exact`. */
export function exact(text: string, more: Partial<CommandLanguage> = {}): CommandLanguage {
	return { matchers: [{ kind: "exact", words: text.split(" ").map((one) => [one]) }], args: [], except: [], ...more };
}

export function rule(effect: IrRule["effect"], name: string, language: CommandLanguage | null, more: Partial<IrRule> = {}): IrRule {
	const clauses = { writes: null, reads: null, env: null, when: null, on_unknown: null, reason: null };
	return { name, scope: "repo", effect, sealed: false, command: language, on_mismatch: "skip", ...clauses, ...more };
}

/** A policy with the default fallbacks. The rules stand in IR order already. */
export function policy(rules: readonly IrRule[], more: Partial<IrPolicy> = {}): IrPolicy {
	return {
		ir_version: 1,
		policy_version: "v1",
		default: "request",
		fallbacks: { opaque: "request", condition_error: "request", malformed_bundle: "deny", missing_policy: "deny", unattended: "deny" },
		sealed: [],
		rules,
		registry: { programs: [], wrappers: [] },
		carried: {},
		...more,
	};
}
