/** Emits the files of one build. Pure: values in, files as values out. */

import { compareRules } from "../compiler/ir/canonical.ts";
import type { CompiledPolicy } from "../compiler/ir/compiled.ts";
import { indexBundle } from "./bundle/index-bundle.ts";
import { lowerBundle } from "./bundle/lower.ts";
import { type HostActions, lowerEntry, requiredConditions, type WrapperEntry } from "./bundle/lower-entry.ts";
import { mergeRegistry } from "./bundle/merge-registry.ts";
import { emitProject } from "./emit-project.ts";
import { countLosses } from "./loss-report/lower.ts";
import { addBuilt, type BuiltEvaluator, type Manifest } from "./manifest/lower.ts";
import { MANIFEST } from "./manifest/target.ts";
import { findUndecided } from "./plan/find-undecided.ts";
import type { Unsound } from "./plan/prove-host.ts";
import { type HoldOptions, type PolicyFacts, readPolicy } from "./plan/read-policy.ts";
import { ARTIFACT_TARGETS, HOST_TARGETS } from "./table.ts";
import {
	type ArtifactContext,
	type Assets,
	type Bundle,
	FILES,
	HARNESSES,
	type Harness,
	type HostResult,
	type Loss,
	type LossStatus,
	NATIVE_LANGUAGES,
	type NativeLanguage,
	type OutputFile,
	type Registry,
} from "./target.ts";

/** Evaluators refuse a longer bundle (bytes). */
export const MAX_BUNDLE_BYTES = 256 * 1024 * 1024;

/** Something that forbids to write the build; `name` is its name in the catalogue of diagnostics. */
export type EmissionProblem =
	| { readonly name: "bundle-too-large"; readonly holes: { readonly size: number; readonly limit: number } }
	| { readonly name: "artifact-not-sound"; readonly holes: { readonly host: Harness; readonly rule: string; readonly witness: string } };

/** What one host's configuration came to: rules by status. */
export interface HostSummary {
	readonly host: Harness;
	readonly artifact: string;
	readonly counts: Readonly<Record<LossStatus, number>>;
}

export interface Emission {
	/** In a fixed order: hosts, bundle, dispatch script, evaluator, loss report, projects of native evaluators, manifest. */
	readonly files: readonly OutputFile[];
	/** What the bundle's file holds. */
	readonly bundle: Bundle;
	readonly manifest: Manifest;
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
 * Conditional rules are the hook's alone, unless `options` say that those which may refuse or ask are held natively too.
 *
 * @example emitHarness(compiled, "claude", { evaluator, registry }).files[0].path // "claude.settings.json"
 */
export function emitHarness(
	policy: CompiledPolicy,
	harness: Harness | "all" | "none",
	assets: Assets,
	maxBundle = MAX_BUNDLE_BYTES,
	options: HoldOptions = UNCONDITIONAL,
): Emission {
	const { compiled, registry, facts, undecided } = groundOf(policy, assets.registry, options);
	const names = HARNESSES.filter((name) => harness === "all" || harness === name);
	const emitted = names.map((name) => HOST_TARGETS[name].emit(compiled, facts));
	const hosts = emitted.map(({ result }) => result);
	const files = emitted.map(({ file }) => file);
	const bundle = lowerBundle(compiled, { registry, actions: ACTIONS, hosts });
	const engines = assets.engines ?? {};
	const natives = NATIVE_LANGUAGES.filter((language) => engines[language] !== undefined);
	const context: ArtifactContext = { assets, bundle, hosts, undecided, files, natives };
	const { manifest: _, ...artifacts } = ARTIFACT_TARGETS;
	for (const target of Object.values(artifacts)) files.push(target.emit(compiled, context));
	files.push(...emitProjects(natives, engines, bundle, files));
	const manifest = MANIFEST.lower(compiled, context);
	files.push(manifestFile(manifest));
	return {
		files,
		bundle,
		manifest,
		losses: hosts.flatMap((host) => host.losses),
		summary: hosts.map(({ capabilities: { host, artifact }, losses }) => ({ host, artifact, counts: countLosses(losses) })),
		problems: [...emitted.flatMap(checkSoundness), ...checkSize(files, maxBundle)],
	};
}

function emitProjects(
	natives: readonly NativeLanguage[],
	engines: NonNullable<Assets["engines"]>,
	bundle: Bundle,
	files: readonly OutputFile[],
): readonly OutputFile[] {
	if (natives.length === 0) return [];
	const written = files.find(({ path }) => path === FILES.bundle)?.content ?? "";
	const index = indexBundle(bundle, written);
	return natives.flatMap((language) => emitProject(language, engines[language] ?? {}, written, index));
}

function manifestFile(manifest: Manifest): OutputFile {
	return { path: MANIFEST.path, content: MANIFEST.write(manifest), executable: MANIFEST.executable };
}

/** A build some of whose projects were compiled: the same files, but for the manifest, which names the programs too. */
export function withBuilt(emission: Emission, built: readonly BuiltEvaluator[]): Emission {
	const manifest = addBuilt(emission.manifest, built);
	return { ...emission, manifest, files: [...emission.files.filter(({ path }) => path !== FILES.manifest), manifestFile(manifest)] };
}

/** What all builds of one policy rest on, whatever the host. */
interface Ground {
	readonly builtIn: Registry;
	readonly options: HoldOptions;
	readonly compiled: CompiledPolicy;
	/** The built-in registry with the policy's own items. */
	readonly registry: Registry;
	readonly facts: PolicyFacts;
	readonly undecided: string | null;
}

export const UNCONDITIONAL: HoldOptions = { includeConditional: false };

const grounds = new WeakMap<CompiledPolicy, Ground>();

/** Worked out once for all hosts of a build. */
export function groundOf(policy: CompiledPolicy, builtIn: Registry, options: HoldOptions): Ground {
	const known = grounds.get(policy);
	if (known?.builtIn === builtIn && known.options.includeConditional === options.includeConditional) return known;
	const compiled = inOrder(policy);
	const registry = mergeRegistry(builtIn, compiled.policy.registry);
	const facts = readPolicy(compiled, registry, options);
	const ground = { builtIn, options, compiled, registry, facts, undecided: findUndecided(compiled) };
	grounds.set(policy, ground);
	return ground;
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
	gemini: HOST_TARGETS.gemini.capabilities.actions,
};

function checkSoundness({
	result,
	unsound,
}: {
	readonly result: HostResult;
	readonly unsound: readonly Unsound[];
}): readonly EmissionProblem[] {
	const { host } = result.capabilities;
	return unsound.map(({ rule, witness }) => ({ name: "artifact-not-sound", holes: { host, rule, witness } }));
}

function checkSize(files: readonly OutputFile[], limit: number): readonly EmissionProblem[] {
	const bundle = files.find(({ path }) => path === FILES.bundle);
	// A code unit takes three bytes at most: only a text near the limit is worth encoding.
	if (!bundle || bundle.content.length * 3 <= limit) return [];
	const size = new TextEncoder().encode(bundle.content).length;
	return size > limit ? [{ name: "bundle-too-large", holes: { size, limit } }] : [];
}
