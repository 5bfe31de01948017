/** The case files of the kit: what evaluators are asked, from the folders of the repository or as the built program carries them. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ScopeKind } from "../../compiler/ir/types.ts";
import type { Bundle } from "../../runtime/typescript/types.ts";

/** The name under which the program's own build puts the case files beside it. */
export const CASES_FILE = "conformance.json";

/** A policy of one scope file. */
export interface CasePolicy {
	/** The folder that it stands in, which is its name. */
	readonly name: string;
	readonly scope: ScopeKind;
	readonly path: string;
	readonly text: string;
}

/** One case with a name of its own: `golden/conformance/NAME.json`. */
export interface NamedCase {
	readonly name: string;
	/** What the case is about. */
	readonly about: string;
	/** The name of one of the policies, or a whole bundle. */
	readonly policy: string | Bundle;
	/** A request, or the text of one where the text is the point. */
	readonly request: string | object;
	/** The verdict as it was recorded. */
	readonly verdict: object;
}

export interface CaseFiles {
	readonly policies: readonly CasePolicy[];
	/** Each construct of the shell at least once. */
	readonly lines: readonly string[];
	/** Lines that try what the command registry says: wrappers, options, and the examples of each entry. */
	readonly registryLines: readonly string[];
	/** The text of the truth table of conditions. */
	readonly truthTable: string;
	readonly named: readonly NamedCase[];
}

/** The policies, as scope files of the repository; each says much that the others do not. */
const POLICIES: readonly (readonly [folder: string, scope: ScopeKind])[] = [
	["examples/dotfiles", "user"],
	["golden/shell", "repo"],
	["golden/good/conditions-of-every-kind", "repo"],
	["golden/good/default-host", "repo"],
	["golden/good/operands-under-paths", "repo"],
];

/** Where the named cases are. */
export const NAMED_CASES = "golden/conformance";

/** Gathers the case files from the folders of the repository. */
export function gatherCases(repository: string): CaseFiles {
	const read = (path: string): string => readFileSync(join(repository, path), "utf8");
	return {
		policies: POLICIES.map(([name, scope]) => {
			const path = `policy-config/${scope}.policy`;
			return { name, scope, path, text: read(`${name}/${path}`) };
		}),
		lines: read("golden/shell/cases.jsonl")
			.split("\n")
			.filter(Boolean)
			.map((row) => (JSON.parse(row) as { readonly command: string }).command),
		registryLines: [...linesOf(read("golden/registry/lines.txt")), ...examplesOf(JSON.parse(read("runtime/registry.json")))],
		truthTable: read("golden/truth-table.json"),
		named: readdirSync(join(repository, NAMED_CASES))
			.filter((file) => file.endsWith(".json"))
			.sort()
			.map((file) => ({ name: file.slice(0, -".json".length), ...JSON.parse(read(`${NAMED_CASES}/${file}`)) }) as NamedCase),
	};
}

/** The lines of a text that are no comments. */
function linesOf(text: string): readonly string[] {
	return text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}

/** An entry of the reviewed registry with the lines that it was tried on. */
interface Entry {
	readonly accepts?: readonly string[];
	readonly refuses?: readonly string[];
}

/** The examples of the reviewed registry, in its order. */
function examplesOf(registry: {
	readonly programs: { readonly [name: string]: Entry };
	readonly wrappers: { readonly [name: string]: Entry };
}) {
	const entries = [...Object.values(registry.programs), ...Object.values(registry.wrappers)];
	return entries.flatMap(({ accepts = [], refuses = [] }) => [...accepts, ...refuses]);
}

/** The case files: those beside the built program, or those of the source tree. */
export function readCases(): CaseFiles {
	const here = dirname(fileURLToPath(import.meta.url));
	const built = join(here, CASES_FILE);
	if (existsSync(built)) return JSON.parse(readFileSync(built, "utf8")) as CaseFiles;
	return gatherCases(join(here, "../.."));
}
