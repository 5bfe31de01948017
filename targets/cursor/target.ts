import type { HostTarget } from "../target.ts";
import { CURSOR_CAPABILITIES } from "./capabilities.ts";
import { type CursorModel, lowerCursor } from "./lower.ts";
import { CURSOR_MODEL } from "./model.ts";
import { writeCursor } from "./write.ts";

export const CURSOR: HostTarget<CursorModel> = {
	capabilities: CURSOR_CAPABILITIES,
	model: CURSOR_MODEL,
	lower: lowerCursor,
	write: writeCursor,
};
