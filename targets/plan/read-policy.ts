/** Reads from a policy what the plans of all hosts rest on, once for all of them. */

import { type Dfa, fromTable, literalOfGlob } from "../../compiler/automata/index.ts";
import type { CompiledPolicy, CompiledRule, Program } from "../../compiler/ir/compiled.ts";
import type { ArgLine, Decision, DefaultDecision, IrRule } from "../../compiler/ir/types.ts";
import type { Registry } from "../target.ts";
import { ByProgram } from "./by-program.ts";
import { reduceWord } from "./reduce-word.ts";
import { allowedRegion, type Region, restrictedRegion, withSpellings } from "./rule-regions.ts";
import { sampleArgs, sampleCommand } from "./sample-command.ts";
import { collectStrictRules, type StrictRules } from "./strict-rules.ts";

export interface RuleFacts {
	readonly rule: IrRule;
	/** The decision that a host's entries are to give; null where the rule is the hook's alone. */
	readonly effect: Decision | null;
	/** Why the rule, or what of it no entry can say, is the hook's; a text that stands after "the hook holds this: ". */
	readonly obstacle: string | null;
	/** A command line that the rule is about. */
	readonly sample: string;
	/** Its words, where it is a command that the rule decides. */
	readonly example: readonly string[] | null;
	/** Words that a witness tries first. */
	readonly vocabulary: readonly string[];
	/** The commands that the rule is about (an allow rule: certainly allows). */
	readonly region: Region | null;
	/** Literal words that its commands start with, exceptions left aside; `tail` is null where paths are asked about. */
	readonly literal: readonly LiteralStart[] | null;
}

export interface LiteralStart {
	readonly words: readonly (readonly string[])[];
	readonly tail: Dfa | null;
}

export interface PolicyFacts {
	/** In the order of the compiled policy. */
	readonly rules: readonly RuleFacts[];
	readonly strict: StrictRules;
	readonly registry: Registry;
	readonly default: DefaultDecision;
}

/** What a build may choose. */
export interface HoldOptions {
	/** Hold conditional rules that may ask or refuse natively too, at their strictest. */
	readonly includeConditional: boolean;
}

/** The facts of a policy; `registry` is the one that the bundle holds, the policy's own items included. */
export function readPolicy(compiled: CompiledPolicy, registry: Registry, options: HoldOptions): PolicyFacts {
	return {
		rules: compiled.rules.map((known) => readRule(compiled, known, registry, options)),
		strict: collectStrictRules(compiled),
		registry,
		default: compiled.policy.default,
	};
}

function readRule(compiled: CompiledPolicy, known: CompiledRule, registry: Registry, options: HoldOptions): RuleFacts {
	const { rule } = known;
	const [effect, obstacle] = holdable(known, options);
	const allows = effect === "allow";
	const program = allows ? known.strict : known.loose && withSpellings(known.loose, registry);
	return {
		rule,
		effect,
		obstacle,
		...sampleCommand(compiled, known),
		vocabulary: [...sampleArgs(rule.command?.args ?? []), ...leftOutWords(rule), ...exceptedWords(rule)],
		region: effect && (allows ? allowedRegion(compiled, known) : restrictedRegion(compiled, known, registry)),
		literal: effect && program && startsOf(compiled, program, known.path_sets.length > 0, allows ? [] : writtenPrograms(rule)),
	};
}

/** Words that lines with `not` leave out. */
function leftOutWords({ command }: IrRule): readonly string[] {
	return sampleArgs((command?.args ?? []).flatMap((line) => (line.kind === "not" ? [line.line] : [])));
}

/** The last literal word of each exception: a command that ends in it may be one that the rule is not about. */
function exceptedWords({ command }: IrRule): readonly string[] {
	const matchers = command?.except.flatMap((language) => language.matchers) ?? [];
	const last = matchers.flatMap((matcher) => ("words" in matcher ? (matcher.words.at(-1) ?? []) : []));
	return last.flatMap((glob) => literalOfGlob(glob) ?? []);
}

function asksPath(line: ArgLine): boolean {
	if (line.kind === "not") return asksPath(line.line);
	return line.kind === "any" ? line.lines.some(asksPath) : line.kind === "operand_under";
}

/** The decision that entries for a rule give, or why there are none. */
function holdable({ rule, path_sets }: CompiledRule, { includeConditional }: HoldOptions): readonly [Decision | null, string | null] {
	if (rule.command === null) return [null, "the rule is about redirections or assignments alone"];
	// Where an operand lies depends on the working directory, which is a fact like those of conditions.
	const asksPaths = rule.effect === "allow" ? path_sets.length > 0 : rule.command.args.some(asksPath);
	const depends = rule.when !== null ? "the rule has a condition" : asksPaths ? "the rule asks where an operand lies" : null;
	if (depends !== null) {
		const strictest = strictestOf(rule);
		return includeConditional && strictest !== "allow" ? [strictest, null] : [null, depends];
	}
	if (rule.effect === "allow") return ["allow", null];
	for (const clause of ["writes", "reads", "env"] as const) {
		if (rule[clause] !== null) return [null, `the rule has a \`${clause}\` clause`];
	}
	return [rule.effect, null];
}

const STRICTNESS: readonly Decision[] = ["allow", "request", "deny"];

/** The strictest decision that a rule with a condition can contribute by itself. */
function strictestOf({ effect, on_mismatch }: IrRule): Decision {
	return STRICTNESS.findLast((decision) => decision === effect || decision === on_mismatch) ?? effect;
}

/** Program words that are written by a path or in another case: a rule that refuses or asks is about them as written, too. */
function writtenPrograms({ command }: IrRule): readonly string[] {
	const programs = (command?.matchers ?? []).flatMap((matcher) => ("words" in matcher ? (matcher.words[0] ?? []) : []));
	return programs.flatMap((glob) => literalOfGlob(glob) ?? []).filter((word) => reduceWord(word) !== word);
}

function startsOf(compiled: CompiledPolicy, program: Program, marked: boolean, written: readonly string[]): readonly LiteralStart[] | null {
	if (program.kind !== "heads") return null;
	return program.heads.map(({ words, tail }) => {
		const table = compiled.automata[tail];
		const [programs = [], ...rest] = words;
		const more = written.filter((word) => programs.includes(reduceWord(word)));
		return { words: more.length > 0 ? [[...programs, ...more], ...rest] : words, tail: table && !marked ? fromTable(table) : null };
	});
}

const allowing = new WeakMap<PolicyFacts, ByProgram<RuleFacts>>();

/** The rules that allow natively, by program. */
export function allowingRules(facts: PolicyFacts): ByProgram<RuleFacts> {
	const known = allowing.get(facts);
	if (known) return known;
	const index = new ByProgram<RuleFacts>();
	for (const rule of facts.rules) {
		if (rule.effect !== "allow" || rule.region === null) continue;
		for (const { words } of rule.literal ?? [{ words: [] }]) index.add({ kind: "words", words, exact: false }, rule);
	}
	allowing.set(facts, index);
	return index;
}
