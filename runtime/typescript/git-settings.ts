/**
 * The settings that decide what counts as a change, as git itself reads them from all its files, and how they are
 * written into a configuration of our own. `git config` runs nothing that a repository names.
 */

import type { Bytes } from "./bytes.ts";
import { LINKS } from "./git-workspace.ts";
import type { GitRunner } from "./run-git.ts";

/** Names (of section `core`) with their last values; null: the name stands alone. */
export type Settings = ReadonlyMap<Bytes, Bytes | null>;

/** Directories of the user: where git finds the user's own configuration. */
export interface UserFolders {
	readonly home: string | null;
	readonly configuration: string | null;
}

/** What is copied. Nothing here names a program. */
const COPIED = [
	"autocrlf",
	"eol",
	"excludesfile",
	"filemode",
	"ignorecase",
	"precomposeunicode",
	"protecthfs",
	"protectntfs",
	"safecrlf",
	"sparsecheckout",
	"sparsecheckoutcone",
	"symlinks",
] as const;

const ASK = ["config", "-z", "--get-regexp", `^core\\.(${COPIED.join("|")})$`] as const;
/** The status of `git config` where nothing is set (git-config(1), "Description"). */
const NOTHING_SET = 1;

/** Asks git for the settings of a repository; null where it does not say. */
export function readSettings(workspace: string, user: UserFolders, git: GitRunner, outside: readonly Bytes[]): Settings | null {
	const environment = {
		GIT_DIR: `${workspace}/${LINKS.gitFolder}`,
		...(user.home === null ? {} : { HOME: user.home }),
		...(user.configuration === null ? {} : { XDG_CONFIG_HOME: user.configuration }),
	};
	const result = git.run({ words: ASK, environment, folder: workspace }, outside);
	if (result.kind !== "done" || (result.status !== 0 && result.status !== NOTHING_SET)) return null;
	return parseSettings(result.output);
}

/** Records end with a NUL; a newline stands between name and value. */
function parseSettings(output: Bytes): Settings | null {
	const settings = new Map<Bytes, Bytes | null>();
	if (output !== "" && !output.endsWith("\0")) return null;
	for (const record of output.split("\0").slice(0, -1)) {
		const newline = record.indexOf("\n");
		const name = newline < 0 ? record : record.slice(0, newline);
		if (!name.startsWith("core.")) return null;
		settings.set(name.slice("core.".length), newline < 0 ? null : record.slice(newline + 1));
	}
	return settings;
}

/**
 * The configuration that holds these settings and nothing else.
 *
 * @param idLength hexadecimal digits of the repository's object ids
 * @example writeConfig(new Map([["eol", "lf"]]), 40, folders) // '[core]\n\trepositoryformatversion = 0\n\teol = "lf"\n'
 */
export function writeConfig(settings: Settings, idLength: number, user: UserFolders): Bytes {
	const lines = ["[core]", `\trepositoryformatversion = ${idLength === 64 ? 1 : 0}`];
	for (const [name, value] of settings) {
		if (name !== "excludesfile") lines.push(value === null ? `\t${name}` : `\t${name} = ${quote(value)}`);
	}
	const ignored = excludesFile(settings, user);
	if (ignored !== null) lines.push(`\texcludesfile = ${quote(ignored)}`);
	if (idLength === 64) lines.push("[extensions]", "\tobjectformat = sha256");
	return `${lines.join("\n")}\n`;
}

/**
 * The user's own list of ignored files as an absolute path, or null: without it more counts as untracked. Where it
 * is not set, git has a usual place for it (gitignore(5)).
 */
function excludesFile(settings: Settings, { home, configuration }: UserFolders): Bytes | null {
	const set = settings.get("excludesfile");
	if (set === undefined) {
		const folder = configuration ?? (home === null ? null : `${home}/.config`);
		return folder === null ? null : bytesOfPath(`${folder}/git/ignore`);
	}
	if (set?.startsWith("~/")) return home === null ? null : bytesOfPath(home) + set.slice(1);
	return set?.startsWith("/") ? set : null;
}

function bytesOfPath(path: string): Bytes {
	return Buffer.from(path, "utf8").toString("latin1");
}

function quote(value: Bytes): Bytes {
	return `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
