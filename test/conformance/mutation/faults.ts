/** Where faults are put: random places of a language's sources, a share of them where verdicts are put together. */

import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Choose, choicesFrom } from "../../../cli/conformance/choose.ts";
import type { Language } from "../languages.ts";
import { type Change, changesOf } from "./operators.ts";

/** One fault. The same language, sources, seed and number give the same one. */
export interface Fault extends Change {
	/** Relative to the sources. */
	readonly file: string;
	/** From 1. */
	readonly line: number;
	readonly room: Room;
}

/** Which part of an evaluator a file belongs to; all faults in the first two must be caught. */
export type Room = "aggregation" | "opaque" | "other";

const AGGREGATION = ["judge", "decide", "reasons", "verdict", "conditions"];
const OPAQUE = ["floors", "suffix", "foreign_code", "inert_shapes", "stdin_code", "codes", "run_options"];

/** Of so many faults one is put into each of the two rooms that matter most. */
const TURNS: readonly Room[] = ["aggregation", "other", "opaque", "other"];

export function roomOf(file: string): Room {
	const name = basename(file).replace(/\.[a-z]+$/, "");
	if (AGGREGATION.includes(name)) return "aggregation";
	return OPAQUE.includes(name) ? "opaque" : "other";
}

/** The files of an evaluator: no tests, nothing that is generated, and nothing that only programs with a policy inside of them read. */
export function sourceFiles({ extension }: Language, folder: string): readonly string[] {
	return readdirSync(folder, { recursive: true, encoding: "utf8" })
		.filter(
			(file) =>
				file.endsWith(extension) &&
				!/(^|\/)(target|zig-out|\.zig-cache|tests?|build)(\/|\.)|_test\.|embedded_policy|policy_index/.test(file),
		)
		.sort();
}

/** The fault with a number: a file by its size, a line, a change. */
export function drawFault(language: Language, folder: string, seed: number, number: number): Fault {
	const choose = choicesFrom(seed * 65_536 + number);
	const room = TURNS[number % TURNS.length] ?? "other";
	const places = sourceFiles(language, folder)
		.filter((file) => roomOf(file) === room)
		.flatMap((file) => linesOf(join(folder, file)).map((text, at) => ({ file, line: at + 1, text })));
	for (;;) {
		const { file, line, text } = pick(places, choose);
		const changes = changesOf(text);
		if (changes.length > 0) return { ...pick(changes, choose), file, line, room };
	}
}

/** The text of a file with a fault in it. */
export function withFault(text: string, { line, after }: Fault): string {
	return text
		.split("\n")
		.map((each, at) => (at === line - 1 ? after : each))
		.join("\n");
}

function linesOf(file: string): readonly string[] {
	const lines = readFileSync(file, "utf8").split("\n");
	// Tests inside of a file (Rust, Zig) stand at its end.
	const end = lines.findIndex((line) => /^(#\[cfg\(test\)\]|test ")/.test(line));
	return end < 0 ? lines : lines.slice(0, end);
}

function pick<Item>(list: readonly Item[], choose: Choose): Item {
	const item = list[choose(list.length)];
	if (item === undefined) throw new Error("nothing to choose from");
	return item;
}
