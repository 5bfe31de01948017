/**
 * The plain oracle: the decision about a line whose simple commands are already known. It is written
 * to be checked against the normative text by reading, and shares no code with the evaluators.
 */

import type { Condition, Decision, DefaultDecision, IrPolicy, IrRule } from "../types.ts";
import { evaluateCondition, leavesOf } from "./evaluate-conditions.ts";
import { extendRegistry } from "./know-options.ts";
import { matchRule } from "./match-rule.ts";
import type {
	By,
	CommandJudgement,
	ConditionValue,
	Judgement,
	Line,
	LineCommand,
	LineJudgement,
	Registry,
	RuleMatch,
	Surroundings,
	Truth,
} from "./types.ts";
import { directoryOf, valueFact } from "./value-facts.ts";

const STRICTNESS: readonly DefaultDecision[] = ["allow", "host", "request", "deny"];
const ORDER_OF_REASONS: readonly By[] = ["rule", "condition_error", "opaque", "default"];

/** Codes whose floor is lifted by a rule that contributes allow for the very command. */
const LIFTED = ["foreign_code", "lookup_change", "suffix_unknown"];

/** Something that asks for a decision, and what the verdict calls it. */
interface Reason {
	readonly decision: DefaultDecision;
	readonly by: By;
	/** The rule's place in IR order. */
	readonly rule: number | null;
}

/** What one rule adds to a command. */
interface Effect {
	/** How the rule matched; null where it does not count. */
	readonly match: RuleMatch["match"] | null;
	readonly contributions: readonly Reason[];
	readonly floors: readonly Reason[];
	/** Whether the default still counts beside the contributions. */
	readonly leavesDefault?: boolean;
}

const NO_EFFECT: Effect = { match: null, contributions: [], floors: [] };

/**
 * Judges a line under a policy, given the built-in registry and what is known beside the line.
 *
 * @example judgeLine(policy, registry, { commands: [], opaque: [] }, surroundings).by is "default"
 */
export function judgeLine(policy: IrPolicy, registry: Registry, line: Line, given: Surroundings): LineJudgement {
	return new Judge(policy, extendRegistry(registry, policy.registry), line, given).judge();
}

class Judge {
	private readonly conditions: ConditionValue[] = [];

	constructor(
		private readonly policy: IrPolicy,
		private readonly registry: Registry,
		private readonly line: Line,
		private readonly given: Surroundings,
	) {}

	judge(): LineJudgement {
		const judged = this.line.commands.map((command) => this.judgeCommand(command));
		const floors = this.line.opaque.map(() => this.opaqueFloor());
		const reasons = [...judged.flatMap((one) => one.reasons), ...floors];
		if (judged.length === 0) reasons.push(this.defaultReason());
		return { ...this.decide(reasons), commands: judged.map((one) => one.judgement), conditions: this.conditions };
	}

	private judgeCommand(command: LineCommand): { readonly judgement: CommandJudgement; readonly reasons: readonly Reason[] } {
		const effects = this.policy.rules.map((rule, index) => this.applyRule(rule, index, command));
		const contributions = effects.flatMap((effect) => effect.contributions);
		const floors = effects.flatMap((effect) => effect.floors);
		const isAllowed = contributions.some((reason) => reason.decision === "allow");
		const codes = command.opaque.filter((code) => !LIFTED.includes(code) || !isAllowed);
		const opaque = codes.map((code) => this.opaqueFloor(code));
		const settled = effects.some((effect) => effect.contributions.length > 0 && !effect.leavesDefault);
		const reasons = [...contributions, ...(settled ? [] : [this.defaultReason()]), ...floors, ...opaque];
		const matches = effects.flatMap(({ match }, index): RuleMatch[] => {
			const rule = this.policy.rules[index]?.name;
			return match && rule !== undefined ? [{ rule, match }] : [];
		});
		return { judgement: { ...this.decide(reasons), matches }, reasons };
	}

