/**
 * Every artifact against the host's own evaluator, over the examples and generated policies: the host is never looser than the policy on a
 * plainly written command, nor on another spelling unless the loss report names it, and the model of the host says what the host does.
 * POLICYC_HOST_DECISIONS is how many decisions all hosts together are asked for (`npm run test:hosts` asks for 100,000).
 */

import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { REGISTRY } from "../../cli/registry.ts";
import { viewHost } from "../../targets/index.ts";
import { asCommand, ORACLE_HOSTS, type OracleHost, openHost } from "./ask-hosts.ts";
import { askModel, askPolicy, judgeAnswer, judgeSpelled } from "./compare.ts";
import { type CompiledText, compileText } from "./compile-text.ts";
import { findHost, titleFor } from "./find-hosts.ts";
import { generatePolicy, type Picker, pickerFrom } from "./generate-policies.ts";
import { commandsNear, corpusCommands } from "./probe-commands.ts";
import { FORM_COUNT, PLAIN, plainLine, type SpelledLine, spellCommand } from "./spellings.ts";
import { compileExample, EXAMPLES } from "./subjects.ts";

const ASKED = Number(process.env.POLICYC_HOST_DECISIONS ?? 300);
/** Codex and Droid start anew for every question, Droid for a fifth of a second each time: they are asked for fewer. */
const SHARE: Readonly<Record<OracleHost, number>> = { codex: 0.12, "factory-droid": 0.01, gemini: 0.87 };
const POLICIES = 300;
/** One line in so many is spelled in one of the other ways, each in its turn: more than a hundredth of all lines for each. */
const SPELLED = 4;

// Gemini CLI's engine writes several lines about every question.
beforeAll(() => {
	vi.spyOn(console, "debug").mockImplementation(() => undefined);
	vi.spyOn(console, "log").mockImplementation(() => undefined);
});
afterAll(() => vi.restoreAllMocks());

interface Subject {
	readonly name: string;
	readonly compile: () => CompiledText | null;
}

/** The examples, then generated policies: as many as make sense for so many decisions, all of them in the full run. */
function subjectsFor(host: OracleHost, decisions: number): readonly Subject[] {
	const examples = EXAMPLES.map((name): Subject => ({ name, compile: () => compileExample(name, host) }));
	const count = Math.min(POLICIES, Math.max(6, Math.ceil(decisions / 20)));
	const seeds = Array.from(
		{ length: count },
		(_, seed): Subject => ({ name: `seed ${seed}`, compile: () => compileText(generatePolicy(seed)) }),
	);
	return [...examples, ...seeds];
}

interface Asked {
	readonly words: readonly string[];
	readonly line: SpelledLine;
}

/** Lines to ask about; `turn` counts those that are not plainly written, over all policies. */
function linesFor(
	policy: CompiledText,
	picker: Picker,
	count: number,
	corpus: readonly (readonly string[])[],
	turn: { at: number },
): readonly Asked[] {
	return commandsNear(policy.compiled.policy, picker, count).map((near, at) => {
		const words = corpus.length > 0 && picker.chance(0.15) ? picker.pick(corpus) : near;
		const line = at % SPELLED === 0 ? spellCommand(words, turn.at++) : plainLine(words);
		return { words, line };
	});
}

describe.each(ORACLE_HOSTS)("%s", (host) => {
	const runs = test.skipIf(findHost(host) === null);

	runs(
		titleFor(host, "is never looser than the policy, and does what its model says"),
		async () => {
			const corpus = corpusCommands();
			const decisions = Math.ceil(ASKED * SHARE[host]);
			const subjects = subjectsFor(host, decisions);
			const each = Math.ceil(decisions / subjects.length);
			const differences: unknown[] = [];
			const standings: Record<string, number> = {};
			const templates: Record<string, number> = {};
			const turn = { at: 0 };
			for (const [number, { name, compile }] of subjects.entries()) {
				const policy = compile();
				if (!policy) throw new Error(`the policy ${name} has errors`);
				const view = viewHost(policy.compiled, host, REGISTRY);
				const asked = await openHost(host, view.artifact);
				for (const { words, line } of linesFor(policy, pickerFrom(number), each, corpus, turn)) {
					const isPlain = line.template === PLAIN;
					const [answer, decided] = [await asked.ask(line), askPolicy(policy, line.text)];
					const standing = isPlain ? judgeAnswer(view, decided, answer) : judgeSpelled(view, decided, answer, line.template);
					const key = isPlain ? standing : `spelled ${standing}`;
					standings[key] = (standings[key] ?? 0) + 1;
					templates[line.template] = (templates[line.template] ?? 0) + 1;
					const model = isPlain ? askModel(view, words) : answer;
					if (standing === "looser" || model !== answer)
						differences.push({ name, text: line.text, template: line.template, answer, model, decided });
				}
				asked.close();
			}
			expect({ host, differences }).toEqual({ host, differences: [] });
			const all = Object.values(templates).reduce((sum, count) => sum + count, 0);
			const rare = Object.entries(templates).filter(([, count]) => count < all / 100);
			expect(all < FORM_COUNT * 200 ? [] : rare, "every spelling is a hundredth of the lines").toEqual([]);
			expect(Object.keys(templates).length <= 1 + FORM_COUNT).toBe(true);
			console.info(`${host}: ${all} decisions over ${subjects.length} policies, ${JSON.stringify(standings)}`);
		},
		7_200_000,
	);

	runs(
		titleFor(host, "reads texts of every kind as they were"),
		async () => {
			const odd = ['say "no"', "it's", "a\\b", "{x} (y) [z]", "# // /* */", "tab\tline\nend", "bell \u0001 del \u007f", "é 😀 \u2028 end"];
			const drawn = fc.sample(fc.string({ unit: "binary", minLength: 1, maxLength: 40 }), { numRuns: 40, seed: 7 });
			const texts = [...odd, ...drawn.map((text) => text.replaceAll("\0", "").trim()).filter((text) => text !== "")];
			const rules = texts.map((_, at) => `deny rule-${at} {\n  command prefix \`mytool r${at}\`\n}\n`);
			const policy = compileText(`policy 1\nscope repo\n\n${rules.join("\n")}`);
			if (!policy) throw new Error("the policy has errors");
			const numberOf = (name: string) => Number(name.replace("rule-", ""));
			// Reasons reach every artifact; a policy file itself could not say all of them.
			const withReasons = policy.compiled.rules.map((known) => ({
				...known,
				rule: { ...known.rule, reason: texts[numberOf(known.rule.name)] ?? null },
			}));
			const asked = await openHost(host, viewHost({ ...policy.compiled, rules: withReasons }, host, REGISTRY).artifact);
			for (const [at, text] of texts.entries()) {
				const line = asCommand(["mytool", `r${at}`, "x"]);
				expect([await asked.ask(line), await asked.reasonFor(line)]).toEqual(["deny", text]);
			}
			asked.close();
		},
		600_000,
	);
});
