/** The names of one unit: `words`, `pattern` and `condition` items, local to the file and its includes. */

import type { Session } from "../diagnostics/session.ts";
import { suggest } from "../diagnostics/suggest.ts";
import { isPredicate } from "../ir/predicates.ts";
import type { BodyItem, ConditionItem, Item, PatternItem, RuleItem, Text, WordsItem } from "../syntax/ast.ts";
import type { Unit } from "./units.ts";

export interface Names {
	readonly words: ReadonlyMap<string, WordsItem>;
	readonly patterns: ReadonlyMap<string, PatternItem>;
	readonly conditions: ReadonlyMap<string, ConditionItem>;
}

const NAMED = {
	words: "word list",
	pattern: "pattern",
	condition: "condition",
	rule: "rule",
	program: "program",
	wrapper: "wrapper",
	carry: "field",
} as const;
type NamedItem = Extract<BodyItem, { kind: keyof typeof NAMED }>;

/** Collects a unit's names. Reports a name that stands twice for one kind, and a condition that hides a predicate. */
export function resolveNames(unit: Unit, session: Session): Names {
	const seen = new Map<string, NamedItem>();
	for (const item of unit.items) {
		if (!isNamed(item)) continue;
		const key = `${item.kind} ${item.name.value}`;
		const first = seen.get(key);
		if (first) {
			const related = [{ message: "first defined here", span: first.name.span }];
			session.report("duplicate-name", item.name.span, { kind: NAMED[item.kind], name: item.name.value }, { related });
		} else {
			seen.set(key, item);
		}
		if (item.kind === "condition" && isPredicate(item.name.value)) {
			session.report("condition-hides-predicate", item.name.span, { name: item.name.value });
		}
	}
	const named = [...seen.values()];
	return {
		words: new Map(named.flatMap((item) => (item.kind === "words" ? [[item.name.value, item]] : []))),
		patterns: new Map(named.flatMap((item) => (item.kind === "pattern" ? [[item.name.value, item]] : []))),
		conditions: new Map(named.flatMap((item) => (item.kind === "condition" ? [[item.name.value, item]] : []))),
	};
}

/** All rules of a unit, the first of each name. */
export function rulesOf(unit: Unit): RuleItem[] {
	const byName = new Map<string, RuleItem>();
	for (const item of unit.items) if (item.kind === "rule" && !byName.has(item.name.value)) byName.set(item.name.value, item);
	return [...byName.values()];
}

/** Reports a name that nothing defines, with the closest one that exists. */
export function reportUnknownName(kind: string, name: Text, known: Iterable<string>, session: Session): void {
	session.report("unknown-name", name.span, { kind, name: name.value }, { suggestion: suggest(name.value, [...known]) });
}

function isNamed(item: Item): item is NamedItem {
	return Object.hasOwn(NAMED, item.kind);
}
