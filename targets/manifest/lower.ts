import { sha256 } from "../../compiler/ir/canonical.ts";
import type { CompiledPolicy } from "../../compiler/ir/compiled.ts";
import { type ArtifactContext, binaryPath, FILES, type NativeLanguage, projectFolder } from "../target.ts";

/** One evaluator of a build, and the arguments that run it once it is built; paths are relative to the manifest. */
export interface Evaluator {
	readonly language: "typescript" | NativeLanguage;
	/** The program, or the project that it is to be built from. */
	readonly path: string;
	readonly command: readonly string[];
	readonly built: boolean;
}

/** The tree of the manifest; keys in the order of the file. */
export interface Manifest {
	readonly schema_version: 1;
	readonly policy_hash: string;
	readonly bundle_path: string;
	readonly bundle_sha256: string;
	readonly dispatch_script: string;
	readonly dispatch_command: readonly string[];
	readonly required_conditions: readonly string[];
	readonly wrapper_rule_count: number;
	readonly missing_policy_default: "request" | "deny";
	readonly fallback_missing_policy: "request" | "deny";
	readonly fallback_malformed_bundle: "request" | "deny";
	readonly fallback_condition_eval_error: "request" | "deny";
	/** In the order in which the dispatch script tries them. */
	readonly evaluators: readonly Evaluator[];
	readonly files: readonly { readonly path: string; readonly sha256: string }[];
}

/** What takes the place of the templates is one argument each, so that nothing is ever split again. */
const ARGUMENTS = ["--command", "{command}", "--cwd", "{cwd}"] as const;

/** The manifest of a build whose other files are already written. */
export function lowerManifest(compiled: CompiledPolicy, context: ArtifactContext): Manifest {
	const { fallbacks } = compiled.policy;
	const files = context.files.map(({ path, content }) => ({ path, sha256: sha256(content) }));
	return {
		schema_version: 1,
		policy_hash: compiled.policy_hash,
		bundle_path: FILES.bundle,
		bundle_sha256: files.find(({ path }) => path === FILES.bundle)?.sha256 ?? "",
		dispatch_script: FILES.dispatch,
		dispatch_command: [`./${FILES.dispatch}`, ...ARGUMENTS],
		required_conditions: context.bundle.required_conditions,
		wrapper_rule_count: compiled.rules.length,
		missing_policy_default: fallbacks.missing_policy,
		fallback_missing_policy: fallbacks.missing_policy,
		fallback_malformed_bundle: fallbacks.malformed_bundle,
		fallback_condition_eval_error: fallbacks.condition_error,
		evaluators: [
			...context.natives.map(
				(language): Evaluator => ({
					language,
					path: projectFolder(language),
					command: [`./${binaryPath(language)}`, ...ARGUMENTS, "--json"],
					built: false,
				}),
			),
			{
				language: "typescript",
				path: FILES.evaluator,
				command: ["node", FILES.evaluator, "--bundle", FILES.bundle, ...ARGUMENTS, "--json"],
				built: true,
			},
		],
		files,
	};
}

/** A program that was compiled from a project of the build. */
export interface BuiltEvaluator {
	readonly language: NativeLanguage;
	readonly sha256: string;
}

/** The manifest of a build some of whose projects were compiled. */
export function addBuilt(manifest: Manifest, built: readonly BuiltEvaluator[]): Manifest {
	const hashes = new Map<string, string>(built.map(({ language, sha256 }) => [language, sha256]));
	return {
		...manifest,
		evaluators: manifest.evaluators.map((evaluator) =>
			evaluator.language === "typescript" || !hashes.has(evaluator.language)
				? evaluator
				: { ...evaluator, path: binaryPath(evaluator.language), built: true },
		),
		files: [...manifest.files, ...built.map(({ language, sha256 }) => ({ path: binaryPath(language), sha256 }))],
	};
}
