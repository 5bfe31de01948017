/** Shows a command that people can read as the witness of a refusal. */

import { type Dfa, findWitness, wordsOf } from "../automata/index.ts";
import type { IrRule } from "../ir/types.ts";
import type { Facts } from "./compare-rules.ts";

/** Commands to choose from: in `commands`, and in none of `without`. */
export interface Candidates {
	readonly commands: Dfa;
	readonly without: readonly Dfa[];
	/** Mark bytes before each border. */
	readonly marks: number;
	/** A member, taken where none can be put together from the rules' own words. */
	readonly fallback: Uint8Array | null;
}

/** One of the commands, made of the rules' own words where that is possible. */
export function pickCommand(candidates: Candidates, rules: readonly IrRule[]): string[] {
	const { commands, without, marks, fallback } = candidates;
	const vocabulary = rules.flatMap((rule) => wordsIn(rule.command));
	const goal = ([own = 0, ...others]: readonly number[]) => own > 0 && others.every((label) => label === 0);
	return findWitness([commands, ...without], goal, { vocabulary, marks }) ?? (fallback ? wordsOf(fallback) : []);
}

/** A command as a line; `around` adds what stands beside the words. */
export function showCommand(words: readonly string[], around: (command: string) => string): string {
	return around(words.map(quoteWord).join(" ")).trim();
}

function quoteWord(word: string): string {
	return /^[\w./:=@%+,^-]+$/.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`;
}

/** The redirection or assignment that a rule is about, or that it permits. */
export function withSideClauses({ writes, reads, env }: IrRule): (command: string) => string {
	const file = (paths: readonly string[]) => sampleOf(paths[0] === "any" ? "x" : (paths[0] ?? "x"));
	if (writes) return (command) => `${command} > ${file(writes)}`;
	if (reads) return (command) => `${command} < ${file(reads)}`;
	if (env) return (command) => `${sampleOf(env[0] ?? "X=x")} ${command}`;
	return (command) => command;
}

/** What a rule lets pass around a command, and none of the allow rules above it does. */
export function besideSideClauses(rule: IrRule, above: readonly IrRule[]): (command: string) => string {
	if (rule.effect !== "allow") return (command) => `${command} > x`;
	const allowed = above.filter(({ effect }) => effect === "allow");
	const fresh = (key: "writes" | "env") => {
		const known = allowed.flatMap((other) => other[key] ?? []);
		return [...(rule[key] ?? [])].sort((a, b) => Number(known.includes(a)) - Number(known.includes(b)));
	};
	const [writes, env] = [fresh("writes"), fresh("env")];
	const reads = allowed.some((other) => other.reads !== null) ? (rule.reads ?? ["x"]) : [];
	const clauses = [
		{ writes: null, reads: null, env: env.length > 0 ? env : null },
		{ writes: null, reads: reads.length > 0 ? reads : null, env: null },
		{ writes: writes.length > 0 ? writes : null, reads: null, env: null },
	];
	return (command) => clauses.reduce((text, sides) => withSideClauses({ ...rule, ...sides })(text), command);
}

/** Facts under which a witness holds, as the end of a sentence. */
export function showFacts(facts: Facts): string {
	const parts = [...facts].map(([atom, value]) => `\`${atom}\` is ${value}`);
	return parts.length === 0 ? "" : ` where ${parts.join(" and ")}`;
}

/** A text that a glob matches. */
function sampleOf(glob: string): string {
	return glob.replace(/\*+|\?/g, "x");
}

/** Every literal word in a command language, heads first. */
function wordsIn(value: unknown): string[] {
	if (typeof value === "string")
		return /[*?\\]/.test(value) ? [value.replace(/\\(.)|\*|\?/g, (_, literal?: string) => literal ?? "x")] : [value];
	if (value === null || typeof value !== "object") return [];
	return Object.entries(value).flatMap(([key, member]) => (key === "kind" || key === "operator" ? [] : wordsIn(member)));
}
