import type { CompiledPolicy, CompiledRule } from "../../compiler/ir/compiled.ts";
import type { Bundle, BundleRule, Harness, HostResult, Registry } from "../target.ts";
import { hashBundle } from "./hash-bundle.ts";
import { type HostActions, lowerEntry, requiredConditions } from "./lower-entry.ts";
import { type OrderedAutomata, orderAutomata } from "./order-automata.ts";

/** Besides the compiled policy, what the bundle needs. */
export interface BundleContext {
	/** The registry with the policy's own items. */
	readonly registry: Registry;
	readonly actions: HostActions;
	/** The hosts of the build. */
	readonly hosts: readonly HostResult[];
}

/**
 * The wrapper bundle: every rule, with its automata and the registry, so that the wrapper alone enforces
 * the whole policy. `bundle_hash` is the SHA-256 of the canonical JSON (RFC 8785) of the rest.
 */
export function lowerBundle(compiled: CompiledPolicy, context: BundleContext): Bundle {
	const { policy, policy_hash } = compiled;
	const ordered = orderAutomata(compiled);
	const held = context.hosts.map(heldRules);
	const commands = compiled.rules.map((known) => lowerRule(known, context, held, ordered));
	const rest = {
		required_conditions: requiredConditions(compiled),
		defaults: {
			default: policy.default,
			opaque: policy.fallbacks.opaque,
			condition_error: policy.fallbacks.condition_error,
			malformed_bundle: policy.fallbacks.malformed_bundle,
			missing_policy: policy.fallbacks.missing_policy,
			unattended: policy.fallbacks.unattended,
		},
		registry: context.registry,
		automata: ordered.automata,
		commands,
	};
	return { schema_version: 1, policy_hash, bundle_hash: hashBundle({ schema_version: 1, policy_hash, ...rest }), ...rest };
}

function lowerRule(known: CompiledRule, context: BundleContext, held: readonly HeldRules[], { renumber }: OrderedAutomata): BundleRule {
	return {
		...lowerEntry(known.rule, context.actions),
		native: held.filter(({ rules }) => rules.has(known.rule.name)).map(({ host }) => host),
		strict: renumber(known.strict),
		loose: renumber(known.loose),
		except: renumber(known.except),
		programs: known.programs,
		global_options: known.global_options,
		path_sets: known.path_sets,
	};
}

interface HeldRules {
	readonly host: Harness;
	readonly rules: ReadonlySet<string>;
}

/** The rules that a host's own configuration holds whole. */
function heldRules({ capabilities, losses }: HostResult): HeldRules {
	const whole = losses.filter(({ status }) => status === "exact" || status === "stricter");
	return { host: capabilities.host, rules: new Set(whole.map(({ rule }) => rule)) };
}
