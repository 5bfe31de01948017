import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { choicesFrom } from "../../cli/conformance/choose.ts";
import { toBytes, toText } from "../../runtime/typescript/bytes.ts";
import { readShell } from "../../runtime/typescript/shell.ts";
import { newBudget, type ShellText, type Word } from "../../runtime/typescript/shell-types.ts";
import { knownText } from "../../runtime/typescript/unwrap.ts";
import { judge, prepared } from "./bundle.ts";

const CORPORA = process.env.POLICYC_CORPORA ?? new URL("../../../shared/corpora", import.meta.url).pathname;
const STRUCTURE = `${CORPORA}/shell-structure.jsonl`;
const ROBUSTNESS = `${CORPORA}/shell-robustness.jsonl`;

interface ExpectedCommand {
	readonly argv: readonly string[];
	readonly assign?: readonly string[];
	/** Words whose value the text does not fix; `b` marks one that brace lists make several of. */
	readonly flags?: readonly (readonly [index: number, letters: string])[];
}

interface Row {
	readonly command: string;
	readonly commands?: readonly ExpectedCommand[];
	readonly syntax_error?: boolean;
}

function readRows<Kind>(file: string): readonly Kind[] {
	return readFileSync(file, "utf8")
		.split("\n")
		.filter(Boolean)
		.map((line) => JSON.parse(line) as Kind);
}

/** The words of a command as they stand in the text: those of a brace list have the same place. */
function wordsInText(words: readonly Word[]): readonly (readonly Word[])[] {
	const groups: Word[][] = [];
	for (const word of words) {
		const last = groups.at(-1);
		if (last?.[0]?.span.join() === word.span.join()) last.push(word);
		else groups.push([word]);
	}
	return groups;
}

/** How a reading differs from what the row says; null: nowhere. */
function difference(row: Row, { commands }: ShellText): string | null {
	if (row.syntax_error) return "a syntax error was read as commands";
	const found = commands.filter(({ words, assignments }) => words.length + assignments.length > 0);
	const expected = (row.commands ?? []).filter(({ argv, assign }) => argv.length + (assign?.length ?? 0) > 0);
	if (expected.length !== found.length) return `${found.length} commands, not ${expected.length}`;
	for (const [index, command] of expected.entries()) {
		const { words, assignments } = found[index] ?? { words: [], assignments: [] };
		const fault = assignments.length === (command.assign?.length ?? 0) ? wordFault(command, wordsInText(words)) : "assignments";
		if (fault) return `command ${index}: ${fault}`;
	}
	return null;
}

function wordFault({ argv, flags = [] }: ExpectedCommand, words: readonly (readonly Word[])[]): string | null {
	const letters = new Map(flags);
	// A brace list of nothing but an empty text leaves no word.
	if (argv.length !== words.length) return flags.some(([, marks]) => marks.includes("b")) ? null : "the number of words";
	for (const [at, group] of words.entries()) {
		const [word, second] = group;
		const text = word && !second ? knownText(word) : null;
		// Text that is not known may be anything; a NUL ends a word where a shell puts it together.
		if (text === null || letters.has(at) || argv[at]?.includes("\0")) continue;
		if (toText(text) !== argv[at]) return `word ${at} is ${toText(text)}`;
	}
	return null;
}

test.skipIf(!existsSync(STRUCTURE))("every row of the corpus is read as it is, or is opaque", () => {
	const rows = readRows<Row>(STRUCTURE);
	const faults: string[] = [];
	const opaque = new Map<string, number>();
	const counts = { exact: 0, unmarked: 0 };
	for (const row of rows) {
		const read = readShell(toBytes(row.command) ?? "", newBudget(), null);
		const fault = difference(row, read);
		const codes = [...new Set([...read.opaque.map(({ code }): string => code), ...(read.refused ? [read.refused] : [])])].sort();
		if (fault === null) {
			counts.exact += 1;
			if (codes.length === 0) counts.unmarked += 1;
		} else if (codes.length === 0) faults.push(`${JSON.stringify(row.command)}: ${fault}`);
		else opaque.set(codes.join(" "), (opaque.get(codes.join(" ")) ?? 0) + 1);
	}
	const share = (count: number): string => `${count} of ${rows.length} rows (${((100 * count) / rows.length).toFixed(2)} %)`;
	console.log(`${share(counts.exact)} give exactly these commands, ${share(counts.unmarked)} without any opaque part; the others:`);
	console.log([...opaque].map(([codes, count]) => `${count} ${codes}`).join(", "));
	expect(faults).toEqual([]);
	expect(counts.exact).toBeGreaterThan(0.99 * rows.length);
	expect(counts.unmarked).toBeGreaterThan(0.96 * rows.length);
});

test.skipIf(!existsSync(STRUCTURE))("splices of rows are read without an exception", () => {
	const texts = readRows<Row>(STRUCTURE).map(({ command }) => toBytes(command) ?? "");
	const choose = choicesFrom(1);
	for (let count = 0; count < 10_000; count++) {
		const [one, other] = [texts[choose(texts.length)] ?? "", texts[choose(texts.length)] ?? ""];
		const line = one.slice(0, choose(one.length + 1)) + other.slice(choose(other.length + 1));
		const { commands, opaque } = readShell(line, newBudget(), null);
		for (const { span } of [...commands, ...opaque]) {
			expect(span[0] <= span[1] && span[1] <= line.length, line).toBe(true);
		}
	}
});

test.skipIf(!existsSync(ROBUSTNESS))("lines on which parsers disagree are judged by their commands, or are opaque", () => {
	const policy = prepared([]);
	const slow: string[] = [];
	for (const { command } of readRows<{ readonly command: string }>(ROBUSTNESS)) {
		const from = performance.now();
		const { decision, by, commands, opaque, errors } = judge(policy, command);
		if (performance.now() - from > 1000) slow.push(command);
		expect(errors).not.toContain("internal_error");
		if (decision === "allow") expect([opaque, by], command).toEqual([[], "default"]);
		else expect(by === "input" || opaque.length > 0, command).toBe(true);
		if (decision === "allow" && commands.length === 0)
			expect(command, "a line without commands").toMatch(/^\s*(#.*)?$|^\s*(\[\[|\(\(|[A-Za-z_]+=|[<>])/);
	}
	expect(slow).toEqual([]);
});
