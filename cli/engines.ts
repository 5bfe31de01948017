/** The sources of the native evaluators: gathered from the repository, or as the built program carries them. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { NATIVE_LANGUAGES, type NativeLanguage, PROJECT_TARGETS, type Sources } from "../targets/index.ts";

/** The name under which the program's own build puts the sources beside it. */
export const ENGINES_FILE = "engines.json";

export type Engines = Readonly<Partial<Record<NativeLanguage, Sources>>>;

/** What is of no use to a build: tests, what tools leave behind, hidden files. */
const LEFT_OUT = /^\.|^(?:target|tests|zig-out)$|_test\.go$/;

/** Gathers the sources from a repository; a language whose evaluator is not there is left out. */
export function gatherEngines(repository: string): Engines {
	const languages = NATIVE_LANGUAGES.filter((language) =>
		existsSync(join(repository, "runtime", language, PROJECT_TARGETS[language].embedding)),
	);
	return Object.fromEntries(languages.map((language) => [language, gatherSources(join(repository, "runtime", language), "")]));
}

function gatherSources(folder: string, below: string): Sources {
	const entries = readdirSync(join(folder, below), { withFileTypes: true }).filter(({ name }) => !LEFT_OUT.test(name));
	const files = entries.flatMap((entry): [string, string][] => {
		const path = `${below}${entry.name}`;
		if (entry.isDirectory()) return Object.entries(gatherSources(folder, `${path}/`));
		return [[path, readFileSync(join(folder, path), "utf8")]];
	});
	return Object.fromEntries(files.sort(([one], [other]) => (one < other ? -1 : 1)));
}
