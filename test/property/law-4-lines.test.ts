import { describe, expect, it } from "vitest";
import { type Choose, choicesFrom } from "../../cli/conformance/choose.ts";
import type { LineCommand } from "../../compiler/ir/oracle/index.ts";
import type { IrPolicy } from "../../compiler/ir/types.ts";
import { decide } from "../../runtime/typescript/index.ts";
import { checkLaw, fewRules, LINES, POLICIES, strictnessOf } from "../support/law-cases.ts";
import { renderCommand } from "../support/render-line.ts";

/** What a rule itself says of an unknown condition may be looser, and what surrounds a command can make a fact unknown. */
const silent = fewRules.map((policy): IrPolicy => ({ ...policy, rules: policy.rules.map((rule) => ({ ...rule, on_unknown: null })) }));

const SEPARATORS = ["; ", "\n", " && ", " || ", " | ", " & ", " |& "];
/** Other commands of every kind; none changes the directory, because the same words are about other files then. */
const OTHERS = [
	"ls",
	"git status",
	"tool run",
	"PATH=/x ls",
	"export PATH=/x",
	"PATH=/x",
	"HOME=/x",
	"alias ls=rm",
	"rm x > y",
	"X=1 git push",
];
/** A program that is not known may be one that changes the directory: only for policies that say nothing of files. */
const UNKNOWN = '"$x" a';
/** Text that ends the reading. */
const UNREAD = ["(ls)", "if a; then b; fi", "'", "f() { ls; }"];

/** Whether a rule is about files, whose names depend on the directory. */
function isAboutFiles(policy: IrPolicy): boolean {
	return /"operand_under"|"(?:writes|reads)":\[/.test(JSON.stringify(policy.rules));
}

function surround(command: LineCommand, others: readonly string[], choose: Choose): { readonly alone: string; readonly line: string } {
	const pick = (texts: readonly string[]) => texts[choose(texts.length)] ?? "";
	const alone = renderCommand(command, choose);
	const before = choose(2) === 0 ? "" : pick(others) + pick(SEPARATORS);
	const further = choose(3) === 0 ? "" : pick(others) + pick(SEPARATORS);
	const after = pick(["", pick(SEPARATORS) + pick(others), `; ${pick(UNREAD)}`]);
	return { alone, line: further + before + alone + after };
}

describe("law 4", () => {
	it("For the same facts, a line is at least as strict as each simple command in it, whatever surrounds that command.", () => {
		const { pairs, cases } = checkLaw(silent, (prepared, { line, request, choices }, policy) => {
			const choose = choicesFrom(choices);
			const command = line.commands[choose(line.commands.length)];
			if (!command) return false;
			const texts = surround(command, isAboutFiles(policy) ? OTHERS : [...OTHERS, UNKNOWN], choose);
			const [alone, whole] = [texts.alone, texts.line].map((text) => decide(prepared, { ...request, command: text }));
			if (!alone || !whole) return false;
			expect(strictnessOf(whole), `${texts.alone} in ${texts.line}`).toBeGreaterThanOrEqual(strictnessOf(alone));
			return alone.decision !== "allow";
		});
		expect(pairs).toBeGreaterThanOrEqual(POLICIES * LINES);
		expect(cases, "commands that are not simply allowed").toBeGreaterThan(pairs / 4);
	});

	it("The same holds for the commands that a line is put together from.", () => {
		const { pairs } = checkLaw(silent, (prepared, { line, request, choices }, policy) => {
			if (isAboutFiles(policy) && line.commands.some(({ opaque }) => opaque.includes("dynamic_program"))) return false;
			const texts = line.commands.map((command) => renderCommand(command, choicesFrom(choices)));
			const whole = decide(prepared, { ...request, command: texts.join("; ") });
			for (const text of texts) {
				const alone = decide(prepared, { ...request, command: text });
				expect(strictnessOf(whole), text).toBeGreaterThanOrEqual(strictnessOf(alone));
			}
			return texts.length > 1;
		});
		expect(pairs).toBeGreaterThanOrEqual(POLICIES * LINES);
	});
});
