import { type ArtifactTarget, FILES } from "../target.ts";
import { type DispatchModel, lowerDispatch } from "./lower.ts";
import { writeDispatch } from "./write.ts";

/** `policy-dispatch.sh`: asks the first evaluator that works, and gives the declared fallback where none does. */
export const DISPATCH: ArtifactTarget<DispatchModel> = {
	path: FILES.dispatch,
	executable: true,
	lower: lowerDispatch,
	write: writeDispatch,
};
