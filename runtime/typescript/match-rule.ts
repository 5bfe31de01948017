/**
 * One rule against one command: does it match, and could it allow?
 */

import type { Bytes } from "./bytes.ts";
import { assignsLookup } from "./effects.ts";
import { type Answer, type Language, type Marks, matchWords } from "./match.ts";
import { pathMatches, pathOfWord } from "./paths.ts";
import type { PreparedRule } from "./prepare.ts";
import { assignsSome, coversAssignments, coversFiles, opensSome, strictest, type Where, weakest } from "./redirections.ts";
import type { KnownCommands } from "./registry.ts";
import { unexpandWords } from "./shell-braces.ts";
import type { State } from "./state.ts";
import type { RunCommand } from "./unwrap.ts";
import { listsOf, type View, type Views, type ViewWord, viewsOf } from "./views.ts";

/** A command with all that rules ask of it; views are made once for each set of global options. */
export class Subject {
	private readonly made = new Map<string, Views>();

	/**
	 * @param directory where the command runs (null: unknown), for its operands
	 * @param where what its redirections are resolved against
	 */
	constructor(
		readonly command: RunCommand,
		readonly state: State,
		readonly known: KnownCommands,
		readonly directory: Bytes | null,
		readonly where: Where,
	) {}

	views(rule: PreparedRule): Views {
		const made = this.made.get(rule.globalsKey);
		if (made) return made;
		const { words, program } = this.command;
		const views = viewsOf(words, program, this.known, this.where.places, rule.globals, !this.state.lookup);
		this.made.set(rule.globalsKey, views);
		return views;
	}

	/** The marks of a word for the path sets of a rule; null where the rule has none. */
	marksOf(rule: PreparedRule): ((word: ViewWord) => Marks) | null {
		if (rule.pathSets.length === 0) return null;
		const known = new Map<ViewWord, Marks>();
		return (word) => {
			const marks = known.get(word) ?? this.markWord(rule, word);
			known.set(word, marks);
			return marks;
		};
	}

	private markWord(rule: PreparedRule, word: ViewWord): Marks {
		const { bases, places } = this.where;
		const path = word.of === null ? null : pathOfWord(word.of, places, this.directory);
		return rule.pathSets.map((patterns) => pathMatches(path, patterns, bases, true));
	}

	/** The program word as every view has it that does not reduce it; null where that is not one known word. */
	get written(): Bytes | null {
		const { words } = this.command;
		return unexpandWords(words) === words ? (words[0]?.literal ?? null) : null;
	}

	/** Whether the command itself assigns a name that changes how its program is found. */
	get assignsLookup(): boolean {
		return assignsLookup(this.command, this.known);
	}
}

export interface RuleMatch {
	readonly match: Answer;
	/** The rule may contribute `allow`: the match is certain, and so is everything around the command. */
	readonly certain: boolean;
	/** For a `maybe`: whether what the rule says of its condition counts all the same, except for `allow`. */
	readonly asks?: boolean;
}

const NO: RuleMatch = { match: "no", certain: false };

/** Whether a rule matches a command. */
export function matchRule(rule: PreparedRule, subject: Subject): RuleMatch {
	return rule.rule.action === "allow" ? matchAllow(rule, subject) : matchRefusal(rule, subject);
}

/** A deny or request rule: looks for what could be. */
function matchRefusal(rule: PreparedRule, subject: Subject): RuleMatch {
	const around = concerns(rule, subject);
	if (around === "no") return NO;
	if (!rule.loose) return { match: around, certain: false };
	const command = looseMatch(rule, rule.loose, subject);
	if (command === "no") return NO;
	const except = exceptMatch(rule, subject);
	// What is assigned before the command may make another program of it.
	if (except === "yes" && !subject.assignsLookup) return NO;
	const match = weakest([command, around]);
	// Without `on_mismatch allow` nothing is ever allowed by it, and nobody asks.
	const certain =
		match === "yes" &&
		except === "no" &&
		rule.rule.on_mismatch === "allow" &&
		strictMatch(rule, subject) === "yes" &&
		coverage(rule, subject) === "yes";
	return { match, certain };
}

