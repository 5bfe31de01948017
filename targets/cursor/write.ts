import { writeJson } from "../writer/json.ts";
import type { CursorModel } from "./lower.ts";

/** The text of `cursor.cli-config.json`. Cursor cuts comments out of the text before it parses it, inside strings too. */
export function writeCursor(model: CursorModel): string {
	return writeJson(model, "comment-safe");
}