	private applyRule(rule: IrRule, index: number, command: LineCommand): Effect {
		const places = { root: this.given.root, home: this.given.home };
		const setting = { registry: this.registry, places, directory: directoryOf(command, this.registry) };
		const { match, certain, asks } = matchRule(rule, command, setting);
		const because = (decision: DefaultDecision, by: By = "rule"): Reason => ({ decision, by, rule: by === "default" ? null : index });
		if (match === "no") return NO_EFFECT;
		const stricter = rule.effect !== "allow" || rule.on_mismatch === "request" || rule.on_mismatch === "deny";
		const floors = match === "maybe" && stricter ? [because(this.uncertain())] : [];
		if (match === "maybe" && !asks) return stricter ? { match, contributions: [], floors } : NO_EFFECT;
		const truth = rule.when === null ? "true" : this.evaluate(rule.when, command);
		// What a deny rule says of an unknown condition does not take the place of a stricter default (law 1).
		const leavesDefault = rule.effect === "deny" && rule.on_unknown !== null;
		if (truth === "unknown") return { match, contributions: this.unknownCondition(rule, certain, because), floors, leavesDefault };
		const decision = truth === "true" ? rule.effect : rule.on_mismatch;
		const counts = decision !== "skip" && (decision !== "allow" || certain);
		return { match, contributions: counts ? [because(decision)] : [], floors };
	}

	/** The strictest of the rule's two decisions and the fallback: all of them as reasons, the strictest counts. */
	private unknownCondition(rule: IrRule, certain: boolean, because: (decision: DefaultDecision, by?: By) => Reason): Reason[] {
		if (rule.on_unknown !== null) return [because(rule.on_unknown)];
		// An allow that would not be contributed leaves the default, like skip.
		const leaves = rule.on_mismatch === "skip" || (rule.on_mismatch === "allow" && !certain);
		const otherwise = leaves ? because(this.policy.default, "default") : because(rule.on_mismatch);
		const reasons = [because(rule.effect), otherwise, because(this.policy.fallbacks.condition_error, "condition_error")];
		const strictest = strictestOf(reasons);
		return reasons.filter((reason) => reason.decision === strictest);
	}

	private evaluate(when: Condition, command: LineCommand): Truth {
		const factOf = (name: string, argument: string | null) => valueFact(name, argument, command, this.line, this.registry, this.given);
		for (const leaf of leavesOf(when)) {
			const shown = { name: leaf.name, argument: leaf.value, value: factOf(leaf.name, leaf.value) };
			const known = this.conditions.some((one) => one.name === shown.name && one.argument === shown.argument && one.value === shown.value);
			if (!known) this.conditions.push(shown);
		}
		return evaluateCondition(when, factOf);
	}

	/** The stricter of `request` and the fallback for what is not known; both are never less than `request`. */
	private uncertain(): Decision {
		return this.policy.fallbacks.opaque;
	}

	private opaqueFloor(code?: string): Reason {
		const isHost = code === "foreign_code" && this.policy.default === "host";
		return { decision: isHost ? "host" : this.uncertain(), by: "opaque", rule: null };
	}

	private defaultReason(): Reason {
		return { decision: this.policy.default, by: "default", rule: null };
	}

	/** The strictest of the reasons, and what is named for it. Nobody to ask: `request` becomes what the fallback says. */
	private decide(reasons: readonly Reason[]): Judgement {
		const strictest = strictestOf(reasons);
		const giving = reasons.filter((reason) => reason.decision === strictest);
		const by = ORDER_OF_REASONS.find((kind) => giving.some((reason) => reason.by === kind)) ?? "default";
		const rules = giving.flatMap((reason) => (reason.by === by && reason.rule !== null ? [reason.rule] : []));
		const rule = rules.length > 0 ? (this.policy.rules[Math.min(...rules)]?.name ?? null) : null;
		if (strictest === "host") return { decision: "request", leave_to_host: true, by, rule };
		const unattended = strictest === "request" && this.given.unattended;
		return { decision: unattended ? this.policy.fallbacks.unattended : strictest, leave_to_host: false, by, rule };
	}
}

function strictestOf(reasons: readonly Reason[]): DefaultDecision {
	return STRICTNESS[Math.max(0, ...reasons.map((reason) => STRICTNESS.indexOf(reason.decision)))] ?? "allow";
}
