/** What the evaluators of other languages see in a repository, as letters like those of the matrix. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Condition, Verdict } from "../../runtime/typescript/types.ts";
import { bundle, prefix } from "../runtime/bundle.ts";
import type { Evaluators } from "./compare.ts";
import { call, type Program } from "./programs.ts";

/** One evaluator that reads facts. */
export interface FactReader {
	readonly name: string;
	/**
	 * The predicates about a repository as letters, as `lettersOf` gives them.
	 *
	 * @param expected what the reference says: on a busy machine git may not answer in time, so an unknown is asked again
	 */
	letters(directory: string | Buffer, expected: string): string;
}

/** How often an unknown is asked again. */
const MOST_TRIES = 8;

const LETTERS = new Map([
	["true", "t"],
	["false", "f"],
	["unknown", "u"],
]);

/** A policy whose verdict shows what these predicates are worth. */
export function policyOfPredicates(predicates: readonly (readonly [name: string, argument: string | null])[]): string {
	const leaves = predicates.map(([name, value]): Condition => ({ name, value, required: true }));
	const conditions: Condition = { mode: "all", required: true, conditions: leaves };
	return JSON.stringify(bundle([{ id: "x", action: "allow", command: prefix("x"), conditions }]));
}

/** The evaluators that were built, as readers for somebody with this home directory. */
export function factReaders({ folder, programs }: Evaluators, home: string, names: readonly string[]): readonly FactReader[] {
	const policy = join(folder, "facts.json");
	writeFileSync(policy, policyOfPredicates(names.map((name) => [name, null])));
	return [...programs].map(([name, program]) => ({
		name,
		letters: (directory, expected) => {
			const ask = (): string => lettersFrom(program, policy, home, names, directory, expected);
			let found = ask();
			for (let tries = 1; tries < MOST_TRIES && found !== expected && found.includes("u"); tries++) found = ask();
			return found;
		},
	}));
}

function lettersFrom(
	program: Program,
	policy: string,
	home: string,
	names: readonly string[],
	directory: string | Buffer,
	expected: string,
): string {
	const { TMPDIR } = process.env;
	const env = { HOME: home, PATH: "/usr/bin:/bin", ...(TMPDIR === undefined ? {} : { TMPDIR }) };
	const { conditions } = verdictAt(program, policy, directory, env);
	return names
		.map((name, at) => (expected.charAt(at) === "." ? "." : (LETTERS.get(conditions.find((one) => one.name === name)?.value ?? "") ?? "?")))
		.join("");
}

/** The verdict on the command `x` in a directory. A path that is no text is handed over by a shell. */
export function verdictAt(program: Program, policy: string, directory: string | Buffer, env: NodeJS.ProcessEnv): Verdict {
	const words = ["--bundle", policy, "--command", "x", "--json", "--cwd"];
	const path = [...Buffer.from(directory)].map((byte) => `\\0${byte.toString(8)}`).join("");
	const { stdout } =
		typeof directory === "string"
			? call(program, [...words, directory], "", env)
			: call(["sh", "-c", 'exec "$@" "$(printf %b "$DIRECTORY")"', "sh"], [...program, ...words], "", { ...env, DIRECTORY: path });
	return JSON.parse(stdout) as Verdict;
}
