/** Prints a tree as a YAML or JSON scope file: the way back from `parseDocument`. */

import { Document, Scalar, visit } from "yaml";
import type { CarryItem, Item, JsonValue, PolicyFile, RuleItem, Text } from "../syntax/ast.ts";
import { printWord } from "../syntax/print-words.ts";
import { validate } from "./generated/validate-contract.js";
import { shortFormName } from "./lower-rules.ts";
import { type Fields, listOrOne, printArgs, printCommand, printCondition, printExcept } from "./print-clauses.ts";

/** Carried fields that may have a key of their own. */
const CARRIED_KEY = /^(?:required_checks|approval|tooling|observability|security|x-.*)$/s;

/**
 * A file as the text of a scope file.
 *
 * Reading it again gives the same items, ordered by field, without comments. Items of one kind have names of
 * their own, as in every policy that `check` accepts: a map cannot hold a name twice.
 *
 * @example printDocument(parsePolicy({ path: "a.policy", text: "policy 1\nscope repo\n" }, session), "yaml")
 * // "version: v1\nscope: repo\n"
 */
export function printDocument(file: PolicyFile, form: "yaml" | "json"): string {
	const document = documentOf(file.items);
	if (form === "json") return escapeUnseen(`${JSON.stringify(document, null, "\t")}\n`);
	const tree = new Document(document, { version: "1.2", schema: "core", aliasDuplicateObjects: false });
	visit(tree, {
		Scalar: (_key, node) => {
			if (typeof node.value === "string" && UNSEEN.test(node.value)) node.type = Scalar.QUOTE_DOUBLE;
		},
	});
	return escapeUnseen(tree.toString({ lineWidth: 0 }));
}

/** Characters that no file may hold as they are, beyond those that JSON escapes. */
const UNSEEN = /[\r\x7f-\x9f\ufeff\ufffe\uffff]/;

