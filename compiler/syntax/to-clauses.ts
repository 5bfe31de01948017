/** Clauses and conditions: nodes of the grammar to the tree. */

import type { Node, NonterminalNode } from "ohm-js";
import type { PolicyActionDict, PolicySemantics } from "../../grammar/generated/policy.ohm-bundle.js";
import type { ConditionNode, ExceptClause } from "./ast.ts";
import type { Clause } from "./clauses.ts";
import { CONDITION_WORDS } from "./keywords.ts";
import { readingOf, toArgLine, toCommand, toCondition, toExceptEntry, toText, toTexts } from "./nodes.ts";
import { pick, type Reading } from "./reading.ts";
import { reportForbidden, requireSome, strictDecision, wrapMarks } from "./to-parts.ts";

const MISMATCHES = ["allow", "request", "deny", "skip"] as const;
const THEN_MODES = ["argv", "text", "stdin"] as const;
const LIST_CLAUSES = ["match", "not_match", "subcommands", "value_options", "inert_options", "read_only", "flags"] as const;

const clauseActions: PolicyActionDict<Clause> = {
	commandClause(_word, command) {
		return { name: "command", value: toCommand(command, readingOf(this)), span: readingOf(this).spanOf(this) };
	},
	argsClause(_args, _gap, _open, _ws, lines, _between, _close) {
		const reading = readingOf(this);
		const span = reading.spanOf(this);
		requireSome(this.source, lines.numChildren, "args", reading);
		return { name: "args", value: { lines: lines.children.map((line) => toArgLine(line, reading)), span }, span };
	},
	exceptClause_block(_except, _gap, _open, _ws, entries, _between, _close) {
		const reading = readingOf(this);
		requireSome(this.source, entries.numChildren, "except", reading);
		return exceptOf(this, entries.children, reading);
	},
	exceptClause_one(_except, _sep, entry) {
		return exceptOf(this, [entry], readingOf(this));
	},
	clause_reason(_word, _gap, text) {
		return { name: "reason", value: toText(text, readingOf(this)), span: readingOf(this).spanOf(this) };
	},
	clause_when(_word, _sep, condition) {
		return { name: "when", value: toCondition(condition, readingOf(this)), span: readingOf(this).spanOf(this) };
	},
	clause_examples(word, list) {
		return listClause(this, word, list);
	},
	clause_onMismatch(_word, _sep, decision) {
		const reading = readingOf(this);
		const value = pick(MISMATCHES, decision.sourceString, "deny");
		return { name: "on_mismatch", value: { value, span: reading.spanOf(decision) }, span: reading.spanOf(this) };
	},
	clause_onUnknown(_word, _sep, decision) {
		const reading = readingOf(this);
		const strict = strictDecision(decision, "on_unknown", reading);
		return { name: "on_unknown", value: { value: strict, span: reading.spanOf(decision) }, span: reading.spanOf(this) };
	},
	clause_paths(word, list) {
		return entriesClause(this, word.sourceString === "writes" ? "writes" : "reads", list);
	},
	clause_env(_word, list) {
		return entriesClause(this, "env", list);
	},
	programClause(word, list) {
		return listClause(this, word, list);
	},
	wrapperClause_list(word, list) {
		return listClause(this, word, list);
	},
	wrapperClause_then(_then, _sep, mode, transparent) {
		const reading = readingOf(this);
		const value = pick(THEN_MODES, mode.sourceString, "stdin");
		return {
			name: "then",
			value: { mode: { value, span: reading.spanOf(mode) }, transparent: transparent.numChildren > 0 },
			span: reading.spanOf(this),
		};
	},
};

const conditionActions: PolicyActionDict<ConditionNode> = {
	condition_(marks, base) {
		const reading = readingOf(this);
		const end = this.source.endIdx;
		const wrap = (mark: Node, member: ConditionNode): ConditionNode => {
			const span = reading.place(mark.source.startIdx, end);
			if (mark.sourceString.startsWith("optional")) return { ...member, required: false, span };
			return { kind: "not", member, required: true, span };
		};
		return wrapMarks(this, marks.children, toCondition(base, reading), wrap, reading);
	},
	conditionBase_group(word, _gap, _open, _ws, members, _between, _close) {
		const reading = readingOf(this);
		const nodes = members.children.map((member) => toCondition(member, reading));
		return { kind: word.sourceString === "all" ? "all" : "any", members: nodes, required: true, span: reading.spanOf(this) };
	},
	conditionBase_leaf(name, _gaps, texts) {
		const reading = readingOf(this);
		reportForbidden(name, CONDITION_WORDS, afterConditionWord, reading);
		const written = texts.children.map((text) => toText(text, reading));
		return { kind: "leaf", name: toText(name, reading), arguments: written, required: true, span: reading.spanOf(this) };
	},
};

/** Adds the operations `clause` and `condition`, each with the reading as its argument. */
export function addClauseOperations(semantics: PolicySemantics): void {
	semantics.addOperation<Clause>("clause(reading)", clauseActions);
	semantics.addOperation<ConditionNode>("condition(reading)", conditionActions);
}

function exceptOf(node: NonterminalNode, entries: readonly Node[], reading: Reading): Clause {
	const span = reading.spanOf(node);
	const value: ExceptClause = { entries: entries.map((entry) => toExceptEntry(entry, reading)), span };
	return { name: "except", value, span };
}

/** A clause that lists texts: examples, or what a program or wrapper takes. */
function listClause(node: NonterminalNode, word: Node, list: Node): Clause {
	const reading = readingOf(node);
	const name = pick(LIST_CLAUSES, word.sourceString, "match");
	const value = toTexts(list, reading);
	requireSome(node.source, value.length, name, reading);
	return { name, value, span: reading.spanOf(node) };
}

function entriesClause(node: NonterminalNode, name: "writes" | "reads" | "env", list: Node): Clause {
	const reading = readingOf(node);
	const entries = toTexts(list, reading);
	const span = reading.spanOf(node);
	requireSome(node.source, entries.length, name, reading);
	return { name, value: { entries, span }, span };
}

const afterConditionWord = (word: string): string => (word === "all" || word === "any" ? "`{`" : "a condition");
