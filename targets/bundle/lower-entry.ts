import { sortedSet } from "../../compiler/ir/canonical.ts";
import type { CompiledPolicy } from "../../compiler/ir/compiled.ts";
import type { Condition, IrRule } from "../../compiler/ir/types.ts";
import { normaliseMatcher, writeMatcher } from "../plan/write-matcher.ts";
import type { BundleRule, Capabilities, Harness } from "../target.ts";

/** A rule of the bundle without what only an evaluator or a build knows: automata and hosts. */
export type WrapperEntry = Omit<BundleRule, "native" | "strict" | "loose" | "except" | "programs" | "global_options" | "path_sets">;

/** Per host its words for the three decisions. */
export type HostActions = Readonly<Record<Harness, Capabilities["actions"]>>;

/** The readable part of one rule of the bundle. */
export function lowerEntry(rule: IrRule, actions: HostActions): WrapperEntry {
	const matchers = (rule.command?.matchers ?? []).map((matcher) => ({
		matcher: matcher.kind,
		pattern: writeMatcher(matcher),
		normalized_pattern: normaliseMatcher(matcher),
	}));
	const [first] = matchers;
	return {
		id: rule.name,
		source: rule.scope,
		action: rule.effect,
		on_mismatch: rule.on_mismatch,
		on_unknown: rule.on_unknown,
		matcher: first?.matcher ?? null,
		pattern: first?.pattern ?? null,
		normalized_pattern: first?.normalized_pattern ?? null,
		matchers,
		conditions: rule.when && orderCondition(rule.when),
		conditional: rule.when !== null,
		platform_action: Object.fromEntries(Object.entries(actions).map(([host, words]) => [host, words[rule.effect]])),
		shell_entry: first ? `Shell(${first.normalized_pattern})` : null,
		reason: rule.reason,
		writes: rule.writes,
		reads: rule.reads,
		env: rule.env,
	};
}

/** Names of all predicates that some rule may ask for, sorted. */
export function requiredConditions(compiled: CompiledPolicy): readonly string[] {
	return sortedSet(compiled.rules.flatMap(({ rule }) => (rule.when ? predicatesOf(rule.when) : [])));
}

function predicatesOf(condition: Condition): readonly string[] {
	return "name" in condition ? [condition.name] : condition.conditions.flatMap(predicatesOf);
}

/** Keys in the order of the format. */
function orderCondition(condition: Condition): Condition {
	if ("name" in condition) return { name: condition.name, value: condition.value, required: condition.required };
	if (condition.mode === "not") return { mode: "not", conditions: [orderCondition(condition.conditions[0])], required: condition.required };
	return { mode: condition.mode, conditions: condition.conditions.map(orderCondition), required: condition.required };
}
