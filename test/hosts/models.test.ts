/** The models of all hosts against the policy, for generated policies: no host is asked, so that this runs everywhere. */

import { describe, expect, test } from "vitest";
import { REGISTRY } from "../../cli/registry.ts";
import { emitHarness, HARNESSES, viewHost } from "../../targets/index.ts";
import { asCommand } from "./ask-hosts.ts";
import { askModel, askPolicy, judgeAnswer } from "./compare.ts";
import { compileText } from "./compile-text.ts";
import { generatePolicy, pickerFrom } from "./generate-policies.ts";
import { commandsNear, corpusCommands } from "./probe-commands.ts";

const SEEDS = Array.from({ length: 60 }, (_, seed) => seed);

describe.each(HARNESSES)("%s", (host) => {
	test("is never looser than a policy on plain commands that a rule decides", () => {
		const corpus = corpusCommands();
		const looser: unknown[] = [];
		let decided = 0;
		for (const seed of SEEDS) {
			const policy = compileText(generatePolicy(seed));
			if (!policy) throw new Error(`the policy of seed ${seed} has errors`);
			const view = viewHost(policy.compiled, host, REGISTRY);
			const picker = pickerFrom(seed);
			const commands = [...commandsNear(policy.compiled.policy, picker, 80), ...(corpus.length > 0 ? [picker.pick(corpus)] : [])];
			for (const words of commands) {
				const answer = askPolicy(policy, asCommand(words).text);
				const standing = judgeAnswer(view, answer, askModel(view, words));
				if (standing !== "undecided") decided += 1;
				if (standing === "looser") looser.push({ seed, words, answer });
			}
		}
		expect(looser).toEqual([]);
		expect(decided).toBeGreaterThan(1_500);
	});

	test("builds of generated policies are proven", () => {
		for (const seed of SEEDS) {
			const policy = compileText(generatePolicy(seed));
			if (policy) expect(emitHarness(policy.compiled, host, { evaluator: "", registry: REGISTRY }).problems).toEqual([]);
		}
	});
});
