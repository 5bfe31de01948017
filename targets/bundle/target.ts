import { type ArtifactTarget, type Bundle, FILES } from "../target.ts";
import { writeJson } from "../writer/json.ts";
import { lowerBundle } from "./lower.ts";

/** `policy-wrapper-rules.json`: all that an evaluator needs. */
export const BUNDLE: ArtifactTarget<Bundle> = { path: FILES.bundle, executable: false, lower: lowerBundle, write: writeJson };
