/** What one host would do with a line by its artifact alone, beside what the policy says, and why they differ. */

import type { Decision } from "../compiler/ir/types.ts";
import { type CommandJudgement, type CommandVerdict, toText } from "../runtime/typescript/index.ts";
import { type Harness, type HostView, hostDecision, type Loss, viewHost } from "../targets/index.ts";
import type { Capabilities } from "../targets/target.ts";
import { writeCommandLine } from "../targets/writer/shell.ts";
import type { Decided } from "./decide-line.ts";
import type { NearMiss } from "./find-near-misses.ts";
import { REGISTRY } from "./registry.ts";

/** How the host stands to the policy's decision; `open`: it decides by itself, by what is not in its artifact. */
export type Standing = "same" | "stricter" | "looser" | "open" | "not known";

/** One command of the line. */
export interface HostCommand {
	/** Its words; null where some are not known before it runs. */
	readonly words: readonly string[] | null;
	/** What the artifact says; null where no entry holds the command, or it is not known. */
	readonly decision: Decision | null;
	/** The host's word for that. */
	readonly action: string | null;
	readonly list: string | null;
	readonly entry: string | null;
	/** What the host does then, where no entry holds the command; or why it is not known. */
	readonly by_itself: string | null;
	readonly policy: { readonly decision: Decision; readonly rule: string | null };
	readonly standing: Standing;
	/** Another spelling than the plain one: the hook sees through it, and the loss report names it. */
	readonly spelling: string | null;
	/** Of the rules that match or nearly do, what the host does not hold as they say it. */
	readonly losses: readonly Loss[];
}

export interface HostExplanation {
	readonly host: Harness;
	readonly artifact: string;
	/** Strictest first: what the artifact makes of the line; null where the host decides about it by itself, or it is not known. */
	readonly decision: Decision | null;
	readonly commands: readonly HostCommand[];
}

const STRICTNESS: readonly Decision[] = ["allow", "request", "deny"];

/** Explains a line that was decided; `near` are the near misses of each judgement. */
export function explainHost(decided: Decided, near: readonly (readonly NearMiss[])[], host: Harness): HostExplanation {
	const { judgements, verdict, resolved, line } = decided;
	const view = viewHost(resolved.compiled, host, REGISTRY);
	const plain = plainCommands(line, judgements);
	const verdicts = verdict.commands.values();
	const commands = judgements.flatMap((judgement, at): readonly HostCommand[] => {
		const command = judgement.judged ? verdicts.next().value : undefined;
		if (!command) return [];
		const names = new Set([...judgement.matches.map(({ rule }) => rule), ...(near[at] ?? []).map(({ rule }) => rule.name)]);
		const losses = view.losses.filter(({ rule, status }) => names.has(rule) && status !== "exact");
		return [{ ...explainCommand(judgement, command, view, plain.has(judgement), line), losses }];
	});
	const answers = commands.map(({ decision }) => decision);
	const strictest = STRICTNESS.findLast((decision) => answers.includes(decision)) ?? null;
	return {
		host,
		artifact: view.capabilities.artifact,
		decision: strictest === "allow" && answers.includes(null) ? null : strictest,
		commands,
	};
}

function explainCommand(
	judgement: CommandJudgement,
	{ decision, rule }: CommandVerdict,
	view: HostView,
	isPlain: boolean,
	line: string,
): Omit<HostCommand, "losses"> {
	const { capabilities } = view;
	const words = wordsOf(judgement);
	const policy = { decision, rule };
	const unknown = { decision: null, action: null, list: null, entry: null };
	if (words === null) {
		const by_itself = "some of its words are not known before it runs, and no entry can be held against it";
		return { ...unknown, words, policy, by_itself, standing: "not known", spelling: null };
	}
	const spelling = isPlain ? null : (findSpelling(words, capabilities, line) ?? "another spelling than a plain list of commands");
	if (spelling !== null && hostDecision(view, words).decision !== null) {
		const isMissed = findSpelling(words, capabilities, line) !== null;
		const by_itself = isMissed
			? `its entries do not see through it; ${capabilities.unmatched.text}`
			: "its entries are held against the text as it is written";
		return { ...unknown, words, policy, by_itself, standing: isMissed ? standingOf(decision, null, capabilities) : "not known", spelling };
	}
	const found = hostDecision(view, words);
	return {
		words,
		decision: found.decision,
		action: found.decision && capabilities.actions[found.decision],
		list: found.list,
		entry: found.entry,
		by_itself: found.decision === null ? found.reason : null,
		policy,
		standing: standingOf(decision, found.decision, capabilities),
		spelling,
	};
}

function standingOf(policy: Decision, host: Decision | null, { unmatched }: Capabilities): Standing {
	if (host === null) return policy === "request" && unmatched.asks ? "same" : "open";
	if (host === policy) return "same";
	return STRICTNESS.indexOf(host) > STRICTNESS.indexOf(policy) ? "stricter" : "looser";
}

function wordsOf({ command }: CommandJudgement): readonly string[] | null {
	const words = command.words.map(({ literal }) => (literal === null ? null : toText(literal)));
	return words.every((word) => word !== null) ? words : null;
}

/**
 * The commands that a host parts and sees as they are: those of a line of plainly written commands with nothing but `&&`,
 * `||`, `;`, `|` or newlines between them. What stands inside of another command's words is none of them.
 */
function plainCommands(line: string, judgements: readonly CommandJudgement[]): ReadonlySet<CommandJudgement> {
	const bytes = Buffer.from(line, "utf8");
	const none: ReadonlySet<CommandJudgement> = new Set();
	const plain = new Set<CommandJudgement>();
	let at = 0;
	for (const judgement of judgements) {
		const [start, end] = judgement.command.span;
		if (end <= at) continue;
		const words = wordsOf(judgement);
		const isPlain = words !== null && bytes.toString("utf8", start, end).trim() === writeCommandLine(words);
		if (!isPlain || !isOperator(bytes.toString("utf8", at, start))) return none;
		plain.add(judgement);
		at = end;
	}
	return isOperator(bytes.toString("utf8", at)) ? plain : none;
}

function isOperator(text: string): boolean {
	return /^\s*(?:&&|\|\||;|\|)?\s*$/.test(text);
}

/** The form of spelling that the line is, of those that the host does not see through; null where it is none that is known. */
function findSpelling([program = "", ...rest]: readonly string[], { spellings }: Capabilities, line: string): string | null {
	const plain = writeCommandLine([program, ...rest]);
	const quoted = `${program.slice(0, 1)}""${writeCommandLine([program.slice(1), ...rest])}`;
	const found = spellings.find(
		({ entries, template }) =>
			entries === "restrict" && template.replace("{command}", () => plain).replace("{quoted}", () => quoted) === line.trim(),
	);
	return found?.form ?? null;
}
