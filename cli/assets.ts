/** The files of this program that builds copy: the bundled evaluator, the sources of the native ones, and the command registry. */

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Assets, NativeLanguage } from "../targets/index.ts";
import { ENGINES_FILE, type Engines } from "./engines.ts";
import { REGISTRY } from "./registry.ts";

/** The name under which the program's own build puts the evaluator beside it. */
export const EVALUATOR_FILE = "evaluator.mjs";

/**
 * The assets, with the sources of some native evaluators.
 *
 * Throws where they were not built, which only happens in a source tree without `npm run build`.
 */
export function readAssets(natives: readonly NativeLanguage[] = []): Assets {
	return { evaluator: readAsset(EVALUATOR_FILE), registry: REGISTRY, engines: readEngines(natives) };
}

function readEngines(natives: readonly NativeLanguage[]): Engines {
	if (natives.length === 0) return {};
	const engines: Engines = JSON.parse(readAsset(ENGINES_FILE));
	return Object.fromEntries(
		natives.map((language) => {
			const sources = engines[language];
			if (!sources) throw new Error(`this program carries no evaluator in ${language}`);
			return [language, sources];
		}),
	);
}

const texts = new Map<string, string>();

function readAsset(name: string): string {
	const text = texts.get(name) ?? readFileSync(findAsset(name), "utf8");
	texts.set(name, text);
	return text;
}

function findAsset(name: string): string {
	// The program stands in `dist/` or, split per verb, in `dist/chunks/`; a source tree has it in `cli/`.
	const here = dirname(fileURLToPath(import.meta.url));
	const places = [join(here, name), join(here, "..", name), join(here, "..", "dist", name)];
	const path = places.find((place) => existsSync(place));
	if (path === undefined) throw new Error(`${name} is missing: run \`npm run build\``);
	return path;
}
