/** How one rule matches one simple command: yes, maybe or no. */

import type { CommandLanguage, IrRule } from "../types.ts";
import { both, either, negated } from "./answers.ts";
import { buildViews, type Views } from "./build-views.ts";
import { assignsLookup, matchClauses, matchCoverage, NOTHING_COVERED } from "./cover-clauses.ts";
import type { Reading } from "./hold-lines.ts";
import { matchView, type Setting } from "./match-view.ts";
import { namedBy } from "./read-globals.ts";
import type { Answer, LineCommand, Word } from "./types.ts";
import { textOf } from "./words.ts";

export interface RuleAnswer {
	readonly match: Answer;
	/** Whether an `allow` may come of it: the match is certain in every respect. */
	readonly certain: boolean;
	/** For a `maybe`: whether what the rule says of its condition counts all the same, except for `allow`. */
	readonly asks: boolean;
}

/** How a rule matches a command that runs in the setting's directory. */
export function matchRule(rule: IrRule, command: LineCommand, setting: Setting): RuleAnswer {
	const matching = new Matching(rule, command, setting);
	return rule.effect === "allow" ? matching.allow() : matching.denyOrRequest();
}

class Matching {
	private readonly views: Views;

	constructor(
		private readonly rule: IrRule,
		private readonly command: LineCommand,
		private readonly setting: Setting,
	) {
		this.views = buildViews(command, setting.registry, namedBy(rule.command, setting.registry));
	}

	/** The matchers and args of the rule, without its own exceptions, which are tried apart. */
	private onViews(views: readonly (readonly Word[])[], reading: Reading, loose: boolean): Answer {
		const { command } = this.rule;
		return command === null ? "yes" : either(views.map((view) => this.onView(withoutExceptions(command), view, reading, loose)));
	}

	private onView(language: CommandLanguage, view: readonly Word[], reading: Reading, loose: boolean): Answer {
		// A command without words runs no program: no command pattern is about it.
		return this.command.words.length === 0 ? "no" : matchView(language, reading, loose, view, this.setting);
	}

	private get strict(): readonly (readonly Word[])[] {
		return this.views.strict ? [this.views.strict] : [];
	}

	private get all(): readonly (readonly Word[])[] {
		return [...this.views.loose, ...this.strict];
	}

	/** What the exceptions answer about each of the views. */
	private exceptions(views: readonly (readonly Word[])[], reading: Reading, loose: boolean): Answer[] {
		const except = this.rule.command?.except ?? [];
		return views.map((view) => either(except.map((language) => this.onView(language, view, reading, loose))));
	}

	denyOrRequest(): RuleAnswer {
		const { rule, command, setting } = this;
		const meant = both([this.onViews(this.all, "wide", true), matchClauses(rule, command, setting.places)]);
		if (meant === "no") return NO_MATCH;
		const [excepted = "no"] = this.exceptions(this.strict, "narrow", false);
		if (excepted === "yes" && !assignsLookup(command, setting.registry)) return NO_MATCH;
		const certain =
			rule.command !== null &&
			meant === "yes" &&
			excepted === "no" &&
			this.onViews(this.strict, "narrow", false) === "yes" &&
			matchCoverage(NOTHING_COVERED, command, setting.registry, setting.places) === "yes";
		return { match: meant, certain, asks: false };
	}

	allow(): RuleAnswer {
		const { rule, command, setting, views } = this;
		const fits = both([
			this.narrowly(),
			negated(either(this.exceptions(this.all, "wide", true))),
			matchCoverage(rule, command, setting.registry, setting.places),
		]);
		if (fits === "yes" && views.strict === views.meant) return { match: "yes", certain: true, asks: false };
		const isStricter = rule.on_mismatch === "request" || rule.on_mismatch === "deny";
		// An uncertain match must not make a rule say less of its condition (laws 2 and 4).
		if (rule.when !== null && (fits === "yes" || (fits === "maybe" && !isStricter))) return { match: "maybe", certain: false, asks: true };
		// What the rule says of a false condition is stricter than allow, so it also holds for what could be meant.
		if (rule.command === null || !isStricter) return NO_MATCH;
		if (this.onViews(views.loose, "wide", true) === "no") return NO_MATCH;
		const [excepted = "no"] = this.exceptions(this.strict, "wide", true);
		return excepted === "yes" ? NO_MATCH : { match: "maybe", certain: false, asks: false };
	}

	/** What the rule's own matchers and args certainly mean; where nothing certainly runs, whether a loose view may be that. */
	private narrowly(): Answer {
		// A rule without a command pattern is about commands without words.
		if (this.rule.command === null) return this.command.words.length === 0 ? "yes" : "no";
		const { meant, loose } = this.views;
		if (meant) return this.onViews([meant], "narrow", false);
		// A program word that is not known is a floor of its own.
		if (textOf(this.command.words[0] ?? []) === null) return "no";
		return both(["maybe", this.onViews(loose, "narrow", false)]);
	}
}

const NO_MATCH: RuleAnswer = { match: "no", certain: false, asks: false };

const bare = new WeakMap<CommandLanguage, CommandLanguage>();

function withoutExceptions(language: CommandLanguage): CommandLanguage {
	const known = bare.get(language);
	if (known) return known;
	const made = { ...language, except: [] };
	bare.set(language, made);
	return made;
}
