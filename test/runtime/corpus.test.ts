import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { toBytes, toText } from "../../runtime/typescript/bytes.ts";
import { BUDGET } from "../../runtime/typescript/codes.ts";
import { readShell } from "../../runtime/typescript/shell.ts";
import { knownText } from "../../runtime/typescript/unwrap.ts";

const CORPUS = new URL("../../../shared/corpora/shell-structure.jsonl", import.meta.url);

interface Row {
	readonly command: string;
	readonly commands?: readonly {
		readonly argv: readonly string[];
		readonly assign?: readonly string[];
		readonly flags?: readonly [number, string][];
	}[];
	readonly syntax_error?: boolean;
}

interface Found {
	/** Per command its words (null: not known) and how many assignments. */
	readonly commands: readonly {
		readonly words: readonly (string | null)[];
		readonly sources: readonly string[];
		readonly assignments: number;
	}[];
	readonly opaque: boolean;
}

function find(line: string): Found {
	const read = readShell(toBytes(line) ?? "", { commands: BUDGET.commands, nodes: BUDGET.nodes, pipeline: 0 }, null);
	const commands = read.commands.map(({ words, assignments }) => ({
		words: words.map(knownText).map((text) => (text === null ? null : toText(text))),
		sources: words.map(({ source }) => toText(source)),
		assignments: assignments.length,
	}));
	return {
		commands: commands.filter(({ words, assignments }) => words.length + assignments > 0),
		opaque: read.opaque.length > 0 || read.refused !== null,
	};
}

/** What is wrong with a reading that claims to know the whole line; null: nothing. */
function fault(row: Row, found: Found): string | null {
	if (row.syntax_error) return "a syntax error was read as commands";
	const expected = (row.commands ?? []).filter(({ argv, assign }) => argv.length + (assign?.length ?? 0) > 0);
	if (expected.length !== found.commands.length) return "another number of commands";
	for (const [index, { argv, assign }] of expected.entries()) {
		const command = found.commands[index];
		if (command?.words.length !== argv.length) return "another number of words";
		if (command.assignments !== (assign?.length ?? 0)) return "another number of assignments";
		// A word that we do not know may be anything; a known one must be what the row says. No word of a command holds a NUL.
		for (const [at, word] of command.words.entries())
			if (word !== null && word !== argv[at] && !argv[at]?.includes("\0")) return `word ${at} is \`${word}\``;
	}
	return null;
}

test.skipIf(!existsSync(CORPUS))("every row of the corpus is read as it is, or is opaque", () => {
	const rows = readFileSync(CORPUS, "utf8")
		.split("\n")
		.filter(Boolean)
		.map((line) => JSON.parse(line) as Row);
	const faults: string[] = [];
	let exact = 0;
	for (const row of rows) {
		const found = find(row.command);
		if (found.opaque) continue;
		const wrong = fault(row, found);
		if (wrong === null) exact += 1;
		else faults.push(`${JSON.stringify(row.command)}: ${wrong}`);
	}
	console.log(`${exact} of ${rows.length} rows read exactly (${((100 * exact) / rows.length).toFixed(1)} %), the rest opaque`);
	expect(faults).toEqual([]);
	expect(exact).toBeGreaterThan(7_000);
});
