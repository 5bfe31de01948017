/** Items: nodes of the grammar to the tree. The face of the semantics; words, texts and clauses have files of their own. */

import type { MatchResult, NonterminalNode } from "ohm-js";
import grammar, { type PolicyActionDict } from "../../grammar/generated/policy.ohm-bundle.js";
import type { Expectation, FallbackName, Given, Item, ScopeKind, Text } from "./ast.ts";
import { collectClauses } from "./clauses.ts";
import { ARG_WORDS, CONDITION_WORDS, MATCHER_WORDS } from "./keywords.ts";
import { readingOf, toClause, toCondition, toEntry, toItem, toJson, toTestLine, toText } from "./nodes.ts";
import { clip, pick, type Reading } from "./reading.ts";
import { addClauseOperations } from "./to-clauses.ts";
import { addCommandOperations } from "./to-commands.ts";
import { requireSome, safeNumber, strictDecision } from "./to-parts.ts";
import { addTextOperations } from "./to-texts.ts";
import { addWordOperations } from "./to-words.ts";

const EFFECTS = ["allow", "request", "deny"] as const;
const DEFAULTS = [...EFFECTS, "host"] as const;
const SCOPES = ["system", "user", "repo", "harness", "task-domain", "task-instance"] as const satisfies readonly ScopeKind[];
const FALLBACKS = [
	"opaque",
	"condition_error",
	"malformed_bundle",
	"missing_policy",
	"unattended",
] as const satisfies readonly FallbackName[];

const itemActions: PolicyActionDict<Item> = {
	item(definition, _ws) {
		return toItem(definition, readingOf(this));
	},
	version(_policy, _sep, number) {
		const reading = readingOf(this);
		return { kind: "version", version: safeNumber(number, reading), span: reading.spanOf(this) };
	},
	scope(_scope, _sep, kind, _gap, name, sealed) {
		const reading = readingOf(this);
		const [text] = name.children;
		return {
			kind: "scope",
			scope: pick(SCOPES, kind.sourceString, "repo"),
			name: text ? toText(text, reading) : null,
			sealed: sealed.numChildren > 0,
			span: reading.spanOf(this),
		};
	},
	default(_default, _sep, decision, sealed) {
		const reading = readingOf(this);
		const value = pick(DEFAULTS, decision.sourceString, "deny");
		return { kind: "default", decision: value, sealed: sealed.numChildren > 0, span: reading.spanOf(this) };
	},
	fallback(_fallback, _sep, name, _space, decision, sealed) {
		const reading = readingOf(this);
		const written = pick(FALLBACKS, name.sourceString, "opaque");
		return {
			kind: "fallback",
			name: written,
			decision: strictDecision(decision, `fallback ${written}`, reading),
			sealed: sealed.numChildren > 0,
			span: reading.spanOf(this),
		};
	},
	include(_include, _gap, path) {
		const reading = readingOf(this);
		return { kind: "include", path: toText(path, reading), span: reading.spanOf(this) };
	},
	rule(effect, _sep, name, marks, _gap, _open, _ws, clauses, _between, _close) {
		const reading = readingOf(this);
		const has = collectClauses(toClauses(clauses, reading), reading);
		const written = readMarks(marks, reading);
		return {
			kind: "rule",
			effect: pick(EFFECTS, effect.sourceString, "deny"),
			name: toText(name, reading),
			sealed: written.has("sealed"),
			override: written.has("override"),
			command: has.command ?? null,
			args: has.args ?? null,
			except: has.except ?? null,
			writes: has.writes ?? null,
			reads: has.reads ?? null,
			env: has.env ?? null,
			when: has.when ?? null,
			onMismatch: has.on_mismatch ?? null,
			onUnknown: has.on_unknown ?? null,
			reason: has.reason ?? null,
			match: has.match ?? [],
			notMatch: has.not_match ?? [],
			span: reading.spanOf(this),
		};
	},
	words(_words, _sep, name, _gap, _open, _ws, entries, _between, _close) {
		const reading = readingOf(this);
		requireSome(this.source, entries.numChildren, "words", reading);
		const listed = entries.children.map((entry) => toEntry(entry, reading));
		return { kind: "words", name: definedName(name, ARG_WORDS, reading), entries: listed, span: reading.spanOf(this) };
	},
	pattern(_pattern, _sep, name, _gap, _open, _ws, clauses, _between, _close) {
		const reading = readingOf(this);
		const has = collectClauses(toClauses(clauses, reading), reading);
		return {
			kind: "pattern",
			name: definedName(name, MATCHER_WORDS, reading),
			command: has.command ?? null,
			args: has.args ?? null,
			except: has.except ?? null,
			span: reading.spanOf(this),
		};
	},
	condition(_condition, _sep, name, _gap, _open, _ws, members, _between, _close) {
		const reading = readingOf(this);
		const nodes = members.children.map((member) => toCondition(member, reading));
		return { kind: "condition", name: definedName(name, CONDITION_WORDS, reading), members: nodes, span: reading.spanOf(this) };
	},
	test(_test, _gap, title, _space, _open, _ws, lines, _between, _close) {
		const reading = readingOf(this);
		const givens: Given[] = [];
		const expectations: Expectation[] = [];
		for (const line of lines.children.map((node) => toTestLine(node, reading))) {
			if ("decision" in line) expectations.push(line);
			else givens.push(line);
		}
		requireSome(this.source, expectations.length, "test", reading);
		return { kind: "test", title: toText(title, reading), givens, expectations, span: reading.spanOf(this) };
	},
	program(_program, _sep, name, _gap, _open, _ws, clauses, _between, _close) {
		const reading = readingOf(this);
		const has = collectClauses(toClauses(clauses, reading), reading);
		return {
			kind: "program",
			name: toText(name, reading),
			subcommands: has.subcommands ?? [],
			valueOptions: has.value_options ?? [],
			inertOptions: has.inert_options ?? [],
			readOnly: has.read_only ?? [],
			span: reading.spanOf(this),
		};
	},
	wrapper(_wrapper, _sep, name, _gap, _open, _ws, clauses, _between, _close) {
		const reading = readingOf(this);
		const has = collectClauses(toClauses(clauses, reading), reading);
		const span = reading.spanOf(this);
		if (!has.then && !reading.broken)
			reading.report("wrapper-without-then", name.source.startIdx, name.source.endIdx, { name: clip(toText(name, reading).value) });
		return {
			kind: "wrapper",
			name: toText(name, reading),
			valueOptions: has.value_options ?? [],
			flags: has.flags ?? [],
			then: has.then?.mode ?? { value: "argv", span },
			transparent: has.then?.transparent ?? false,
			span,
		};
	},
	carry(_carry, _sep, name, _gap, json) {
		const reading = readingOf(this);
		return { kind: "carry", name: toText(name, reading), value: toJson(json, reading), span: reading.spanOf(this) };
	},
};