/** Whether the redirections and assignments are what the rule is about; yes where it says nothing of them. */
export function concerns(rule: PreparedRule, subject: Subject): Answer {
	const { redirections, assignments } = subject.command;
	return weakest([
		rule.writes === null ? "yes" : opensSome(redirections, "write", rule.writes, subject.where),
		rule.reads === null ? "yes" : opensSome(redirections, "read", rule.reads, subject.where),
		rule.env === null ? "yes" : assignsSome(assignments, rule.env),
	]);
}

/**
 * An allow rule: demands what certainly is. Where a match is not certain, the rule still must not say less than it
 * would: what it says of an unknown condition counts, and where only lookup is in doubt, of a false one too.
 */
function matchAllow(rule: PreparedRule, subject: Subject): RuleMatch {
	const { strict, meant } = subject.views(rule);
	const fits = weakest([viewMatch(rule, meant, subject), notExcepted(rule, subject), coverage(rule, subject)]);
	if (fits === "yes" && strict === meant) return { match: "yes", certain: true };
	const { on_mismatch, conditions } = rule.rule;
	const asks = fits === "yes" || (fits === "maybe" && (on_mismatch === "allow" || on_mismatch === "skip"));
	if (asks && conditions !== null) return { match: "maybe", certain: false, asks: true };
	if (!rule.loose || on_mismatch === "allow" || on_mismatch === "skip") return NO;
	if (rule.except && strict && looseMatch(rule, rule.except, subject, listsOf([strict])) === "yes") return NO;
	return looseMatch(rule, rule.loose, subject) === "no" ? NO : { match: "maybe", certain: false };
}

/** The strictest answer of a wide language over some views. */
function looseMatch(rule: PreparedRule, language: Language, subject: Subject, lists = subject.views(rule).lists): Answer {
	if (subject.command.words.length === 0) return "no";
	const marksOf = subject.marksOf(rule);
	let best: Answer = "no";
	for (const words of lists) {
		best = strictest([best, matchWords(language, words, marksOf)]);
		if (best === "yes") return best;
	}
	return best;
}

function strictMatch(rule: PreparedRule, subject: Subject): Answer {
	const { strict } = subject.views(rule);
	return rule.strict && !strict ? "no" : viewMatch(rule, strict, subject);
}

/** Whether a strict view is in the narrow language of a rule; where there is none, whether a loose one may be. */
function viewMatch(rule: PreparedRule, view: View | null, subject: Subject): Answer {
	// A rule without a command speaks of commands without words only.
	const isEmpty = subject.command.words.length === 0;
	if (!rule.strict) return rule.loose === null && isEmpty && rule.rule.action === "allow" ? "yes" : "no";
	if (isEmpty) return "no";
	const marksOf = subject.marksOf(rule);
	if (view) return matchWords(rule.strict, view.words, marksOf);
	// A program word that is not known is a floor of its own.
	if (subject.command.words[0]?.literal === null) return "no";
	for (const { words } of subject.views(rule).loose) if (matchWords(rule.strict, words, marksOf) !== "no") return "maybe";
	return "no";
}

/** Whether what certainly runs is excepted from a deny or request rule. */
function exceptMatch(rule: PreparedRule, subject: Subject): Answer {
	const { strict } = subject.views(rule);
	return rule.except && strict ? matchWords(rule.except, strict.words, subject.marksOf(rule)) : "no";
}

/** An exception of an allow rule counts where it is possible. */
function notExcepted(rule: PreparedRule, subject: Subject): Answer {
	const excepted = rule.except === null ? "no" : looseMatch(rule, rule.except, subject);
	return excepted === "no" ? "yes" : excepted === "yes" ? "no" : "maybe";
}

/** Whether every file that redirections name and every assignment is one that the rule allows. */
function coverage(rule: PreparedRule, subject: Subject): Answer {
	const allows = rule.rule.action === "allow";
	const { redirections, assignments } = subject.command;
	return weakest([
		coversFiles(redirections, "write", (allows ? rule.writes : null) ?? [], subject.where),
		coversFiles(redirections, "read", (allows ? rule.reads : null) ?? "any", subject.where),
		coversAssignments(assignments, (allows ? rule.env : null) ?? [], subject.known.isInert),
	]);
}
