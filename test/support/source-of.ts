/** A policy of the IR as a person could have written it: trees of scope files, with names for word lists and nested exceptions. */

import type * as ir from "../../compiler/ir/types.ts";
import type {
	ArgLine,
	ArgsClause,
	CommandClause,
	ConditionNode,
	ExceptClause,
	ExceptEntry,
	Item,
	ListClause,
	Matcher,
	PatternItem,
	RuleItem,
	Text,
	Word,
	WordEntry,
	WordPiece,
} from "../../compiler/syntax/ast.ts";

const span = { source: { path: "made.policy", text: "" }, start: 0, end: 0 } as const;

const textOf = (value: string): Text => ({ value, span });

/** The items of one scope of a policy: its headers are the caller's. Names come from the rules, so none is used twice. */
export function sourceOf(rules: readonly ir.IrRule[], registry: ir.RegistryItems): Item[] {
	const names: Item[] = [];
	const items = rules.map((rule) => ruleItem(rule, names));
	const programs = registry.programs.map(
		({ name, subcommands, value_options, inert_options, read_only }): Item => ({
			kind: "program",
			name: textOf(name),
			subcommands: subcommands.map(textOf),
			valueOptions: value_options.map(textOf),
			inertOptions: inert_options.map(textOf),
			readOnly: read_only.map(textOf),
			span,
		}),
	);
	return [...programs, ...names, ...items];
}

function ruleItem(rule: ir.IrRule, names: Item[]): RuleItem {
	const { command } = rule;
	const list = (texts: readonly string[] | null): ListClause | null => texts && { entries: texts.map(textOf), span };
	return {
		kind: "rule",
		effect: rule.effect,
		name: textOf(rule.name),
		sealed: false,
		override: false,
		command: command && commandClause(command),
		args: command && argsClause(command, rule.name, names),
		except: command && exceptClause(command, rule.name, names),
		writes: list(rule.writes),
		reads: list(rule.reads),
		env: list(rule.env),
		when: rule.when && conditionNode(rule.when),
		onMismatch: rule.when || rule.effect === "allow" ? { value: rule.on_mismatch, span } : null,
		onUnknown: rule.when && rule.on_unknown ? { value: rule.on_unknown, span } : null,
		reason: rule.reason === null ? null : textOf(rule.reason),
		match: [],
		notMatch: [],
		span,
	};
}

function commandClause(language: ir.CommandLanguage): CommandClause {
	return { kind: "matchers", matchers: language.matchers.map(matcherOf), span };
}

function matcherOf(matcher: ir.Matcher): Matcher {
	if (matcher.kind === "glob") return { kind: "glob", patterns: [textOf(matcher.pattern)], span };
	if (matcher.kind === "regex")
		return { kind: "regex", patterns: [{ source: textOf(matcher.pattern), ignoreCase: matcher.ignore_case, span }], span };
	return { kind: matcher.kind, literals: [{ words: matcher.words.map(wordOf), span }], span };
}

function wordOf(pattern: ir.WordPattern): Word {
	const [only] = pattern;
	if (pattern.length === 1 && only === "**") return { pieces: [{ kind: "many" }], span };
	if (pattern.length === 1) return { pieces: piecesOf(only ?? ""), span };
	return { pieces: [{ kind: "braces", alternatives: pattern.map(piecesOf) }], span };
}

/** The pieces that a glob text stands for, neighbouring letters joined. */
function piecesOf(glob: string): WordPiece[] {
	const pieces: WordPiece[] = [];
	for (const [part, escaped] of glob.matchAll(/\\(.)|[^\\]/gsu)) {
		const last = pieces.at(-1);
		if (part === "*") pieces.push({ kind: "star" });
		else if (part === "?") pieces.push({ kind: "question" });
		else if (last?.kind === "literal") pieces[pieces.length - 1] = { kind: "literal", text: last.text + (escaped ?? part) };
		else pieces.push({ kind: "literal", text: escaped ?? part });
	}
	return pieces;
}

function argsClause(language: ir.CommandLanguage, name: string, names: Item[]): ArgsClause | null {
	if (language.args.length === 0) return null;
	return { lines: language.args.map((line) => argLine(line, name, names)), span };
}

function argLine(line: ir.ArgLine, name: string, names: Item[]): ArgLine {
	const entries = (patterns: readonly string[]): WordEntry[] => patterns.map((glob) => ({ kind: "word", word: wordOf([glob]), span }));
	switch (line.kind) {
		case "flag":
			return { kind: "flag", spellings: line.spellings.map((text) => ({ kind: "word", word: literalWord(text), span })), span };
		case "option":
			return { kind: "option", name: literalWord(line.name), values: entries(line.values), span };
		case "operand":
			return { kind: "operand", every: line.every, patterns: [listName(entries(line.patterns), name, names)], span };
		case "operand_under":
			return { kind: "operand_under", every: line.every, paths: line.paths.map(textOf), span };
		case "words":
			return { kind: "words", every: line.every, patterns: entries(line.patterns), span };
		case "count":
			return { kind: "count", operator: line.operator, value: line.value, span };
		case "not":
			return { kind: "not", line: argLine(line.line, name, names), span };
		case "any":
			return { kind: "any", lines: line.lines.map((member) => argLine(member, name, names)), span };
	}
}

function literalWord(text: string): Word {
	return { pieces: text === "" ? [] : [{ kind: "literal", text }], span };
}

/** A `words` list of these entries, by its name. */
function listName(entries: readonly WordEntry[], name: string, names: Item[]): WordEntry {
	const own = textOf(`${name}-words-${names.length}`);
	names.push({ kind: "words", name: own, entries, span });
	return { kind: "name", name: own, span };
}

function exceptClause(language: ir.CommandLanguage, name: string, names: Item[]): ExceptClause | null {
	if (language.except.length === 0) return null;
	return { entries: language.except.map((entry) => exceptEntry(entry, name, names)), span };
}

/** An exception with exceptions of its own is a `pattern`, as nothing else can hold one. */
function exceptEntry(language: ir.CommandLanguage, name: string, names: Item[]): ExceptEntry {
	const args = argsClause(language, name, names);
	if (language.except.length === 0) return { command: commandClause(language), args, span };
	const except = exceptClause(language, name, names);
	const pattern: PatternItem = {
		kind: "pattern",
		name: textOf(`${name}-pattern-${names.length}`),
		command: commandClause(language),
		args,
		except,
		span,
	};
	names.push(pattern);
	return { command: { kind: "name", name: pattern.name, span }, args: null, span };
}

function conditionNode(condition: ir.Condition): ConditionNode {
	if ("name" in condition) {
		const { name, value, required } = condition;
		const texts = value === null ? [] : name === "env_is" ? splitOnce(value) : [value];
		return { kind: "leaf", name: textOf(name), arguments: texts.map(textOf), required, span };
	}
	if (condition.mode === "not") return { kind: "not", member: conditionNode(condition.conditions[0]), required: condition.required, span };
	return { kind: condition.mode, members: condition.conditions.map(conditionNode), required: condition.required, span };
}

function splitOnce(value: string): string[] {
	const at = value.indexOf(" ");
	return [value.slice(0, at), value.slice(at + 1)];
}
