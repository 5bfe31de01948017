import type { HostTarget } from "../target.ts";
import { CURSOR_CAPABILITIES } from "./capabilities.ts";
import { type CursorModel, lowerCursor } from "./lower.ts";
import { writeCursor } from "./write.ts";

export const CURSOR: HostTarget<CursorModel> = { capabilities: CURSOR_CAPABILITIES, lower: lowerCursor, write: writeCursor };
