/** Finds registry items of a narrower scope that may loosen what a broader one has sealed. */

import type { Session } from "../diagnostics/session.ts";
import type { CompiledRule } from "../ir/compiled.ts";
import type { RegistryProgram, RegistryWrapper, ScopeKind } from "../ir/types.ts";
import type { RegistryData } from "./languages/index.ts";
import type { ScopeDraft, Spanned } from "./units.ts";

/** What stands above the items. */
export interface SealedAbove {
	readonly drafts: readonly ScopeDraft[];
	/** The scope that seals everything, with the way out; null: only single rules are sealed. */
	readonly ceiling: { readonly scope: ScopeKind; readonly remedy: string } | null;
	/** Sealed rules, compiled. */
	readonly rules: readonly CompiledRule[];
}

const REMEDY = "take it away: a broader scope seals a rule about this program";

/**
 * Reports items that may loosen a judgement. Value options can hide a flag, inert and read-only entries lift doubts, a transparent
 * wrapper is not judged itself, and a program that is known is no longer searched for a denied command behind it. What is
 * left is a wrapper of an unknown program that takes its command word by word: that only makes judgements stricter.
 */
export function checkRegistryItems(draft: ScopeDraft, above: SealedAbove, registry: RegistryData, session: Session): void {
	const known = new Set([
		...Object.keys(registry.programs),
		...Object.keys(registry.wrappers ?? {}),
		...above.drafts.flatMap((scope) => [...scope.programs, ...scope.wrappers].map(({ value }) => value.name)),
	]);
	const report = (kind: "program" | "wrapper", { value: { name }, span }: Spanned<{ readonly name: string }>, what: readonly string[]) => {
		const sealing = above.ceiling ?? sealingRule(name, kind === "wrapper" && known.has(name), above.rules);
		if (sealing && what.length > 0) session.report("registry-item-loosens", span, { kind, name, what: what.join(" and "), ...sealing });
	};
	for (const item of draft.programs) report("program", item, programLoosens(item.value, known, above.ceiling !== null));
	for (const item of draft.wrappers) report("wrapper", item, wrapperLoosens(item.value, known, above.ceiling !== null));
}

/** A sealed rule that may be about the program, or about what a known wrapper runs. */
function sealingRule(name: string, runsOthers: boolean, rules: readonly CompiledRule[]): { scope: ScopeKind; remedy: string } | null {
	const found = rules.find(({ rule, programs }) => rule.command !== null && (runsOthers || programs === null || programs.includes(name)));
	return found ? { scope: found.rule.scope, remedy: REMEDY } : null;
}

function programLoosens(item: RegistryProgram, known: ReadonlySet<string>, everything: boolean): string[] {
	const { value_options, inert_options, read_only, subcommands } = item;
	const lists = listed({ value_options, inert_options, read_only, ...(everything ? { subcommands } : {}) });
	return everything && !known.has(item.name) ? ["makes the program known", ...lists] : lists;
}

function wrapperLoosens(item: RegistryWrapper, known: ReadonlySet<string>, everything: boolean): string[] {
	const { value_options, flags } = item;
	const marks = [
		...listed({ value_options, flags }),
		...(item.transparent ? ["says `transparent`"] : []),
		...(everything && item.then !== "argv" ? [`says \`then ${item.then}\``] : []),
	];
	return everything && known.has(item.name) && marks.length === 0 ? ["changes what is known of it"] : marks;
}

function listed(lists: Readonly<Record<string, readonly string[]>>): string[] {
	const names = Object.entries(lists).flatMap(([name, list]) => (list.length > 0 ? [`\`${name}\``] : []));
	return names.length === 0 ? [] : [`lists ${names.join(", ")}`];
}
