import { writeJson } from "../writer/json.ts";
import type { ClaudeModel } from "./lower.ts";

/** The text of `claude.settings.json`. */
export function writeClaude(model: ClaudeModel): string {
	return writeJson(model);
}
