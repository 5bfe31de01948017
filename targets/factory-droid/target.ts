import type { HostTarget } from "../target.ts";
import { FACTORY_DROID_CAPABILITIES } from "./capabilities.ts";
import { type DroidModel, lowerDroid } from "./lower.ts";
import { DROID_MODEL } from "./model.ts";
import { writeDroid } from "./write.ts";

export const FACTORY_DROID: HostTarget<DroidModel> = {
	capabilities: FACTORY_DROID_CAPABILITIES,
	model: DROID_MODEL,
	lower: lowerDroid,
	write: writeDroid,
};
