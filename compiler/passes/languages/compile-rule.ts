/** Compiles one rule: its languages in the readings that its effect calls for (`docs/semantics.md`, section 1). */

import { type AutomatonPool, LIMITS, literalOfGlob, type Reading, reduceProgram } from "../../automata/index.ts";
import type { CompiledRule, Program } from "../../ir/compiled.ts";
import type { CommandLanguage, IrRule } from "../../ir/types.ts";
import type { ArgsCompiler } from "./args-compiler.ts";
import type { CommandContext } from "./command-context.ts";
import { compileCommands, type LanguageDraft } from "./compile-command.ts";
import { programsOf } from "./index-programs.ts";
import { everyLine } from "./option-facts.ts";
import type { OptionKnowledge } from "./option-knowledge.ts";
import { type Clause, type LanguageReport, RuleProblems } from "./problems.ts";
import { isDead, reportDeadCommand, reportDeadExceptions } from "./report-dead.ts";

/** What the rules of one policy share. */
export interface RuleCompiler {
	readonly knowledge: OptionKnowledge;
	readonly args: ArgsCompiler;
	readonly pool: AutomatonPool;
	readonly report: LanguageReport;
}

/** Compiles a rule. Its problems are reported; a rule with errors keeps no language. */
export function compileRule(rule: IrRule, compiler: RuleCompiler): CompiledRule {
	const { command } = rule;
	const none = { rule, strict: null, loose: null, except: null, programs: null, global_options: [], path_sets: [] };
	if (command === null) return none;
	const pathSets = pathSetsOf(command);
	const problems = new RuleProblems(rule.name, compiler.report);
	const context: CommandContext = { knowledge: compiler.knowledge, args: compiler.args, pathSets, problems, clause: "command" };
	const main = { ...command, except: [] };

	const allows = rule.effect === "allow";
	const strict = allows || rule.on_mismatch === "allow" ? compileCommands([main], "narrow", context) : null;
	const needsLoose = !allows || rule.on_mismatch === "request" || rule.on_mismatch === "deny";
	const loose = needsLoose && !problems.broken ? compileCommands([main], "wide", context) : null;
	const exceptReading: Reading = allows ? "wide" : "narrow";
	const exceptContext: CommandContext = { ...context, clause: "except" };
	const except = command.except.length > 0 && !problems.broken ? compileCommands(command.except, exceptReading, exceptContext) : null;

	const decisive = allows ? strict : loose;
	if (problems.broken || decisive === null) return none;
	if (isDead(decisive)) reportDeadCommand(rule.name, main, allows ? "narrow" : "wide", context);
	else if (except) {
		const readings = { command: allows ? "narrow" : "wide", except: exceptReading } as const;
		reportDeadExceptions(rule.name, command, decisive, readings, exceptContext);
	}
	const clause: Clause = command.args.length > 0 ? "args" : "command";
	return {
		rule,
		strict: strict && numberProgram(strict, clause, compiler.pool, problems),
		loose: loose && numberProgram(loose, clause, compiler.pool, problems),
		except: except && numberProgram(except, "except", compiler.pool, problems),
		programs: programsOf(
			[strict, loose].filter((draft) => draft !== null),
			pathSets.length,
		),
		global_options: globalOptionsOf(command, compiler.knowledge),
		path_sets: pathSets,
	};
}

/** Numbers the automata of a language and reports those that are too large to keep. */
function numberProgram(draft: LanguageDraft, clause: Clause, pool: AutomatonPool, problems: RuleProblems): Program {
	const largest = draft.kind === "heads" ? Math.max(0, ...draft.heads.map(({ tail }) => tail.states)) : draft.automaton.states;
	if (largest > LIMITS.kept) problems.fail("automaton-too-large", clause, { states: largest, limit: LIMITS.kept });
	else if (largest > LIMITS.large) problems.warn("automaton-large", clause, { states: largest, limit: LIMITS.large });
	if (draft.kind === "automaton") return { kind: "automaton", automaton: pool.add(draft.automaton) };
	return { kind: "heads", heads: draft.heads.map(({ words, tail }) => ({ words, tail: pool.add(tail) })) };
}

/** All lines of a command and its exceptions. */
function everyLineOf(command: CommandLanguage) {
	return [command, ...everyException(command)].flatMap((language) => everyLine(language.args));
}

function everyException(command: CommandLanguage): CommandLanguage[] {
	return command.except.flatMap((language) => [language, ...everyException(language)]);
}

/** The lists of paths that `operand under` lines ask about, each once, in order of first use. */
function pathSetsOf(command: CommandLanguage): (readonly string[])[] {
	const sets = new Map<string, readonly string[]>();
	for (const line of everyLineOf(command)) if (line.kind === "operand_under") sets.set(JSON.stringify(line.paths), line.paths);
	return [...sets.values()];
}

/** The global options of the programs in a command that one of its lines names. */
function globalOptionsOf(command: CommandLanguage, knowledge: OptionKnowledge): string[] {
	const named = new Set(
		everyLineOf(command).flatMap((line) => (line.kind === "flag" ? line.spellings : line.kind === "option" ? [line.name] : [])),
	);
	if (named.size === 0) return [];
	const found = new Set<string>();
	for (const { matchers } of [command, ...everyException(command)]) {
		for (const matcher of matchers) {
			const programs = "words" in matcher ? (matcher.words[0] ?? []) : [];
			for (const program of programs) {
				const literal = literalOfGlob(program);
				// A wildcard may stand for any program.
				for (const name of literal === null ? knowledge.programs : [reduceProgram(literal)]) {
					for (const option of knowledge.lookup(name, null).globals) if (named.has(option)) found.add(option);
				}
			}
		}
	}
	return [...found].sort();
}
