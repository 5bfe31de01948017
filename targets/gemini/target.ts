import type { HostTarget } from "../target.ts";
import { GEMINI_CAPABILITIES } from "./capabilities.ts";
import { type GeminiModel, lowerGemini } from "./lower.ts";
import { GEMINI_MODEL } from "./model.ts";
import { writeGemini } from "./write.ts";

export const GEMINI: HostTarget<GeminiModel> = {
	capabilities: GEMINI_CAPABILITIES,
	model: GEMINI_MODEL,
	lower: lowerGemini,
	write: writeGemini,
};
