/** Looks for what lets commands past the hook of one host, in every settings file that the host reads. Writes nothing. */

import { lstatSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { CompiledPolicy } from "../../compiler/ir/compiled.ts";
import { findBypasses } from "../../targets/index.ts";
import type { Install, Json, Level, ReadFile, Switch } from "../../targets/install.ts";
import { REGISTRY } from "../registry.ts";
import { readSettings, readText } from "./read-settings.ts";

/** Folders that the places of settings files are relative to. */
export type Bases = Readonly<Record<ReadFile["base"], string>>;

/** What in a file undoes what is installed, and the entries that do. */
export interface Finding {
	/** Absolute. */
	readonly path: string;
	readonly problem: "hook off" | "hook overridden" | "allowed natively" | "unreadable";
	readonly entries: readonly string[];
}

/**
 * Everything in a host's settings that turns our hook off, takes its place, or allows natively what a rule decides by a
 * condition.
 *
 * @param level of the hook that is meant: a file takes the place of hooks of its own level alone
 * @example auditHost(INSTALLS.claude, "project", { root, home, system: "/" }, compiled) // [{ path, problem: "hook off", entries: ["disableAllHooks: true"] }]
 */
export function auditHost(install: Install, level: Level, bases: Bases, compiled: CompiledPolicy): readonly Finding[] {
	return install.reads.flatMap((read) => filesOf(read, bases).flatMap((path) => auditFile(path, read, install, level, compiled)));
}

function auditFile(path: string, read: ReadFile, install: Install, level: Level, compiled: CompiledPolicy): readonly Finding[] {
	const text = readText(path);
	if (text === null || isOurs(path, text, install)) return [];
	const finding = (problem: Finding["problem"], entries: readonly string[]): readonly Finding[] =>
		entries.length === 0 ? [] : [{ path, problem, entries }];
	if (typeof text !== "string") return finding("unreadable", [text.problem]);
	if (read.refusesLinks && lstatSync(path).isSymbolicLink())
		return finding("unreadable", ["it is a link, which the host does not follow here"]);
	const flaw = read.flaw?.(text) ?? null;
	const settings = readSettings(text, read.format);
	if ("problem" in settings) return finding("unreadable", [`${settings.problem} (line ${settings.line})`]);
	const { value } = settings;
	const isReplaced = read.replaces !== undefined && read.base === (level === "user" ? "home" : "root");
	return [
		...finding("unreadable", flaw === null ? [] : [flaw]),
		...finding("hook overridden", [
			...(isReplaced ? [`the hooks in ${read.replaces} are not read where this file stands`] : []),
			...(read.overrides?.(value) ?? []),
		]),
		...finding(
			"hook off",
			read.switches.flatMap((found) => findSwitch(value, found, [])),
		),
		...finding(
			"allowed natively",
			findBypasses(compiled, REGISTRY, read.allows(value)).map(
				({ entry, rule, witness }) => `${entry} lets \`${witness}\` run, which rule ${rule} decides by a condition`,
			),
		),
	];
}

/** The files that stand at a place. */
function filesOf({ base, path }: ReadFile, bases: Bases): readonly string[] {
	const place = join(bases[base], path);
	const [, ending] = /^\*(\..+)$/.exec(basename(place)) ?? [];
	if (ending === undefined) return [place];
	const folder = dirname(place);
	if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
	const names = readdirSync(folder).filter((name) => name.endsWith(ending));
	return names.sort().map((name) => join(folder, name));
}

/** Whether a file is one that apply writes as a whole. */
function isOurs(path: string, text: unknown, { files }: Install): boolean {
	return files.some(({ form, place }) => {
		if (form.kind !== "whole" || typeof text !== "string") return false;
		return text.startsWith(form.marker) && Object.values(place).some((own) => basename(own) === basename(path));
	});
}

/** The settings at a switch's place that hold its value, as they are shown. */
function findSwitch(settings: Json, { path, value }: Switch, above: readonly string[]): readonly string[] {
	const [key, ...rest] = path;
	if (key === undefined) {
		const isSet = Array.isArray(settings) ? settings.includes(value) : settings === value;
		return isSet ? [`${above.join(".")}: ${JSON.stringify(value)}`] : [];
	}
	if (typeof settings !== "object" || settings === null || Array.isArray(settings)) return [];
	return Object.entries(settings).flatMap(([name, inner]: [string, Json]) =>
		(typeof key === "string" ? key === name : key.test(name)) ? findSwitch(inner, { path: rest, value }, [...above, name]) : [],
	);
}
