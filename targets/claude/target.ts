import type { HostTarget } from "../target.ts";
import { CLAUDE_CAPABILITIES } from "./capabilities.ts";
import { type ClaudeModel, lowerClaude } from "./lower.ts";
import { CLAUDE_MODEL } from "./model.ts";
import { writeClaude } from "./write.ts";

export const CLAUDE: HostTarget<ClaudeModel> = {
	capabilities: CLAUDE_CAPABILITIES,
	model: CLAUDE_MODEL,
	lower: lowerClaude,
	write: writeClaude,
};
