import { type ArtifactTarget, FILES } from "../target.ts";
import { writeJson } from "../writer/json.ts";
import { type LossReport, lowerLosses } from "./lower.ts";

/** `loss-report.json`: where a host's own configuration differs from the policy, in which direction, with a witness. */
export const LOSS_REPORT: ArtifactTarget<LossReport> = { path: FILES.losses, executable: false, lower: lowerLosses, write: writeJson };
