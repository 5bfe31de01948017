/** Lowers a unit to a scope draft: rules, defaults, registry items, carried fields. */

import type { Session } from "../diagnostics/session.ts";
import { suggest } from "../diagnostics/suggest.ts";
import { canonicalValue, sortedSet } from "../ir/canonical.ts";
import { isPredicate, PREDICATES } from "../ir/predicates.ts";
import type { CommandLanguage, RegistryProgram, RegistryWrapper } from "../ir/types.ts";
import type { ExceptClause, Item, ProgramItem, RuleItem, TestItem, Text, WrapperItem } from "../syntax/ast.ts";
import { type LowerContext, lowerArgs, lowerCommand, lowerExcept, lowerPatterns } from "./lower-commands.ts";
import { lowerWhen } from "./lower-conditions.ts";
import { lowerEnvironment, lowerPaths } from "./lower-paths.ts";
import { type Names, resolveNames, rulesOf } from "./resolve-names.ts";
import type { RuleDraft, ScopeDraft, ScopeFile, Unit } from "./units.ts";

/** A unit's items in IR form, nothing merged yet. Reports everything that has no meaning; broken rules are left out. */
export function lowerUnit(unit: Unit, session: Session): ScopeDraft {
	const names = resolveNames(unit, session);
	reportBrokenDefinitions(unit, { names, session, open: [] });
	for (const item of unit.items) if (item.kind === "test") reportUnknownFacts(item, session);
	const items = unit.items;
	return {
		file: unit.file,
		sealed: unit.sealed,
		sources: unit.sources,
		default: items.find((item) => item.kind === "default") ?? null,
		fallbacks: items.filter((item) => item.kind === "fallback"),
		rules: rulesOf(unit).map((item) => lowerRule(item, unit.file, names, session)),
		programs: items.flatMap((item) => (item.kind === "program" ? [{ value: lowerProgram(item), span: item.span }] : [])),
		wrappers: items.flatMap((item) => (item.kind === "wrapper" ? [{ value: lowerWrapper(item), span: item.span }] : [])),
		carried: items.flatMap((item) =>
			item.kind === "carry" ? [{ value: { name: item.name.value, value: canonicalValue(item.value) }, span: item.span }] : [],
		),
		tests: items.filter((item) => item.kind === "test"),
	};
}

/** Lowers word lists, patterns and conditions that no rule uses, so that a fault in them is reported too. */
function reportBrokenDefinitions(unit: Unit, context: LowerContext): void {
	const definitions = unit.items.filter((item) => item.kind === "words" || item.kind === "pattern" || item.kind === "condition");
	if (definitions.length === 0) return;
	const used = usedNames(unit.items);
	for (const item of definitions) {
		if (used.has(item.name.value)) continue;
		if (item.kind === "words") lowerPatterns(item.entries, context);
		else if (item.kind === "condition")
			lowerWhen({ kind: "all", members: item.members, required: true, span: item.span }, context.names, context.session);
		else if (item.command) lowerCommand({ command: item.command, args: item.args, except: item.except }, context);
		else context.session.report("pattern-without-command", item.name.span, { name: item.name.value });
	}
}

/** Reports givens of a test that are no predicate: nothing would ask for them. */
function reportUnknownFacts(test: TestItem, session: Session): void {
	const names = Object.keys(PREDICATES);
	const choices = names.map((name) => `\`${name}\``).join(", ");
	for (const { name } of test.givens) {
		if (isPredicate(name.value)) continue;
		const suggestion = suggest(name.value, names);
		session.report("unknown-keyword", name.span, { word: name.value, kind: "predicate", choices }, { suggestion });
	}
}

