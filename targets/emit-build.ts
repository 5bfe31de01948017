/** Emits the files of one build. Pure: values in, files as values out. */

import { compareRules } from "../compiler/ir/canonical.ts";
import type { CompiledPolicy } from "../compiler/ir/compiled.ts";
import { lowerBundle } from "./bundle/lower.ts";
import { lowerEntry, type WrapperEntry } from "./bundle/lower-entry.ts";
import { mergeRegistry } from "./bundle/merge-registry.ts";
import { ARTIFACT_TARGETS, HOST_TARGETS } from "./index.ts";
import { countLosses } from "./loss-report/lower.ts";
import { findUndecided } from "./plan/find-undecided.ts";
import {
	type ArtifactContext,
	type Assets,
	type Bundle,
	FILES,
	HARNESSES,
	type Harness,
	type HostResult,
	type Loss,
	type OutputFile,
	type Registry,
	requiredConditions,
} from "./target.ts";

/** Evaluators refuse a longer bundle (bytes). */
export const MAX_BUNDLE_BYTES = 256 * 1024 * 1024;

/** Something that forbids to write the build; `name` is its name in the catalogue of diagnostics. */
export interface EmissionProblem {
	readonly name: "bundle-too-large";
	readonly holes: { readonly size: number; readonly limit: number };
}

/** How many rules a host's own configuration holds, and how many (or parts of them) the hook alone does. */
export interface HostSummary {
	readonly native: number;
	readonly left: number;
}

export interface Emitted {
	/** In a fixed order: hosts, bundle, dispatch script, evaluator, loss report, manifest. */
	readonly files: readonly OutputFile[];
	readonly losses: readonly Loss[];
	/** Per host of the build. */
	readonly summary: Readonly<Partial<Record<Harness, HostSummary>>>;
	/** The host's own file; null in a build for several hosts or none. */
	readonly artifact: string | null;
	readonly bundle: Bundle;
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
): Emitted {
	const compiled = inOrder(policy);
	const registry = mergeRegistry(assets.registry, compiled.policy.registry);
	const names = HARNESSES.filter((name) => harness === "all" || harness === name);
	const emitted = names.map((name) => HOST_TARGETS[name].emit(compiled, registry));
	const hosts = emitted.map(({ result }) => result);
	const files = emitted.map(({ file }) => file);
	const context: ArtifactContext = { assets, registry, actions: actionsOfHosts(), hosts, undecided: findUndecided(compiled), files };
	for (const target of Object.values(ARTIFACT_TARGETS)) files.push(target.emit(compiled, context));
	return {
		files,
		losses: hosts.flatMap((host) => host.losses),
		summary: Object.fromEntries(hosts.map((host) => [host.capabilities.host, summarise(host)])),
		artifact: hosts.length === 1 ? (hosts[0]?.capabilities.artifact ?? null) : null,
		bundle: lowerBundle(compiled, context),
		problems: checkSize(files, maxBundle),
	};
}

/** The build of all hosts in one folder, with the names of their files. */
export function emitAll(policy: CompiledPolicy, assets: Assets): Emitted & { readonly artifacts: Readonly<Record<Harness, string>> } {
	const artifacts = mapHosts((harness) => HOST_TARGETS[harness].capabilities.artifact);
	return { ...emitHarness(policy, "all", assets), artifacts };
}

/** The bundle of a policy that no host holds any part of: for deciding, explaining and trying examples. */
export function bundleOf(policy: CompiledPolicy, registry: Registry): Bundle {
	const compiled = inOrder(policy);
	return lowerBundle(compiled, { registry: mergeRegistry(registry, compiled.policy.registry), actions: actionsOfHosts(), hosts: [] });
}

/** The readable part of a policy's bundle: its entries in IR order, without automata and registry. */
export function wrapperEntries(policy: CompiledPolicy): {
	readonly required_conditions: readonly string[];
	readonly commands: readonly WrapperEntry[];
} {
	const compiled = inOrder(policy);
	const actions = actionsOfHosts();
	return {
		required_conditions: requiredConditions(compiled),
		commands: compiled.rules.map(({ rule }) => lowerEntry(rule, actions)),
	};
}

function inOrder(policy: CompiledPolicy): CompiledPolicy {
	return { ...policy, rules: [...policy.rules].sort((a, b) => compareRules(a.rule, b.rule)) };
}

function actionsOfHosts(): ArtifactContext["actions"] {
	return mapHosts((harness) => HOST_TARGETS[harness].capabilities.actions);
}

function mapHosts<T>(value: (harness: Harness) => T): Readonly<Record<Harness, T>> {
	return { codex: value("codex"), cursor: value("cursor"), claude: value("claude"), "factory-droid": value("factory-droid") };
}

function summarise({ losses }: HostResult): HostSummary {
	const { exact, stricter, left_to_hook, not_expressible } = countLosses(losses);
	return { native: exact + stricter, left: left_to_hook + not_expressible };
}

function checkSize(files: readonly OutputFile[], limit: number): readonly EmissionProblem[] {
	const bundle = files.find(({ path }) => path === FILES.bundle);
	const size = bundle ? new TextEncoder().encode(bundle.content).length : 0;
	return size > limit ? [{ name: "bundle-too-large", holes: { size, limit } }] : [];
}
