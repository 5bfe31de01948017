/**
 * Which roots a person trusts, by the hash of their policy files. Kept outside every root, in
 * `$XDG_CONFIG_HOME/policyc/trust.json` (XDG Base Directory Specification; default `~/.config`).
 */

import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { canonicalText, sha256 } from "../compiler/ir/canonical.ts";
import { CONFIG_FOLDER } from "./find-root.ts";
import { writeFile } from "./write-files.ts";

type Environment = Readonly<Record<string, string | undefined>>;

interface TrustFile {
	readonly version: 1;
	/** Real path of a root to the hash of its policy files. */
	readonly roots: Readonly<Record<string, string>>;
}

/** The path of the trust file; null where the environment names no folder for it. */
export function trustPath(env: Environment): string | null {
	// The specification asks to ignore a path that is not absolute.
	const [own, home] = [env.XDG_CONFIG_HOME ?? "", env.HOME ?? ""];
	if (isAbsolute(own)) return join(own, "policyc", "trust.json");
	return isAbsolute(home) ? join(home, ".config", "policyc", "trust.json") : null;
}

/**
 * SHA-256 over the names and bytes of all files below `policy-config/`, links followed: what trust is given to.
 * Throws the file system's error where a file cannot be read.
 */
export function hashContent(root: string): string {
	const files: Record<string, string> = {};
	const walk = (below: string, above: readonly string[]) => {
		const real = realpathSync(join(root, below));
		if (above.includes(real)) return;
		for (const name of readdirSync(real)) {
			const path = `${below}/${name}`;
			const status = statSync(join(root, path), { throwIfNoEntry: false });
			if (status?.isDirectory()) walk(path, [...above, real]);
			else files[path] = status?.isFile() ? sha256(readFileSync(join(root, path))) : "no file";
		}
	};
	walk(CONFIG_FOLDER, []);
	return sha256(canonicalText(files));
}

/** Whether the root's present content is trusted. What cannot be read is not trusted. */
export function isTrusted(root: string, env: Environment): boolean {
	const place = trustPath(env);
	try {
		return place !== null && readTrust(place).roots[realpathSync(root)] === hashContent(root);
	} catch {
		return false;
	}
}

/**
 * Records, or with `trusted` false forgets, the root's present content in the trust file. Returns the content's hash.
 * Throws the file system's error where something cannot be read or written.
 */
export function recordTrust(root: string, trusted: boolean, place: string): string {
	const key = realpathSync(root);
	const hash = hashContent(root);
	const { [key]: _, ...others } = readTrust(place).roots;
	writeFile(place, `${JSON.stringify({ version: 1, roots: trusted ? { ...others, [key]: hash } : others }, null, "\t")}\n`);
	return hash;
}

function readTrust(path: string): TrustFile {
	const nothing: TrustFile = { version: 1, roots: {} };
	if (!existsSync(path)) return nothing;
	try {
		const value: unknown = JSON.parse(readFileSync(path, "utf8"));
		if (typeof value !== "object" || value === null || !("roots" in value)) return nothing;
		const roots = value.roots;
		if (typeof roots !== "object" || roots === null) return nothing;
		return { version: 1, roots: Object.fromEntries(Object.entries(roots).filter(([, hash]) => typeof hash === "string")) };
	} catch {
		return nothing;
	}
}