/** Every name that rules use, and the names in the definitions of these. */
function usedNames(items: readonly Item[]): ReadonlySet<string> {
	const used = new Set(items.flatMap((item) => (item.kind === "rule" ? namesIn(item) : [])));
	// A set gives its members in order of addition, those that are added on the way too.
	for (const name of used) {
		for (const item of items) {
			const defines = item.kind === "words" || item.kind === "pattern" || item.kind === "condition";
			if (defines && item.name.value === name) for (const inner of namesIn(item)) used.add(inner);
		}
	}
	return used;
}

/** Every text in a rule that could be the name of a definition. */
function namesIn(value: unknown): string[] {
	if (value === null || typeof value !== "object") return [];
	const found: string[] = [];
	for (const [key, member] of Object.entries(value)) {
		if (key === "span") continue;
		if (key === "name" && typeof member === "object" && member !== null && "value" in member) found.push(String(member.value));
		else found.push(...namesIn(member));
	}
	return found;
}

function lowerRule(item: RuleItem, file: ScopeFile, names: Names, session: Session): RuleDraft {
	const context: LowerContext = { names, session, open: [] };
	reportEmptyRule(item, session);
	const command = item.command ? lowerCommand({ command: item.command, args: item.args, except: item.except }, context) : null;
	if (!item.command) reportLooseClauses(item, context);
	return {
		rule: {
			name: item.name.value,
			scope: file.scope,
			effect: item.effect,
			sealed: item.sealed,
			command,
			writes: item.writes && lowerPaths(item.writes.entries, { any: true }, session),
			reads: item.reads && lowerPaths(item.reads.entries, { any: true }, session),
			env: item.env && lowerEnvironment(item.env, session),
			when: item.when && lowerWhen(item.when, names, session),
			on_mismatch: item.onMismatch?.value ?? "skip",
			on_unknown: item.onUnknown?.value ?? null,
			reason: item.reason?.value ?? null,
		},
		item,
		except: exceptOf(item, command, names),
		file,
	};
}

function exceptOf(item: RuleItem, command: CommandLanguage | null, names: Names): ExceptClause | null {
	if (item.except || !command || command.except.length === 0) return item.except;
	return item.command?.kind === "name" ? (names.patterns.get(item.command.name.value)?.except ?? null) : null;
}

function reportEmptyRule(item: RuleItem, session: Session): void {
	const name = item.name.value;
	if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) session.report("bad-name", item.name.span, { name });
	if (!item.command && item.effect === "allow") session.report("allow-without-command", item.name.span, { name });
	else if (!item.command && !item.writes && !item.reads && !item.env) {
		session.report("rule-without-command", item.name.span, { effect: item.effect, name });
	}
	// An allow rule's on_mismatch also says what a merely possible match gives, so there it means something without `when`.
	if (!item.when && item.onMismatch && item.effect !== "allow") {
		session.report("clause-needs-when", item.onMismatch.span, { clause: "on_mismatch" });
	}
	if (!item.when && item.onUnknown) session.report("clause-needs-when", item.onUnknown.span, { clause: "on_unknown" });
}

function reportLooseClauses(item: RuleItem, context: LowerContext): void {
	for (const [clause, name] of [
		[item.args, "args"],
		[item.except, "except"],
	] as const) {
		if (clause) context.session.report("clause-needs-command", clause.span, { clause: name });
	}
	lowerArgs(item.args, context);
	if (item.except) lowerExcept(item.except, context);
}

function lowerProgram(item: ProgramItem): RegistryProgram {
	return {
		name: item.name.value,
		subcommands: textSet(item.subcommands),
		value_options: textSet(item.valueOptions),
		inert_options: textSet(item.inertOptions),
		read_only: textSet(item.readOnly),
	};
}

function lowerWrapper(item: WrapperItem): RegistryWrapper {
	return {
		name: item.name.value,
		value_options: textSet(item.valueOptions),
		flags: textSet(item.flags),
		then: item.then.value,
		transparent: item.transparent,
	};
}

function textSet(texts: readonly Text[]): string[] {
	return sortedSet(texts.map((text) => text.value));
}
