/** How one rule matches one simple command: yes, maybe or no. */

import type { CommandLanguage, IrRule } from "../types.ts";
import { both, either } from "./answers.ts";
import { buildViews, type Views } from "./build-views.ts";
import { isCovered, matchClauses, NOTHING_COVERED } from "./cover-clauses.ts";
import type { Reading } from "./hold-lines.ts";
import { matchView, type Setting } from "./match-view.ts";
import { namedBy } from "./read-globals.ts";
import type { Answer, LineCommand, Word } from "./types.ts";

export interface RuleAnswer {
	readonly match: Answer;
	/** Whether an `allow` may come of it: the match is certain in every respect. */
	readonly certain: boolean;
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
		this.views = buildViews(command, setting.registry, namedBy(rule.command));
	}

	/** The matchers and args of the rule, without its own exceptions, which are tried apart. */
	private onViews(views: readonly (readonly Word[])[], reading: Reading, reduced: boolean): Answer {
		const { command } = this.rule;
		return command === null ? "yes" : either(views.map((view) => this.onView(withoutExceptions(command), view, reading, reduced)));
	}

	private onView(language: CommandLanguage, view: readonly Word[], reading: Reading, reduced: boolean): Answer {
		// A command without words runs no program: no command pattern is about it.
		return this.command.words.length === 0 ? "no" : matchView(language, reading, reduced, view, this.setting);
	}

	private get strict(): readonly (readonly Word[])[] {
		return this.views.strict ? [this.views.strict] : [];
	}

	private get all(): readonly (readonly Word[])[] {
		return [...this.views.loose, ...this.strict];
	}

	/** The exceptions on the given views: one answer per view. */
	private exceptions(views: readonly (readonly Word[])[], reading: Reading, reduced: boolean): Answer[] {
		const except = this.rule.command?.except ?? [];
		return views.map((view) => either(except.map((language) => this.onView(language, view, reading, reduced))));
	}

	denyOrRequest(): RuleAnswer {
		const { rule, command, setting } = this;
		const meant = both([this.onViews(this.all, "wide", true), matchClauses(rule, command, setting.places)]);
		const [excepted = "no"] = this.exceptions(this.strict, "narrow", false);
		if (meant === "no" || excepted === "yes") return { match: "no", certain: false };
		const certain =
			meant === "yes" &&
			excepted === "no" &&
			this.onViews(this.strict, "narrow", false) === "yes" &&
			isCovered(NOTHING_COVERED, command, setting.registry, setting.places);
		return { match: meant, certain };
	}

	allow(): RuleAnswer {
		const { rule, command, setting } = this;
		const excepted = this.exceptions(this.all, "wide", true);
		const certain =
			rule.command !== null &&
			this.onViews(this.strict, "narrow", false) === "yes" &&
			excepted.every((answer) => answer === "no") &&
			isCovered(rule, command, setting.registry, setting.places);
		if (certain) return { match: "yes", certain };
		const stricter = rule.on_mismatch === "request" || rule.on_mismatch === "deny";
		const left = stricter && rule.command !== null && !excepted.every((answer) => answer === "yes");
		return { match: left && this.onViews(this.views.loose, "wide", true) !== "no" ? "maybe" : "no", certain };
	}
}

const bare = new WeakMap<CommandLanguage, CommandLanguage>();

function withoutExceptions(language: CommandLanguage): CommandLanguage {
	const known = bare.get(language);
	if (known) return known;
	const made = { ...language, except: [] };
	bare.set(language, made);
	return made;
}
