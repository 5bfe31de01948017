import { writeJson } from "../writer/json.ts";
import type { DroidModel } from "./lower.ts";

/** The text of `factory-droid.settings.json`. */
export function writeDroid(model: DroidModel): string {
	return writeJson(model);
}
