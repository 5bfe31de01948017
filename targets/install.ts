/**
 * Where the output of a build has to stand so that a host reads it, as data: live files per level, what is ours in them, and
 * how the hook is wired. Facts and evidence: `docs/hosts.md`.
 */

import type { HostEntry } from "./target.ts";
import { quoteShell } from "./writer/shell.ts";

/** Whose configuration: that of the repository, or that of the person. */
export type Level = "project" | "user";

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * What has to stand in a JSON file that others write too. `member`: the list at the path holds the value. `value`: the path
 * holds the value. `default`: the path holds something; the value stands there if nothing else does.
 */
export interface InstalledEntry {
	readonly kind: "member" | "value" | "default";
	readonly path: readonly string[];
	readonly value: Json;
}

/** A file that a host reads: ours alone (starting with a marker), or entries among those of others. Paths below root or home. */
export interface InstalledFile {
	readonly holds: "rules" | "hook";
	readonly place: Readonly<Record<Level, string>>;
	readonly form:
		| { readonly kind: "whole"; readonly marker: string }
		| { readonly kind: "entries"; entries(source: EntrySource): readonly InstalledEntry[] };
}

/** What entries are made of. */
export interface EntrySource {
	readonly level: Level;
	/** The text of the host's artifact of the build. */
	readonly artifact: string;
	/** Shell text that calls the dispatch script for one event. */
	readonly hookCommand: string;
}

/**
 * A file that a host reads besides what a build puts there, whoever wrote it: what in it lets a command past the hook. Such
 * a file may also be one that holds entries of ours.
 */
export interface ReadFile {
	/** Below the root of the policy, the home folder, or the root of the file system. */
	readonly base: "root" | "home" | "system";
	/** With `/`; a last part `*.END` stands for every file of the folder that ends so. */
	readonly path: string;
	/** `rules`: calls of Codex, as a list of `{ call, … }`. */
	readonly format: "json" | "toml" | "rules";
	/** Settings that keep a wired hook from being asked. */
	readonly switches: readonly Switch[];
	/** What its entries let run without asking, as the host reads them; entries of other tools are left out. */
	allows(settings: Json): readonly HostEntry[];
	/** Why the host drops a text that can be read otherwise; null where it does not. */
	flaw?(text: string): string | null;
	/** Hooks of others that may answer in the place of ours, as they are shown. */
	overrides?(settings: Json): readonly string[];
	/** The host does not read the file where it is a link. */
	readonly refusesLinks?: true;
	/** The host takes this file instead of the hooks in another one, which is named. */
	readonly replaces?: string;
}

/** A setting that keeps a hook from being asked: a place that holds a value, or a list with it. */
export interface Switch {
	readonly path: readonly (string | RegExp)[];
	readonly value: Json;
}

/** Allows nothing: of files that hold no entries about commands. */
export const NO_ENTRIES = (): readonly HostEntry[] => [];

/** An entry that lets every command run. */
export function everything(shown: string): HostEntry {
	return { shown, extent: { kind: "words", words: [], exact: false } };
}

/** An entry about commands that start with these words. */
export function startingWith(shown: string, words: readonly string[]): HostEntry {
	return { shown, extent: { kind: "words", words: words.map((word) => [word]), exact: false } };
}

/** The value at a place in settings; undefined where there is none. */
export function settingAt(settings: Json, path: readonly string[]): Json | undefined {
	let at: Json | undefined = settings;
	for (const key of path) {
		if (typeof at !== "object" || at === null || Array.isArray(at) || !Object.hasOwn(at, key)) return undefined;
		at = (at as { readonly [name: string]: Json })[key];
	}
	return at;
}

/** The texts of a list in settings; none where there is no list. */
export function textsAt(settings: Json, path: readonly string[]): readonly string[] {
	const list = settingAt(settings, path);
	return Array.isArray(list) ? list.filter((value: Json) => typeof value === "string") : [];
}

