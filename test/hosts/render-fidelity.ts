/** Renders `docs/fidelity.md`. */

import type { Decision } from "../../compiler/ir/types.ts";
import { HARNESSES } from "../../targets/index.ts";
import type { FidelityRow } from "./measure-fidelity.ts";
import { EXAMPLES } from "./subjects.ts";

/** Commands by how the artifact alone stands to the policy; `all` is their sum. */
export interface Sum {
	readonly exact: number;
	readonly stricter: number;
	readonly left: number;
	readonly reported: number;
	readonly looser: number;
	readonly all: number;
}

export function sumRows(rows: readonly FidelityRow[]): Sum {
	const total = (key: "exact" | "stricter" | "left" | "reported" | "looser") => rows.reduce((sum, { counts }) => sum + counts[key], 0);
	const [exact, stricter, left, reported, looser] = [total("exact"), total("stricter"), total("left"), total("reported"), total("looser")];
	return { exact, stricter, left, reported, looser, all: exact + stricter + left + reported + looser };
}

const INTRODUCTION = `# Fidelity of the hosts' artifacts

Written by \`test/targets/fidelity.test.ts\`; \`npm run record\` writes it anew.

What each host's artifact alone, without the hook, does with plainly written commands that a rule without a condition decides: over the
examples (${EXAMPLES.map((name) => `\`${name}\``).join(", ")}), with commands near the patterns of their rules, the same ones at every run.

- *exact*: the artifact gives the policy's decision. Where a host has no list that asks, but asks by itself, that counts for a request.
- *stricter*: it asks or refuses more.
- *left*: it has no entry, so that the host does what it does by itself about a command that the policy allows: the hook allows it.
- *reported*: the loss report names the rule, or the spelling, with the direction \`looser\`.
- *looser*: none.

With the hook every row is exact.
`;

const DECISIONS: readonly Decision[] = ["deny", "request", "allow"];

/** The page for these rows. */
export function renderFidelity(rows: readonly FidelityRow[]): string {
	const whole = HARNESSES.flatMap((host) =>
		DECISIONS.map((decision) =>
			writeRow(
				[host, decision],
				rows.filter((row) => row.host === host && row.decision === decision),
			),
		),
	);
	const apart = HARNESSES.flatMap((host) =>
		EXAMPLES.map((example) =>
			writeRow(
				[host, example],
				rows.filter((row) => row.host === host && row.example === example),
			),
		),
	);
	return [
		INTRODUCTION,
		"## By decision",
		"",
		...header("decision"),
		...whole,
		"",
		REASONS,
		"## By example",
		"",
		...header("example"),
		...apart,
		"",
	].join("\n");
}

const REASONS = `Why an allow is seldom exact where entries are lists of literal words (Codex, Factory Droid) or where nothing asks (Cursor): most allow
rules leave options out (\`not flag\`), and most programs have options that run something else. "These words without those options" can be
said only where an entry that asks holds \`*\` and comes before one that allows (Claude Code, Gemini CLI). And a rule that allows an exception from
a broader one that asks has no words in any list where the stricter entry wins.
`;

function header(second: string): readonly string[] {
	return [
		`| host | ${second} | commands | exact | stricter | left | reported | looser |`,
		"| --- | --- | --: | --: | --: | --: | --: | --: |",
	];
}

function writeRow(names: readonly string[], rows: readonly FidelityRow[]): string {
	const { all, exact, stricter, left, reported, looser } = sumRows(rows);
	const shares = [exact, stricter, left, reported, looser].map((count) => percent(count, all));
	return `| ${[...names, all, ...shares].join(" | ")} |`;
}

function percent(part: number, all: number): string {
	return all === 0 ? "–" : `${((100 * part) / all).toFixed(1)} %`;
}
