/** Emits the files of one build. Pure: values in, files as values out. */

import { compareRules } from "../compiler/ir/canonical.ts";
import type { CompiledPolicy } from "../compiler/ir/compiled.ts";
import { lowerBundle } from "./bundle/lower.ts";
import { type HostActions, lowerEntry, requiredConditions, type WrapperEntry } from "./bundle/lower-entry.ts";
import { mergeRegistry } from "./bundle/merge-registry.ts";
import { countLosses } from "./loss-report/lower.ts";
import { findUndecided } from "./plan/find-undecided.ts";
import { readPolicy } from "./plan/read-policy.ts";
import { ARTIFACT_TARGETS, HOST_TARGETS } from "./table.ts";
import {
	type ArtifactContext,
	type Assets,
	type Bundle,
	FILES,
	HARNESSES,
	type Harness,
	type Loss,
	type LossStatus,
	type OutputFile,
	type Registry,
} from "./target.ts";

/** Evaluators refuse a longer bundle (bytes). */
export const MAX_BUNDLE_BYTES = 256 * 1024 * 1024;

/** Something that forbids to write the build; `name` is its name in the catalogue of diagnostics. */
export interface EmissionProblem {
	readonly name: "bundle-too-large";
	readonly holes: { readonly size: number; readonly limit: number };
}

/** What one host's configuration came to: rules by status. */
export interface HostSummary {
	readonly host: Harness;
	readonly artifact: string;
	readonly counts: Readonly<Record<LossStatus, number>>;
}

export interface Emission {
	/** In a fixed order: hosts, bundle, dispatch script, evaluator, loss report, manifest. */
	readonly files: readonly OutputFile[];
	readonly losses: readonly Loss[];
	/** One entry per host of the build. */
	readonly summary: readonly HostSummary[];
	/** Where this is not empty, nothing may be written. */
	readonly problems: readonly EmissionProblem[];
}

/**
 * All files of one build.
 *
 * `harness` is one host, `all` of them (host artifacts of one resolved policy side by side), or `none` for
 * a harness that policyc has no host target for: then the wrapper holds the policy alone. The same policy gives
 * the same bytes, whatever order its rules, automata and keys come in; no path, clock or name of the machine goes in.
 *
 * @example emitHarness(compiled, "claude", { evaluator, registry }).files[0].path // "claude.settings.json"
 */
export function emitHarness(
	policy: CompiledPolicy,
	harness: Harness | "all" | "none",
	assets: Assets,
	maxBundle = MAX_BUNDLE_BYTES,
): Emission {
	const compiled = inOrder(policy);
	const registry = mergeRegistry(assets.registry, compiled.policy.registry);
	const names = HARNESSES.filter((name) => harness === "all" || harness === name);
	const facts = readPolicy(compiled, registry);
	const emitted = names.map((name) => HOST_TARGETS[name].emit(compiled, facts));
	const hosts = emitted.map(({ result }) => result);
	const files = emitted.map(({ file }) => file);
	const bundle = lowerBundle(compiled, { registry, actions: ACTIONS, hosts });
	const context: ArtifactContext = { assets, bundle, hosts, undecided: findUndecided(compiled), files };
	for (const target of Object.values(ARTIFACT_TARGETS)) files.push(target.emit(compiled, context));
	return {
		files,
		losses: hosts.flatMap((host) => host.losses),
		summary: hosts.map(({ capabilities: { host, artifact }, losses }) => ({ host, artifact, counts: countLosses(losses) })),
		problems: checkSize(files, maxBundle),
	};
}

/** The bundle of a policy that no host holds any part of: for deciding, explaining and trying examples. */
export function bundleOf(policy: CompiledPolicy, registry: Registry): Bundle {
	const compiled = inOrder(policy);
	return lowerBundle(compiled, { registry: mergeRegistry(registry, compiled.policy.registry), actions: ACTIONS, hosts: [] });
}

/** The readable part of a policy's bundle: its entries in IR order, without automata and registry. */
export function wrapperEntries(policy: CompiledPolicy): {
	readonly required_conditions: readonly string[];
	readonly commands: readonly WrapperEntry[];
} {
	const compiled = inOrder(policy);
	return {
		required_conditions: requiredConditions(compiled),
		commands: compiled.rules.map(({ rule }) => lowerEntry(rule, ACTIONS)),
	};
}

/** Whether a name is a host with a configuration of its own. */
export function isHarness(name: string): name is Harness {
	return Object.hasOwn(HOST_TARGETS, name);
}

function inOrder(policy: CompiledPolicy): CompiledPolicy {
	return { ...policy, rules: [...policy.rules].sort((a, b) => compareRules(a.rule, b.rule)) };
}

const ACTIONS: HostActions = {
	codex: HOST_TARGETS.codex.capabilities.actions,
	cursor: HOST_TARGETS.cursor.capabilities.actions,
	claude: HOST_TARGETS.claude.capabilities.actions,
	"factory-droid": HOST_TARGETS["factory-droid"].capabilities.actions,
};

function checkSize(files: readonly OutputFile[], limit: number): readonly EmissionProblem[] {
	const bundle = files.find(({ path }) => path === FILES.bundle);
	const size = bundle ? new TextEncoder().encode(bundle.content).length : 0;
	return size > limit ? [{ name: "bundle-too-large", holes: { size, limit } }] : [];
}