/** What a program printed, and how it ended. */
export interface ProgramResult {
	/** Null: it did not end by itself. */
	readonly status: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** A command that the host's artifact is about, as its own program is asked about it. */
export interface HostProbe {
	/** One plainly written command, as text and as its words. */
	readonly text: string;
	readonly words: readonly string[];
	/** The host's word for what its artifact says of it. */
	readonly answer: string;
}

/** How the host's own program checks what is installed, without running any command. */
export interface Validator {
	/** Its name on PATH. */
	readonly program: string;
	/** How it is called, for people. */
	readonly shown: string;
	/** The text of the file that it is given. */
	input(artifact: string): string;
	/** Its arguments; `file` holds that text. */
	args(file: string, probe: HostProbe | null): readonly string[];
	/** Environment variables besides the person's own. */
	readonly env: Readonly<Record<string, string>>;
	/** What it complains of; none where all is well. */
	problems(result: ProgramResult, probe: HostProbe | null): readonly string[];
}

/** A text as JSON; null where it is none. */
export function jsonOf(text: string): Json {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

/** The first lines of a text that says what went wrong. */
export function firstLines(text: string): readonly string[] {
	const lines = text.split("\n").filter((line) => line.trim() !== "");
	return lines.slice(0, 5);
}

/** Something that only the person can do, and where the host writes down that it was done. */
export interface Gate {
	readonly text: string;
	/** Null: it is not written anywhere that is read here. */
	readonly sign: GateSign | null;
}

/** Whether the person has done it, as far as can be seen. */
export type GateState = "open" | "closed" | "not known";

/** A value in a file of the person's that tells of a gate. */
export interface GateSign {
	readonly file: Pick<ReadFile, "base" | "path" | "format">;
	/** Where it stands; a key may be known by its start alone. `folder` is the root or the home folder, as the level says. */
	place(where: { readonly root: string; readonly folder: string }): readonly (string | { readonly start: string })[];
	/** The value, where not any will do. */
	readonly value?: Json;
	/** What can be said where it stands there, and where it does not. */
	readonly present: GateState;
	readonly absent: GateState;
}

export interface Install {
	readonly files: readonly InstalledFile[];
	/** The host's own check of its settings; a text says why there is none. */
	readonly validator: Validator | string;
	/** Every file in which a setting can undo what is installed. */
	readonly reads: readonly ReadFile[];
	/** What the person has to do before the host heeds the files, per level. */
	readonly gates: Readonly<Record<Level, readonly Gate[]>>;
	/** What stays possible with the hook wired, for people. */
	readonly limits: readonly string[];
}

/** The hosts' time limits for a hook, as we configure them; `runtime/protocols.json` holds the evaluator's own, shorter ones. */
export const HOOK_SECONDS = 10;

/** The shell text by which a host calls the hook. */
export function hookCommandOf(dispatch: string, host: string): string {
	return `${quoteShell(dispatch)} --hook ${host}`;
}

/** An artifact's JSON as entries: every member of a list, and everything else as a default, in order. */
export function entriesOf(artifact: string): readonly InstalledEntry[] {
	return entriesIn(JSON.parse(artifact) as Json, []);
}

function entriesIn(value: Json, path: readonly string[]): readonly InstalledEntry[] {
	if (Array.isArray(value)) return value.map((member: Json): InstalledEntry => ({ kind: "member", path, value: member }));
	if (typeof value !== "object" || value === null) return [{ kind: "default", path, value }];
	return Object.entries(value).flatMap(([key, inner]) => entriesIn(inner, [...path, key]));
}

/** The entry of a hook in the form that Claude Code introduced and others read too. */
export function nestedHook(event: string, matcher: string, hook: { readonly [key: string]: Json }): InstalledEntry {
	return { kind: "member", path: ["hooks", event], value: { matcher, hooks: [{ type: "command", ...hook }] } };
}
