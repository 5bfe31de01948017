/**
 * Redirections and assignments of a command against the `writes`, `reads` and `env` of a rule.
 */

import type { Bytes } from "./bytes.ts";
import { type GlobToken, globMatches, prepareGlob } from "./glob.ts";
import type { Answer } from "./match.ts";
import { type PathBases, type PathPattern, pathMatches, pathOfWord, preparePath } from "./paths.ts";
import { bytesOf } from "./registry.ts";
import type { Assignment, Redirection, Word } from "./shell-types.ts";
import type { Places } from "./views.ts";

/** The files that a clause lists. */
export type FileList = "any" | readonly PathPattern[];

/** One `NAME=GLOB`. */
export interface EnvironmentPattern {
	readonly name: readonly GlobToken[];
	readonly value: readonly GlobToken[];
	/** The glob is `*`: it covers unknown values too. */
	readonly any: boolean;
}

export function prepareFiles(files: readonly string[]): FileList {
	return files.includes("any") ? "any" : files.map(preparePath);
}

export function prepareEnvironment(entry: string): EnvironmentPattern {
	const equals = entry.indexOf("=");
	const name = equals < 0 ? entry : entry.slice(0, equals);
	const value = equals < 0 ? "*" : entry.slice(equals + 1);
	return { name: prepareGlob(name), value: prepareGlob(value), any: value === "*" };
}

const STREAMS: ReadonlySet<Bytes> = new Set(["/dev/null", "/dev/stdin", "/dev/stdout", "/dev/stderr"].map(bytesOf));

/** Whether a redirection to this target changes and reveals nothing: `/dev/null` and the standard streams. */
export function isInertTarget(target: Word): boolean {
	return target.literal !== null && (STREAMS.has(target.literal) || /^\/dev\/fd\/[0-9]+$/.test(target.literal));
}

/** Where targets are resolved: the directory of the shell, not that of a program's own options. */
export interface Where {
	/** What patterns start from, and what `~`, `$HOME` and `$PWD` stand for in words. */
	readonly bases: PathBases;
	readonly places: Places;
	readonly directory: Bytes | null;
}

function opens(redirection: Redirection, direction: "read" | "write"): boolean {
	return (redirection.direction === direction || redirection.direction === "both") && !isInertTarget(redirection.target);
}

/** Whether every file that the command opens in that direction is one of the list. */
export function coversFiles(redirections: readonly Redirection[], direction: "read" | "write", files: FileList, where: Where): Answer {
	return weakest(redirections.map((redirection) => (opens(redirection, direction) ? inFiles(redirection.target, files, where) : "yes")));
}

/** Whether some file that the command opens in that direction is one of the list. */
export function opensSome(redirections: readonly Redirection[], direction: "read" | "write", files: FileList, where: Where): Answer {
	return strictest(redirections.map((redirection) => (opens(redirection, direction) ? inFiles(redirection.target, files, where) : "no")));
}

function inFiles(target: Word, files: FileList, where: Where): Answer {
	if (files === "any") return "yes";
	return pathMatches(pathOfWord(target, where.places, where.directory), files, where.bases, false);
}

/** Whether every assignment is one of the list, or one that `isInert` knows. */
export function coversAssignments(
	assignments: readonly Assignment[],
	list: readonly EnvironmentPattern[],
	isInert: (assignment: Assignment) => boolean,
): Answer {
	return weakest(assignments.map((assignment) => (isInert(assignment) ? "yes" : assignsOne(assignment, list))));
}

/** Whether some assignment is one of the list. */
export function assignsSome(assignments: readonly Assignment[], list: readonly EnvironmentPattern[]): Answer {
	return strictest(assignments.map((assignment) => assignsOne(assignment, list)));
}

function assignsOne(assignment: Assignment, list: readonly EnvironmentPattern[]): Answer {
	const named = list.filter(({ name }) => globMatches(name, assignment.name));
	if (named.some(({ any }) => any)) return "yes";
	// What `+=` adds to is not known.
	const value = assignment.append ? null : assignment.value.literal;
	if (value === null) return named.length > 0 ? "maybe" : "no";
	return named.some((pattern) => globMatches(pattern.value, value)) ? "yes" : "no";
}

/** The strictest of several answers: yes, then maybe; no of none. */
export function strictest(answers: readonly Answer[]): Answer {
	return answers.includes("yes") ? "yes" : answers.includes("maybe") ? "maybe" : "no";
}

/** All of several answers together: no, then maybe; yes of none. */
export function weakest(answers: readonly Answer[]): Answer {
	return answers.includes("no") ? "no" : answers.includes("maybe") ? "maybe" : "yes";
}
