/** Finds the root: the folder that holds `policy-config/`. */

import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** The folder inside a root in which scope files stand. */
export const CONFIG_FOLDER = "policy-config";

/** The nearest folder from `from` upwards that holds `policy-config/`, or null. */
export function findRoot(from: string): string | null {
	for (let folder = resolve(from); ; folder = dirname(folder)) {
		if (isFolder(join(folder, CONFIG_FOLDER))) return folder;
		if (folder === dirname(folder)) return null;
	}
}

/** Whether a path is a folder (links followed). */
export function isFolder(path: string): boolean {
	return existsSync(path) && statSync(path).isDirectory();
}
