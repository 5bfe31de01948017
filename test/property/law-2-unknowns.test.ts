import { describe, expect, it } from "vitest";
import { choicesFrom } from "../../cli/conformance/choose.ts";
import type { IrPolicy } from "../../compiler/ir/types.ts";
import { decide } from "../../runtime/typescript/index.ts";
import type { Request } from "../../runtime/typescript/types.ts";
import { checkLaw, fewRules, LINES, type LineCase, POLICIES, strictnessOf } from "../support/law-cases.ts";
import { renderCommand } from "../support/render-line.ts";

/** What a rule itself says of an unknown condition may be looser; the law leaves it out. */
const silent = fewRules.map((policy): IrPolicy => ({ ...policy, rules: policy.rules.map((rule) => ({ ...rule, on_unknown: null })) }));

/** The request with some of its facts turned unknown. */
function forget({ request, choices }: LineCase): Request {
	const choose = choicesFrom(choices);
	const facts = Object.entries(request.facts ?? {}).filter(([name]) => name === "root" || name === "home" || choose(2) === 0);
	return { ...request, facts: Object.fromEntries(facts) };
}

/** The request with one literal (a word, or a part of one) of one command replaced by something unknown. */
function blur({ line, request, choices }: LineCase): Request | null {
	const choose = choicesFrom(choices);
	const at = choose(line.commands.length);
	const command = line.commands[at];
	if (!command || command.words.length === 0) return null;
	const place = choose(command.words.length);
	const word = command.words[place] ?? [];
	const part = choose(Math.max(1, word.length));
	if (word[part]?.kind !== "literal") return null;
	const blurred = word.toSpliced(part, 1, choose(2) === 0 ? { kind: "one" } : { kind: "many" });
	const texts = line.commands.map((each, index) =>
		renderCommand(index === at ? { ...each, words: each.words.with(place, blurred) } : each, choicesFrom(choices)),
	);
	return { ...request, command: texts.join("; ") };
}

/** The request with the line written without any choice, so that only the blurred literal differs. */
function plain({ line, request, choices }: LineCase): Request {
	return { ...request, command: line.commands.map((command) => renderCommand(command, choicesFrom(choices))).join("; ") };
}

describe("law 2", () => {
	it("Turning a fact unknown never loosens (unless the rule says `on_unknown`).", () => {
		const { pairs, cases } = checkLaw(silent, (prepared, line) => {
			const [known, unknown] = [decide(prepared, line.request), decide(prepared, forget(line))];
			expect(strictnessOf(unknown), line.request.command).toBeGreaterThanOrEqual(strictnessOf(known));
			return JSON.stringify(known.conditions) !== JSON.stringify(unknown.conditions);
		});
		expect(pairs).toBeGreaterThanOrEqual(POLICIES * LINES);
		expect(cases, "lines with a fact that was forgotten").toBeGreaterThan(pairs / 20);
	});

	it("Replacing a literal by an unknown never turns a stricter decision into `allow`.", () => {
		const { pairs, cases } = checkLaw(fewRules, (prepared, line) => {
			const blurred = blur(line);
			const before = decide(prepared, plain(line));
			if (blurred === null || before.decision === "allow") return false;
			const after = decide(prepared, blurred);
			expect(after.decision, `${plain(line).command} -> ${blurred.command}`).not.toBe("allow");
			return true;
		});
		expect(pairs).toBeGreaterThanOrEqual(POLICIES * LINES);
		expect(cases, "lines in which a literal was replaced").toBeGreaterThan(pairs / 4);
	});
});
