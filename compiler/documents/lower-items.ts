/** Named items of a document: words lists, patterns, conditions, tests, programs, wrappers and carried fields. */

import { type Span, spanOf } from "../source/source.ts";
import type {
	CarryItem,
	ConditionItem,
	Expectation,
	Given,
	PatternItem,
	ProgramItem,
	TestItem,
	Text,
	WordsItem,
	WrapperItem,
} from "../syntax/ast.ts";
import { excerpt, kindOf, NAME_REMEDY } from "./describe.ts";
import type { Fields, ItemReading } from "./item-reading.ts";
import { RESERVED_NAMES, readWord } from "./literals.ts";
import { lowerArgs, lowerCommand, lowerExcept } from "./lower-commands.ts";
import { lowerCondition } from "./lower-conditions.ts";
import { OLDER_DECISIONS } from "./spellings.ts";
import { type DocumentNode, type MapEntry, plainValue, spanInside } from "./tree.ts";

/** One entry of `words`. */
export function lowerWords(entry: MapEntry, reading: ItemReading): WordsItem {
	const entries = reading
		.members(entry.value)
		.map((member) => ({ kind: "word", word: readWord(member, reading), span: member.span }) as const);
	return { kind: "words", name: definedName(entry, "words", reading), entries, span: entrySpan(entry) };
}

/** One entry of `patterns`. */
export function lowerPattern(entry: MapEntry, reading: ItemReading): PatternItem {
	const fields = reading.fields(entry.value);
	const match = reading.required(fields, "match", entry.value, "a pattern");
	const args = fields.get("args")?.value;
	const except = fields.get("except")?.value;
	return {
		kind: "pattern",
		name: definedName(entry, "pattern", reading),
		command: match && lowerCommand(match, reading),
		args: args ? lowerArgs(args, reading) : null,
		except: except ? lowerExcept(except, reading) : null,
		span: entrySpan(entry),
	};
}

/** One entry of the top-level `conditions`: a list means all of its members. */
export function lowerNamedCondition(entry: MapEntry, reading: ItemReading): ConditionItem {
	const members = reading.several(entry.value, (member) => lowerCondition(member, reading));
	return { kind: "condition", name: definedName(entry, "condition", reading), members, span: entrySpan(entry) };
}

/** One member of `tests`. */
export function lowerTest(node: DocumentNode, reading: ItemReading): TestItem {
	const fields = reading.fields(node);
	const title = reading.required(fields, "title", node, "a test");
	const expect = reading.required(fields, "expect", node, "a test");
	const given = fields.get("given")?.value;
	return {
		kind: "test",
		title: reading.text(title ?? node),
		givens: given ? [...reading.fields(given).values()].map((fact) => lowerFact(fact, reading)) : [],
		expectations: expect ? reading.members(expect).map((line) => lowerExpectation(line, reading)) : [],
		span: node.span,
	};
}

/** One entry of `programs`. */
export function lowerProgram(entry: MapEntry, reading: ItemReading): ProgramItem {
	const texts = textsUnder(reading.fields(entry.value), reading);
	return {
		kind: "program",
		name: reading.text(entry.key),
		subcommands: texts("subcommands"),
		valueOptions: texts("value_options"),
		inertOptions: texts("inert_options"),
		readOnly: texts("read_only"),
		span: entrySpan(entry),
	};
}

/** One entry of `wrappers`. */
export function lowerWrapper(entry: MapEntry, reading: ItemReading): WrapperItem {
	const fields = reading.fields(entry.value);
	const texts = textsUnder(fields, reading);
	const then = reading.required(fields, "then", entry.value, "a wrapper");
	return {
		kind: "wrapper",
		name: reading.text(entry.key),
		valueOptions: texts("value_options"),
		flags: texts("flags"),
		then: { value: then ? reading.word(then, ["argv", "text", "stdin"]) : "argv", span: (then ?? entry.value).span },
		transparent: reading.boolean(fields.get("transparent")?.value, false),
		span: entrySpan(entry),
	};
}

/** A field that is carried as it stands. */
export function lowerCarried(entry: MapEntry, reading: ItemReading): CarryItem {
	return { kind: "carry", name: reading.text(entry.key), value: plainValue(entry.value), span: entrySpan(entry) };
}

/** From a key to the end of its value. */
export function entrySpan(entry: MapEntry): Span {
	const { source, start, end } = entry.key.span;
	return spanOf(source, start, Math.max(end, entry.value.span.end));
}

function textsUnder(fields: Fields, reading: ItemReading): (key: string) => readonly Text[] {
	return (key) => {
		const list = fields.get(key)?.value;
		return list ? reading.members(list).map((member) => reading.text(member)) : [];
	};
}

function definedName(entry: MapEntry, kind: keyof typeof RESERVED_NAMES, reading: ItemReading): Text {
	const name = reading.text(entry.key);
	if (RESERVED_NAMES[kind].has(name.value)) reading.report("reserved-name", entry.key, { name: name.value });
	return name;
}

/** A fact's key is a predicate's name, or the name, one blank and the argument. */
function lowerFact({ key, value }: MapEntry, reading: ItemReading): Given {
	const blank = key.value.indexOf(" ");
	const nameEnd = blank < 0 ? key.value.length : blank;
	const name: Text = { value: key.value.slice(0, nameEnd), span: spanInside(key, 0, nameEnd) };
	if (!/^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(name.value)) {
		reading.report("invalid-text", key, { text: excerpt(name.value), expected: "a name", remedy: NAME_REMEDY });
	}
	const argument: Text | null =
		blank < 0 ? null : { value: key.value.slice(blank + 1), span: spanInside(key, blank + 1, key.value.length) };
	return { name, argument, value: lowerTruth(value, reading), span: entrySpan({ key, value }) };
}

function lowerTruth(node: DocumentNode, reading: ItemReading): Given["value"] {
	if (node.kind === "text" && node.value === "unknown") return "unknown";
	if (node.kind === "plain" && typeof node.value === "boolean") return node.value;
	reading.report("wrong-type", node, { what: "a fact", found: kindOf(node), expected: "`true`, `false` or `unknown`" });
	return "unknown";
}

function lowerExpectation(node: DocumentNode, reading: ItemReading): Expectation {
	const fields = reading.fields(node);
	const command = reading.required(fields, "command", node, "an expectation");
	const decision = reading.required(fields, "decision", node, "an expectation");
	const rule = fields.get("rule")?.value;
	return {
		line: reading.text(command ?? node),
		decision: decision ? reading.word(decision, ["deny", "request", "allow"], OLDER_DECISIONS) : "deny",
		rule: rule ? reading.text(rule) : null,
		span: node.span,
	};
}
