/**
 * Claude Code by its artifact alone, over the examples and generated policies, in sessions with a model of ours: it is never
 * looser than the policy on a plainly written command nor on a list of them, on another spelling only where the loss report
 * names it, and the model of the host says what the host does. POLICYC_CLAUDE_DECISIONS is how many lines it is asked about.
 */

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { REGISTRY } from "../../cli/registry.ts";
import { type HostView, viewHost } from "../../targets/index.ts";
import type { Answer } from "./ask-hosts.ts";
import { type Outcome, runClaude } from "./claude-session.ts";
import { askModel, askPolicy, judgeAnswer, judgeSpelled, type PolicyAnswer, type Standing } from "./compare.ts";
import { type CompiledText, compileText } from "./compile-text.ts";
import { findHost, isolatedEnvironment, titleFor } from "./find-hosts.ts";
import { generatePolicy, pickerFrom } from "./generate-policies.ts";
import { commandsNear, corpusCommands } from "./probe-commands.ts";
import { PLAIN, plainLine, type SpelledLine, spellCommand } from "./spellings.ts";
import { compileExample, EXAMPLES } from "./subjects.ts";

const DECISIONS = Number(process.env.POLICYC_CLAUDE_DECISIONS ?? 600);
const GENERATED = 10;
/** One line in so many is a list of two commands, and one is spelled in another way, each way in its turn. */
const LISTED = 5;
const SPELLED = 4;
const LIST = "a list of commands";

const ANSWERS = { ran: "allow", asked: "request", refused: "deny" } as const;
const OUTCOMES: Readonly<Record<string, Outcome["answer"]>> = { allow: "ran", request: "asked", deny: "refused" };

/** One session with these settings as the person's own. */
async function runWith(settings: string, lines: readonly string[]): Promise<readonly Outcome[]> {
	const { home } = isolatedEnvironment();
	try {
		for (const folder of [".claude", "work"]) mkdirSync(join(home, folder));
		writeFileSync(join(home, ".claude/settings.json"), settings);
		return await runClaude({ home, cwd: join(home, "work"), path: "/usr/bin:/bin" }, lines);
	} finally {
		rmSync(home, { recursive: true, force: true });
	}
}

/** Lines to ask about; `turn` counts those that are spelled, over all policies. */
function linesFor(policy: CompiledText, seed: number, count: number, turn: { at: number }): readonly SpelledLine[] {
	const corpus = corpusCommands();
	const picker = pickerFrom(seed);
	const near = commandsNear(policy.compiled.policy, picker, count);
	const commands = near.map((words) => (corpus.length > 0 && picker.chance(0.15) ? picker.pick(corpus) : words));
	return commands.map((words, at) => {
		if (at % SPELLED === 0) return spellCommand(words, turn.at++);
		if (at % LISTED > 0) return plainLine(words);
		const parts = [words, picker.pick(commands)];
		const joint = picker.pick([" && ", "; ", " | ", " || ", "\n"]);
		return { template: LIST, parts, text: parts.map((part) => plainLine(part).text).join(joint) };
	});
}

/** The strictest of some outcomes. */
function strictestOf(answers: readonly Outcome["answer"][]): Outcome["answer"] {
	return answers.includes("refused") ? "refused" : answers.includes("asked") ? "asked" : "ran";
}

/**
 * Whether the model speaks of a line: its commands are plainly written, and none takes another program along. An empty word
 * makes Claude Code try its deny and ask entries without that word too, and on the whole line: it is stricter than it seems.
 */
function isModelled(policy: CompiledText, { template, parts }: SpelledLine): boolean {
	if (template !== PLAIN && template !== LIST) return false;
	return parts.every((words) => !words.includes("") && askPolicy(policy, plainLine(words).text).plain);
}

test.skipIf(findHost("claude") === null)(
	titleFor("claude", "is never looser than the policy, and does what its model says"),
	async () => {
		const examples = EXAMPLES.map((name) => () => compileExample(name, "claude"));
		const generated = Array.from({ length: GENERATED }, (_, seed) => () => compileText(generatePolicy(seed)));
		const subjects = [...examples, ...generated];
		const differences: unknown[] = [];
		const standings: Record<string, number> = {};
		const turn = { at: 0 };
		for (const [seed, compile] of subjects.entries()) {
			const policy = compile();
			if (!policy) throw new Error(`the policy ${seed} has errors`);
			const view = viewHost(policy.compiled, "claude", REGISTRY);
			const lines = linesFor(policy, seed, Math.ceil(DECISIONS / subjects.length), turn);
			const outcomes = await runWith(
				view.artifact,
				lines.map(({ text }) => text),
			);
			const modelled = lines.filter((line) => isModelled(policy, line));
			// What no entry holds, Claude Code decides by itself: that is seen in a session without settings.
			const open = modelled.flatMap(({ parts }) => parts.filter((words) => askModel(view, words) === null));
			const openLines = [...new Set(open.map((words) => plainLine(words).text))];
			const alone = new Map((await runWith("{}", openLines)).map(({ answer }, at) => [openLines[at], answer]));
			for (const [at, line] of lines.entries()) {
				const outcome = outcomes[at];
				if (!outcome) throw new Error("a line without an outcome");
				const decided = askPolicy(policy, line.text);
				const models = line.parts.map((words) => askModel(view, words));
				const expected = strictestOf(
					line.parts.map((words, part) => OUTCOMES[models[part] ?? "null"] ?? alone.get(plainLine(words).text) ?? "asked"),
				);
				const isLeft = line.template === PLAIN && models[0] === null && outcome.answer === expected;
				const answer = isLeft ? null : ANSWERS[outcome.answer];
				const standing = judge(view, decided, answer, line.template);
				const differs = modelled.includes(line) && outcome.answer !== expected;
				const isGuarded = differs && expected === "ran" && outcome.byPath;
				const key = isGuarded ? "guarded" : modelled.includes(line) ? standing : `spelled ${standing}`;
				standings[key] = (standings[key] ?? 0) + 1;
				if (standing === "looser" || (differs && !isGuarded))
					differences.push({ seed, text: line.text, template: line.template, outcome, models, expected, decided });
			}
		}
		expect(differences).toEqual([]);
		console.info(`claude: ${subjects.length} policies, ${JSON.stringify(standings)}; guarded: by Claude Code itself, because of a path`);
	},
	3_600_000,
);

/** How an answer stands to the policy. Of a list of commands, what Claude Code lets run the policy has to allow. */
function judge(view: HostView, decided: PolicyAnswer, answer: Answer, template: string): Standing | "list" {
	if (template === PLAIN) return judgeAnswer(view, decided, answer);
	if (template !== LIST) return judgeSpelled(view, decided, answer, template);
	if (decided.rule === null || decided.conditional) return "undecided";
	return answer === "allow" && decided.decision !== "allow" ? "looser" : "list";
}
