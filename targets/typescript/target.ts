import { type ArtifactTarget, FILES } from "../target.ts";

/** `policy-evaluator.mjs`: the TypeScript evaluator as one file. It is the same for every policy, and reads the bundle. */
export const TYPESCRIPT: ArtifactTarget<string> = {
	path: FILES.evaluator,
	executable: false,
	lower: (_, context) => context.assets.evaluator,
	write: (text) => text,
};
