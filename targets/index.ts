/** The face of the targets: the table, and what emits a build with it. */

export type { WrapperEntry } from "./bundle/lower-entry.ts";
export {
	bundleOf,
	type Emission,
	type EmissionProblem,
	emitHarness,
	type HostSummary,
	isHarness,
	withBuilt,
	wrapperEntries,
} from "./emit-build.ts";
export { type Bypass, findBypasses } from "./find-bypasses.ts";
export { type HostDecision, type HostView, hostDecision, viewHost } from "./host-view.ts";
export type { BuiltEvaluator } from "./manifest/lower.ts";
export { type RuleSample, sampleRules } from "./sample-rules.ts";
export { ARTIFACT_TARGETS, HOST_TARGETS, PROJECT_TARGETS } from "./table.ts";
export {
	type Assets,
	type Bundle,
	binaryPath,
	type Compilation,
	HARNESSES,
	type Harness,
	type Loss,
	type LossStatus,
	NATIVE_LANGUAGES,
	type NativeLanguage,
	type OutputFile,
	projectFolder,
	type Sources,
} from "./target.ts";
