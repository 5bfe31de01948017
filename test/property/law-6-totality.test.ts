import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { choicesFrom } from "../../cli/conformance/choose.ts";
import { decide, type Prepared } from "../../runtime/typescript/index.ts";
import { HeadsMachine, TableMachine } from "../../runtime/typescript/machine.ts";
import { PROGRAMS } from "../arbitraries/registry.ts";
import { checkLaw, fewRules, LINES, type LineCase, POLICIES } from "../support/law-cases.ts";

const DECISIONS = ["allow", "request", "deny"];
/** What shells treat in a way of their own. */
const PIECES = [
	"$x",
	'"$x"',
	"$(",
	"`",
	"'",
	'"',
	"\\",
	"{a,b}",
	"[a",
	"]",
	"*",
	"**",
	"?",
	"~",
	"<<E",
	"<(",
	"&",
	"|",
	";",
	"(",
	")",
	"#",
	"=",
	"\n",
	"\u0007",
	"é",
	"\u202e",
	"\ud800",
];

/** A line with bytes taken away, doubled or put in between. */
function garble({ request, choices }: LineCase): string {
	const choose = choicesFrom(choices);
	let text = request.command;
	for (let count = choose(4); count >= 0; count--) {
		const at = choose(text.length + 1);
		const put = [PIECES[choose(PIECES.length)] ?? "", "", text.slice(at), text.slice(0, choose(20))][choose(4)] ?? "";
		text = text.slice(0, at) + put + text.slice(at + choose(3));
	}
	return text;
}

/** The steps of automata that a decision takes. */
function countSteps(prepared: Prepared, command: string): number {
	let steps = 0;
	const prototypes = [TableMachine.prototype, HeadsMachine.prototype];
	const originals = prototypes.map(({ step }) => step);
	for (const [index, prototype] of prototypes.entries()) {
		const original = originals[index];
		prototype.step = function (this: TableMachine & HeadsMachine, state: number, byte: number): number {
			steps++;
			return original?.call(this, state, byte) ?? -1;
		};
	}
	try {
		decide(prepared, { command, cwd: "/r", facts: {}, unattended: false });
	} finally {
		for (const [index, prototype] of prototypes.entries()) prototype.step = originals[index] ?? prototype.step;
	}
	return steps;
}

/** What is repeated in long lines: words of one command, or whole commands. */
const REPEATED = ["a ", '"$x" ', "$x ", "* ", "git ", "push ", "-C ", "--force ", "-f", "; git push", "; rm a", '; "$x"', " > x", "A=1 "];

describe("law 6", () => {
	it("Every input gets exactly one of three answers; no input crashes or hangs.", () => {
		const { pairs } = checkLaw(fewRules, (prepared, line) => {
			const command = garble(line);
			const verdict = decide(prepared, { ...line.request, command });
			expect(DECISIONS).toContain(verdict.decision);
			expect(verdict.errors, command).not.toContain("internal_error");
			return true;
		});
		expect(pairs).toBeGreaterThanOrEqual(POLICIES * LINES);
	});

	it("No input costs more than linear time in its length times the rules that name its programs.", () => {
		const starts = fc.constantFrom(...PROGRAMS.map(({ name }) => name), "mystery", '"$x"');
		const longer = fc.tuple(starts, fc.constantFrom(...REPEATED));
		let runs = 0;
		checkLaw(fewRules, (prepared, { choices }) => {
			// Long lines take long: a few for each policy.
			if (runs++ % (LINES / 5) !== 0) return false;
			const [[start, part] = ["git", "a "]] = fc.sample(longer, { seed: choices, numRuns: 1 });
			const line = (count: number) => `${start} ${part.repeat(count)}`;
			const [short, long] = [countSteps(prepared, line(100)), countSteps(prepared, line(400))];
			// Four times the length is at most four times the steps; sets of states still grow a little at first.
			expect(long, `${start} ${part}: ${short} steps, then`).toBeLessThanOrEqual(5 * short + 20_000);
			return true;
		});
	});
});
