/** The face of the targets: the table, and what emits a build with it. */

export type { WrapperEntry } from "./bundle/lower-entry.ts";
export {
	bundleOf,
	type Emission,
	type EmissionProblem,
	emitHarness,
	type HostSummary,
	isHarness,
	wrapperEntries,
} from "./emit-build.ts";
export { type HostDecision, type HostView, hostDecision, viewHost } from "./host-view.ts";
export { ARTIFACT_TARGETS, HOST_TARGETS } from "./table.ts";
export { type Assets, type Bundle, HARNESSES, type Harness, type Loss, type LossStatus, type OutputFile } from "./target.ts";