const testLineActions: PolicyActionDict<Given | Expectation> = {
	testLine_given(_given, _sep, name, _gap, argument, _space, truth) {
		const reading = readingOf(this);
		const [text] = argument.children;
		const written = truth.sourceString;
		return {
			name: toText(name, reading),
			argument: text ? toText(text, reading) : null,
			value: written === "unknown" ? "unknown" : written === "true",
			span: reading.spanOf(this),
		};
	},
	testLine_expectation(line, _gap, _arrow, _space, decision, by) {
		const reading = readingOf(this);
		const [rule] = by.children;
		const label = rule?.child(3);
		return {
			line: toText(line, reading),
			decision: pick(EFFECTS, decision.sourceString, "deny"),
			rule: label ? toText(label, reading) : null,
			span: reading.spanOf(this),
		};
	},
};

const semantics = grammar.createSemantics();
addWordOperations(semantics);
addTextOperations(semantics);
addCommandOperations(semantics);
addClauseOperations(semantics);
semantics.addOperation<Given | Expectation>("testLine(reading)", testLineActions);
semantics.addOperation<Item>("item(reading)", itemActions);

/** The item of a successful match of the rule `item`. Faults that the grammar lets pass are reported and mark the reading as broken. */
export function readItem(match: MatchResult, reading: Reading): Item {
	return toItem(nodeOf(match), reading);
}

/** The node at the root of a successful match, with all operations. */
export function nodeOf(match: MatchResult): NonterminalNode {
	const root: unknown = semantics(match);
	return root as NonterminalNode;
}

function toClauses(clauses: NonterminalNode, reading: Reading): ReturnType<typeof toClause>[] {
	return clauses.children.map((clause) => toClause(clause, reading));
}

function readMarks(marks: NonterminalNode, reading: Reading): ReadonlySet<string> {
	const written = new Set<string>();
	for (const mark of marks.children) {
		const word = mark.sourceString.trim();
		if (written.has(word)) reading.report("duplicate-clause", mark.source.endIdx - word.length, mark.source.endIdx, { clause: word });
		written.add(word);
	}
	return written;
}

/** A name that an item defines; one that is a keyword wherever it would be used is reported. */
function definedName(name: NonterminalNode, taken: ReadonlySet<string>, reading: Reading): Text {
	if (taken.has(name.sourceString))
		reading.report("reserved-name", name.source.startIdx, name.source.endIdx, { name: clip(name.sourceString) });
	return toText(name, reading);
}
