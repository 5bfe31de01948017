import { describe, expect, it } from "vitest";
import { type Choose, choicesFrom } from "../../cli/conformance/choose.ts";
import { decide, type Prepared, type Verdict } from "../../runtime/typescript/index.ts";
import { checkLaw, fewRules, LINES, type LineCase, POLICIES } from "../support/law-cases.ts";
import { renderCommand } from "../support/render-line.ts";

const GAPS = [" ", "  ", "\t", " \t ", " \\\n", "\\\n ", " \\\n\\\n"];
const ENDS = [";", " ; ", "\n", "\n\n", ";\n", " # a comment\n", ";\t"];

/** The line once more, spelled with other quotes, blanks and line continuations. */
function respell({ line }: LineCase, choose: Choose): string {
	const gap = () => GAPS[choose(GAPS.length)] ?? " ";
	const commands = line.commands.map((command) => renderCommand(command, choose, gap));
	const ends = commands.map(() => ENDS[choose(ENDS.length)] ?? ";");
	return commands.map((text, index) => (index === commands.length - 1 ? text : `${text}${ends[index] ?? ";"}`)).join("");
}

/** A verdict without what speaks of the text itself: places, and words that are not literal, which are shown as written. */
function meaning(verdict: Verdict, { line }: LineCase): object {
	const { decision, leave_to_host, by, rule, conditions, errors } = verdict;
	const isLiteral = (at: number, place: number) => line.commands[at]?.words[place]?.every(({ kind }) => kind === "literal");
	const commands = verdict.commands.map(({ span: _, argv, ...rest }, at) => ({
		...rest,
		argv: argv.map((word, place) => (isLiteral(at, place) ? word : null)),
	}));
	return { decision, leave_to_host, by, rule, conditions, errors, commands, opaque: verdict.opaque.map(({ code }) => code).sort() };
}

describe("law 5", () => {
	it("Quoting, escaping, blanks and line continuations that leave the words the same change nothing.", () => {
		let asWritten = 0;
		const { pairs } = checkLaw(fewRules, (prepared: Prepared, line) => {
			const texts = [respell(line, choicesFrom(line.choices)), respell(line, choicesFrom(line.choices + 1))];
			const [one = "", other = ""] = texts;
			if (one === other) asWritten++;
			const judge = (command: string) => meaning(decide(prepared, { ...line.request, command }), line);
			expect(judge(one), `${one} | ${other}`).toEqual(judge(other));
			return one !== other;
		});
		expect(pairs).toBeGreaterThanOrEqual(POLICIES * LINES);
		expect(asWritten, "lines that were spelled in one way only").toBeLessThan(pairs / 20);
	});
});
