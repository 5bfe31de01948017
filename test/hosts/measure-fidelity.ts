/** How exactly the hosts' artifacts alone say what the example policies say, over commands near the policies' own words. */

import { REGISTRY } from "../../cli/registry.ts";
import type { Decision } from "../../compiler/ir/types.ts";
import { type Harness, viewHost } from "../../targets/index.ts";
import { asCommand } from "./ask-hosts.ts";
import { askModel, askPolicy, judgeAnswer, type Standing } from "./compare.ts";
import { pickerFrom } from "./generate-policies.ts";
import { commandsNear } from "./probe-commands.ts";
import { compileExample, EXAMPLES, type Example } from "./subjects.ts";

/** How many commands stand to what the policy decides in each way. */
export type Counts = Readonly<Record<Standing, number>>;

/** One row: what an example decides, and how a host's artifact alone stands to it. */
export interface FidelityRow {
	readonly host: Harness;
	readonly example: Example;
	readonly decision: Decision;
	readonly counts: Counts;
	/** Commands on which the artifact alone is looser, for the one who reads a failure. */
	readonly looser: readonly string[];
}

const PROBES = 600;
const DECISIONS: readonly Decision[] = ["deny", "request", "allow"];

/** The rows of one host over all examples, over `PROBES` different commands each, the same ones at every run. */
export function measureFidelity(host: Harness): readonly FidelityRow[] {
	return EXAMPLES.flatMap((example, at) => {
		const policy = compileExample(example, host);
		const view = viewHost(policy.compiled, host, REGISTRY);
		const found = new Map(DECISIONS.map((decision) => [decision, { counts: noCounts(), looser: [] as string[] }]));
		const commands = commandsNear(policy.compiled.policy, pickerFrom(at + 1), PROBES);
		const texts = new Map(commands.map((words) => [asCommand(words).text, words]));
		for (const [text, words] of texts) {
			const answer = askPolicy(policy, text);
			const standing = judgeAnswer(view, answer, askModel(view, words));
			const row = found.get(answer.decision);
			if (!row || standing === "undecided" || answer.rule === null || answer.conditional || !answer.plain) continue;
			row.counts[standing] += 1;
			if (standing === "looser") row.looser.push(text);
		}
		return DECISIONS.map((decision) => ({ host, example, decision, ...(found.get(decision) ?? { counts: noCounts(), looser: [] }) }));
	});
}

/** No command yet. */
export function noCounts(): Record<Standing, number> {
	return { exact: 0, stricter: 0, left: 0, reported: 0, looser: 0, undecided: 0 };
}
