/** The files of this program that builds copy: the bundled evaluator and the command registry. */

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Assets } from "../targets/index.ts";
import { REGISTRY } from "./registry.ts";

/** The name under which the program's own build puts the evaluator beside it. */
export const EVALUATOR_FILE = "evaluator.mjs";

/** The assets. Throws where the evaluator was not built, which only happens in a source tree without `npm run build`. */
export function readAssets(): Assets {
	// The program stands in `dist/` or, split per verb, in `dist/chunks/`; a source tree has it in `cli/`.
	const here = dirname(fileURLToPath(import.meta.url));
	const places = [join(here, EVALUATOR_FILE), join(here, "..", EVALUATOR_FILE), join(here, "..", "dist", EVALUATOR_FILE)];
	const path = places.find((place) => existsSync(place));
	if (path === undefined) throw new Error("the bundled evaluator is missing: run `npm run build`");
	return { evaluator: readFileSync(path, "utf8"), registry: REGISTRY };
}
