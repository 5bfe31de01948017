/**
 * The commands that really run once wrappers are taken off, over a corpus of lines: each is found, or the line is opaque, and
 * nothing is listed that is neither a wrapper nor what it runs.
 */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import { toBytes, toText } from "../../runtime/typescript/bytes.ts";
import { prepareRegistry } from "../../runtime/typescript/registry.ts";
import type { Word } from "../../runtime/typescript/shell-types.ts";
import { readLine } from "../../runtime/typescript/unwrap.ts";
import { REGISTRY } from "./bundle.ts";

const CORPORA = process.env.POLICYC_CORPORA ?? join(import.meta.dirname, "../../../shared/corpora");
const CORPUS = join(CORPORA, "shell-effective.jsonl");
const known = prepareRegistry(REGISTRY);

interface Row {
	readonly command: string;
	readonly effective?: readonly (readonly string[])[];
	readonly detail?: readonly { readonly argv: readonly string[]; readonly dyn: readonly number[]; readonly via: readonly string[] }[];
}

interface Listed {
	readonly words: readonly Word[];
	readonly wraps: boolean;
}

function read(line: string): { readonly commands: readonly Listed[]; readonly opaque: boolean } {
	const { commands, opaque, refused } = readLine(toBytes(line) ?? "", known);
	return {
		commands: commands.filter(({ words }) => words.length > 0).map(({ words, program }) => ({ words, wraps: isWrapper(program) })),
		opaque: refused !== null || opaque.length > 0 || commands.some((command) => command.opaque.length > 0),
	};
}

const isWrapper = (program: string | null): boolean =>
	program !== null && (known.wrappers.has(program) || known.wrapperBeginnings.has(program) || program.includes("-"));

/** Whether a listed command is that argv: unknown words may be anything, and what standard input adds may be missing in the row. */
function isCommand(words: readonly Word[], argv: readonly string[], unknown: readonly number[] = []): boolean {
	let at = 0;
	for (const word of words) {
		if (word.literal === null && word.pieces.some(({ kind }) => kind !== "one" && kind !== "literal")) return at <= argv.length;
		if (word.literal !== null && !unknown.includes(at) && toText(word.literal) !== argv[at]) return at === argv.length;
		at += 1;
	}
	return at === argv.length;
}

test.skipIf(!existsSync(CORPUS))("every effective command of the corpus is found, or its line is opaque", () => {
	const rows = readFileSync(CORPUS, "utf8")
		.split("\n")
		.filter(Boolean)
		.map((line) => JSON.parse(line) as Row);
	const missing: string[] = [];
	const extra: string[] = [];
	let all = 0;
	let found = 0;
	for (const { command, effective, detail } of rows) {
		if (!effective) continue;
		const { commands, opaque } = read(command);
		for (const argv of effective) {
			all += 1;
			const unknown = detail?.find((one) => isDeepStrictEqual(one.argv, argv))?.dyn;
			if (commands.some(({ words }) => isCommand(words, argv, unknown))) found += 1;
			else if (!opaque) missing.push(`${command} => ${argv.join(" ")}`);
		}
		const wanted = [...effective.map((argv) => ({ argv, dyn: [] })), ...(detail ?? [])];
		// What a wrapper runs that the row leaves as it is, the row does not list.
		if (effective.some(([program]) => known.wrappers.get(program ?? "")?.innerOptions.size === 0)) continue;
		for (const { words, wraps } of commands) {
			if (wraps || wanted.some(({ argv, dyn }) => isCommand(words, argv, dyn))) continue;
			extra.push(`${command} => ${words.map(({ source }) => toText(source)).join(" ")}`);
		}
	}
	console.log(
		`${found} of ${all} effective commands found (${((100 * found) / all).toFixed(1)} %), ${missing.length} missing, ${extra.length} too many`,
	);
	expect({ missing, extra }).toEqual({ missing: [], extra: [] });
	expect(found / all).toBeGreaterThanOrEqual(0.9);
});
