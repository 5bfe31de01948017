/**
 * Where the output of a build has to stand so that a host reads it, as data: live files per level, what is ours in them, and
 * how the hook is wired. Facts and evidence: `docs/hosts.md`.
 */

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

export interface Install {
	readonly files: readonly InstalledFile[];
	/** What the person has to do before the host heeds the files, per level. */
	readonly gates: Readonly<Record<Level, readonly string[]>>;
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
