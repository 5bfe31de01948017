import type { HostTarget } from "../target.ts";
import { CODEX_CAPABILITIES } from "./capabilities.ts";
import { type CodexModel, lowerCodex } from "./lower.ts";
import { CODEX_MODEL } from "./model.ts";
import { writeCodex } from "./write.ts";

export const CODEX: HostTarget<CodexModel> = {
	capabilities: CODEX_CAPABILITIES,
	model: CODEX_MODEL,
	lower: lowerCodex,
	write: writeCodex,
};
