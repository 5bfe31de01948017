/**
 * Which roots a person trusts, by the hash of their policy files. Kept outside every root, in
 * `$XDG_CONFIG_HOME/policyc/trust.json` (XDG Base Directory Specification; default `~/.config`).
 */

import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { canonicalText, sha256 } from "../compiler/ir/canonical.ts";
import { CONFIG_FOLDER } from "./find-root.ts";
import { writeFile } from "./write-files.ts";

type Environment = Readonly<Record<string, string | undefined>>;

interface TrustFile {
	readonly version: 1;
	/** Real path of a root to the hash of its policy files. */
	readonly roots: Readonly<Record<string, string>>;
}

/** The path of the trust file. */
export function trustPath(env: Environment): string {
	const base = env.XDG_CONFIG_HOME || join(env.HOME ?? "", ".config");
	return join(base, "policyc", "trust.json");
}

/** SHA-256 over the names and bytes of all files below `policy-config/`: what trust is given to. */
export function hashContent(root: string): string {
	const files: Record<string, string> = {};
	const walk = (below: string) => {
		for (const entry of readdirSync(join(root, below), { withFileTypes: true })) {
			const path = `${below}/${entry.name}`;
			if (entry.isDirectory()) walk(path);
			else if (entry.isFile() || entry.isSymbolicLink()) files[path] = sha256(readFileSync(join(root, path)));
		}
	};
	walk(CONFIG_FOLDER);
	return sha256(canonicalText(files));
}

/** Whether the root's present content is trusted. An unreadable trust file trusts nothing. */
export function isTrusted(root: string, env: Environment): boolean {
	return readTrust(env).roots[realpathSync(root)] === hashContent(root);
}

/** Records, or with `trusted` false forgets, the root's present content. Returns whether the file changed. */
export function recordTrust(root: string, trusted: boolean, env: Environment): boolean {
	const key = realpathSync(root);
	const { [key]: _, ...others } = readTrust(env).roots;
	const roots = trusted ? { ...others, [key]: hashContent(root) } : others;
	return writeFile(trustPath(env), `${JSON.stringify({ version: 1, roots }, null, "\t")}\n`);
}

function readTrust(env: Environment): TrustFile {
	const nothing: TrustFile = { version: 1, roots: {} };
	const path = trustPath(env);
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
