/**
 * A private folder to run git in, from which the repository is reached by links: then paths of any bytes are no
 * matter for arguments and environment.
 */

import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Repository } from "./git-directory.ts";
import { osPath } from "./read-files.ts";

/** Names in the folder: the git folder, and the work tree. */
export const LINKS = { gitFolder: "git", top: "tree" } as const;

/**
 * Makes the folder, uses it and removes it.
 *
 * @param use takes its path; what it gives is given back
 * @returns null where the folder cannot be made
 */
export function withWorkspace<T>(repository: Repository, use: (folder: string) => T): T | null {
	let folder: string | null = null;
	try {
		// mkdtemp(3): readable by this user alone.
		folder = mkdtempSync(join(tmpdir(), "policy-git-"));
		symlinkSync(osPath(repository.gitFolder), join(folder, LINKS.gitFolder));
		symlinkSync(osPath(repository.top), join(folder, LINKS.top));
		return use(folder);
	} catch {
		return null;
	} finally {
		if (folder !== null) removeQuietly(folder);
	}
}

/** What cannot be removed says nothing about the repository. */
function removeQuietly(folder: string): void {
	try {
		rmSync(folder, { recursive: true, force: true });
	} catch {}
}
