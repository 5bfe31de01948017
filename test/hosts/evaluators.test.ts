/**
 * Every artifact against the host's own evaluator: the host is never looser than the policy, and the model of the host says
 * what the host does. POLICYC_HOST_DECISIONS is how many decisions each host is asked for (`npm run test:hosts` asks many).
 */

import { describe, expect, test } from "vitest";
import { REGISTRY } from "../../cli/registry.ts";
import { viewHost } from "../../targets/index.ts";
import { asCommand, ORACLE_HOSTS, type OracleHost, openHost } from "./ask-hosts.ts";
import { askModel, askPolicy, judgeAnswer } from "./compare.ts";
import { compileText } from "./compile-text.ts";
import { findHost, titleFor } from "./find-hosts.ts";
import { generatePolicy, pickerFrom } from "./generate-policies.ts";
import { commandsNear, corpusCommands } from "./probe-commands.ts";

const ASKED = Number(process.env.POLICYC_HOST_DECISIONS ?? 300);
/** Droid starts anew for every question, a fifth of a second each: it is asked for fewer. */
const SHARE: Readonly<Record<OracleHost, number>> = { codex: 0.35, "factory-droid": 0.02, gemini: 0.63 };
const POLICIES = 300;

describe.each(ORACLE_HOSTS)("%s", (host) => {
	const runs = test.skipIf(findHost(host) === null);

	runs(
		titleFor(host, "is never looser than the policy, and does what its model says"),
		async () => {
			const corpus = corpusCommands();
			const decisions = Math.ceil(ASKED * SHARE[host]);
			const policies = Math.min(POLICIES, Math.max(6, Math.ceil(decisions / 20)));
			const each = Math.ceil(decisions / policies);
			const differences: unknown[] = [];
			const standings: Record<string, number> = {};
			for (let seed = 0; seed < policies; seed++) {
				const policy = compileText(generatePolicy(seed));
				if (!policy) throw new Error(`the policy of seed ${seed} has errors`);
				const view = viewHost(policy.compiled, host, REGISTRY);
				const picker = pickerFrom(seed);
				const near = commandsNear(policy.compiled.policy, picker, each);
				const commands = near.map((words) => (corpus.length > 0 && picker.chance(0.15) ? picker.pick(corpus) : words));
				const asked = await openHost(host, view.artifact);
				for (const words of commands) {
					const command = asCommand(words);
					const [answer, decided] = [await asked.ask(command), askPolicy(policy, command.text)];
					const standing = judgeAnswer(view, decided, answer);
					standings[standing] = (standings[standing] ?? 0) + 1;
					const model = askModel(view, words);
					if (standing === "looser" || model !== answer) differences.push({ seed, words, answer, model, decided });
				}
				asked.close();
			}
			expect({ host, differences }).toEqual({ host, differences: [] });
			console.info(`${host}: ${policies} policies, ${JSON.stringify(standings)}`);
		},
		3_600_000,
	);

	runs(titleFor(host, "takes texts of every kind as they are"), async () => {
		const odd = ['say "no"', "it's", "a\\b", "{x} (y) [z]", "# // /* */", "tab\tline\nend", "bell \u0001 del \u007f", "é 😀 \u2028"];
		const rules = odd.map((_, at) => `deny rule-${at} {\n  command prefix \`mytool r${at}\`\n}\n`);
		const policy = compileText(`policy 1\nscope repo\n\n${rules.join("\n")}`);
		if (!policy) throw new Error("the policy has errors");
		// Reasons reach every artifact; a policy file itself could not say all of them.
		const withReasons = policy.compiled.rules.map((known, at) => ({ ...known, rule: { ...known.rule, reason: odd[at] ?? null } }));
		const asked = await openHost(host, viewHost({ ...policy.compiled, rules: withReasons }, host, REGISTRY).artifact);
		for (const at of odd.keys()) expect(await asked.ask(asCommand(["mytool", `r${at}`, "x"]))).toBe("deny");
		asked.close();
	});
});
