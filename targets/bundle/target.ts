import { type ArtifactTarget, type Bundle, FILES } from "../target.ts";
import { writeJsonRows } from "../writer/json.ts";

/** `policy-wrapper-rules.json`: all that an evaluator needs. Lowered before the other artifacts, since more than one reads it. */
export const BUNDLE: ArtifactTarget<Bundle> = {
	path: FILES.bundle,
	executable: false,
	lower: (_, context) => context.bundle,
	write: writeJsonRows,
};
