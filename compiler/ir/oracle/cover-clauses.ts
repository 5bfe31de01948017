/** The `writes`, `reads` and `env` clauses of rules against a command's redirections and assignments. */

import type { IrRule } from "../types.ts";
import { both, either } from "./answers.ts";
import { oneOfEach } from "./byte-classes.ts";
import { bytesOf } from "./bytes.ts";
import { Expressions } from "./expressions.ts";
import { readWordGlob } from "./read-globs.ts";
import { matchPaths, type Places, resolvePath } from "./resolve-paths.ts";
import type { Answer, Assignment, LineCommand, Redirection, Registry, Word } from "./types.ts";
import { textOf } from "./words.ts";

/** Targets that are no files. */
const INERT_TARGET = /^\/dev\/(null|stdin|stdout|stderr|fd\/[0-9]+)$/;

/** Whether a redirection writes or reads a file. */
function goes(redirection: Redirection, way: "in" | "out"): boolean {
	if (redirection.direction !== way && redirection.direction !== "both") return false;
	return redirection.target !== null && !INERT_TARGET.test(textOf(redirection.target) ?? "");
}

/** Whether a command writes to a file by a redirection. */
export function writesFile(command: LineCommand): boolean {
	return command.redirections.some((redirection) => goes(redirection, "out"));
}

function matchTarget(redirection: Redirection, paths: readonly string[], command: LineCommand, places: Places): Answer {
	if (paths.includes("any")) return "yes";
	const text = textOf(redirection.target ?? []);
	return matchPaths(text === null ? null : resolvePath(text, command.directory), paths, places, false);
}

/** For deny and request rules: whether some redirection or assignment is what each written clause is about. */
export function matchClauses(rule: IrRule, command: LineCommand, places: Places): Answer {
	const way = (direction: "in" | "out", paths: readonly string[] | null): Answer[] => {
		const files = command.redirections.filter((redirection) => goes(redirection, direction));
		return paths === null ? [] : [either(files.map((file) => matchTarget(file, paths, command, places)))];
	};
	const env = rule.env === null ? [] : [either(command.assignments.map((assignment) => matchAssignment(assignment, rule.env ?? [])))];
	return both([...way("out", rule.writes), ...way("in", rule.reads), ...env]);
}

/** What an allow rule lets redirections and assignments be. */
export type Coverage = Pick<IrRule, "writes" | "reads" | "env">;

export const NOTHING_COVERED: Coverage = { writes: null, reads: null, env: null };

/** For an allow: whether every redirection and every assignment is covered. */
export function matchCoverage(coverage: Coverage, command: LineCommand, registry: Registry, places: Places): Answer {
	const files = (way: "in" | "out") => command.redirections.filter((redirection) => goes(redirection, way));
	const fits = (paths: readonly string[]) => (file: Redirection) => matchTarget(file, paths, command, places);
	const { writes, reads, env } = coverage;
	return both([
		...files("out").map(fits(writes ?? [])),
		...(reads === null ? [] : files("in").map(fits(reads))),
		...command.assignments.map((assignment) => (isInert(assignment, registry) ? "yes" : matchAssignment(assignment, env ?? []))),
	]);
}

/** Whether the command assigns a name that changes what programs are found or do. */
export function assignsLookup(command: LineCommand, registry: Registry): boolean {
	return command.assignments.some((assignment) => registry.lookup_environment.includes(assignment.name));
}

/** Whether an assignment's name is one that may precede any command. */
export function isInert(assignment: Assignment, registry: Registry): boolean {
	return registry.inert_environment.some((name) =>
		name.endsWith("*") ? assignment.name.startsWith(name.slice(0, -1)) : assignment.name === name,
	);
}

function matchAssignment(assignment: Assignment, patterns: readonly string[]): Answer {
	return either(
		patterns.map((pattern): Answer => {
			const equals = pattern.indexOf("=");
			return pattern.slice(0, equals) === assignment.name ? matchValue(assignment.value, pattern.slice(equals + 1)) : "no";
		}),
	);
}

/** A value is one word whatever stands in it: nothing is split, no glob is expanded. */
function matchValue(value: Word, glob: string): Answer {
	const e = new Expressions();
	const meant = e.pattern(readWordGlob(glob));
	const filled = e.sequence(value.map((piece) => (piece.kind === "literal" ? e.text(bytesOf(piece.text)) : e.word)));
	const outside = isEmpty(e, e.and([filled, e.not(meant)]));
	return outside ? "yes" : isEmpty(e, e.and([filled, meant])) ? "no" : "maybe";
}

/** Whether an expression has no member: no expression derived from it holds the empty text. */
function isEmpty(e: Expressions, expression: number): boolean {
	const seen = new Set([expression]);
	const bytes = oneOfEach(e.classes(), 0, 255);
	for (const one of seen) {
		if (e.isNullable(one)) return false;
		for (const byte of bytes) seen.add(e.derive(one, byte));
	}
	return true;
}