/** Both forms hold such characters between double quotes only. */
function escapeUnseen(text: string): string {
	return text.replace(new RegExp(UNSEEN, "g"), (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function documentOf(items: readonly Item[]): JsonValue {
	const of = <K extends Item["kind"]>(kind: K): readonly Extract<Item, { kind: K }>[] =>
		items.filter((item): item is Extract<Item, { kind: K }> => item.kind === kind);
	const [version] = of("version");
	const [scope] = of("scope");
	const [standing] = of("default");
	const rules = of("rule");
	const carried = of("carry");
	const fields = written({
		version: version && `v${version.version}`,
		scope: scope?.scope,
		name: scope?.name?.value,
		sealed: scope?.sealed || undefined,
		default: standing && printSealable(standing),
		fallbacks: named(of("fallback"), (item) => item.name, printSealable),
		include: of("include").length > 0 ? listOrOne(of("include").map((item) => item.path.value)) : undefined,
		words: named(of("words"), nameOf, (item) =>
			item.entries.map((entry) => (entry.kind === "word" ? printWord(entry.word) : entry.name.value)),
		),
		patterns: named(of("pattern"), nameOf, (item) =>
			written({
				match: item.command && printCommand(item.command),
				args: item.args && printArgs(item.args),
				except: item.except && printExcept(item.except),
			}),
		),
		conditions: named(of("condition"), nameOf, (item) => item.members.map(printCondition)),
		commands: printShortForms(rules.filter(isShortForm)),
		command_rules: orNothing(rules.filter((rule) => !isShortForm(rule)).map(printRule)),
		tests: orNothing(of("test").map(printTest)),
		programs: named(of("program"), nameOf, (item) =>
			written({
				subcommands: texts(item.subcommands),
				value_options: texts(item.valueOptions),
				inert_options: texts(item.inertOptions),
				read_only: texts(item.readOnly),
			}),
		),
		wrappers: named(of("wrapper"), nameOf, (item) =>
			written({
				value_options: texts(item.valueOptions),
				flags: texts(item.flags),
				then: item.then.value,
				transparent: item.transparent || undefined,
			}),
		),
		carry: named(
			carried.filter((item) => !hasOwnKey(item)),
			nameOf,
			(item) => item.value,
		),
	});
	// A carried value may be null, which is no field that is left out.
	return { ...fields, ...Object.fromEntries(carried.filter(hasOwnKey).map((item) => [item.name.value, item.value])) };
}

function printSealable(item: { readonly decision: string; readonly sealed: boolean }): JsonValue {
	return item.sealed ? { decision: item.decision, sealed: true } : item.decision;
}

function printRule(rule: RuleItem): JsonValue {
	const examples = written({ match: texts(rule.match), not_match: texts(rule.notMatch) });
	return written({
		id: rule.name.value,
		action: rule.effect,
		sealed: rule.sealed || undefined,
		override: rule.override || undefined,
		match: rule.command && printCommand(rule.command),
		args: rule.args && printArgs(rule.args),
		except: rule.except && printExcept(rule.except),
		writes: rule.writes && listOrOne(rule.writes.entries.map(valueOfText)),
		reads: rule.reads && listOrOne(rule.reads.entries.map(valueOfText)),
		env: rule.env && listOrOne(rule.env.entries.map(valueOfText)),
		conditions: rule.when && printCondition(rule.when),
		on_mismatch: rule.onMismatch?.value,
		on_unknown: rule.onUnknown?.value,
		reason: rule.reason?.value,
		examples: Object.keys(examples).length > 0 ? examples : undefined,
	});
}

function printTest(test: Extract<Item, { kind: "test" }>): JsonValue {
	return written({
		title: test.title.value,
		given: named(
			test.givens,
			(given) => (given.argument ? `${given.name.value} ${given.argument.value}` : given.name.value),
			(given) => given.value,
		),
		expect: test.expectations.map(({ line, decision, rule }) => written({ command: line.value, decision, rule: rule?.value })),
	});
}

function printShortForms(rules: readonly RuleItem[]): JsonValue | undefined {
	if (rules.length === 0) return undefined;
	const texts = (effect: RuleItem["effect"]) => orNothing(rules.filter((rule) => rule.effect === effect).map((rule) => globOf(rule) ?? ""));
	return written({ allow: texts("allow"), deny: texts("deny"), require: texts("request") });
}

/** Whether a rule says nothing but its decision and one glob, under the name that the short form gives it. */
function isShortForm(rule: RuleItem): boolean {
	const glob = globOf(rule);
	if (glob === null || rule.name.value !== shortFormName(rule.effect, glob)) return false;
	const { args, except, writes, reads, env, when, onMismatch, onUnknown, reason, match, notMatch } = rule;
	const clauses = [args, except, writes, reads, env, when, onMismatch, onUnknown, reason];
	return clauses.every((clause) => clause === null) && match.length + notMatch.length === 0 && !rule.sealed && !rule.override;
}

function globOf(rule: RuleItem): string | null {
	const [matcher, ...others] = rule.command?.kind === "matchers" ? rule.command.matchers : [];
	return matcher?.kind === "glob" && matcher.patterns.length === 1 && others.length === 0 ? (matcher.patterns[0]?.value ?? null) : null;
}

function named<T>(items: readonly T[], nameOfItem: (item: T) => string, print: (item: T) => JsonValue): JsonValue | undefined {
	return items.length === 0 ? undefined : Object.fromEntries(items.map((item) => [nameOfItem(item), print(item)]));
}

function nameOf(item: { readonly name: Text }): string {
	return item.name.value;
}

function valueOfText(text: Text): string {
	return text.value;
}

function texts(list: readonly Text[]): JsonValue | undefined {
	return orNothing(list.map(valueOfText));
}

/** Whether a carried field stands under its own key: the schema types some of them, and `carry` takes any value. */
function hasOwnKey({ name, value }: CarryItem): boolean {
	return CARRIED_KEY.test(name.value) && validate({ [name.value]: value });
}

function orNothing(list: readonly JsonValue[]): JsonValue | undefined {
	return list.length === 0 ? undefined : list;
}

/** The fields that are written. */
function written(fields: Fields): { readonly [key: string]: JsonValue } {
	return Object.fromEntries(
		Object.entries(fields).flatMap(([key, value]) => (value === undefined || value === null ? [] : [[key, value]])),
	);
}
