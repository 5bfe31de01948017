import type { CompiledPolicy } from "../../compiler/ir/compiled.ts";
import type { Decision } from "../../compiler/ir/types.ts";
import { expandHead, type Head, type HostContext, type Lowered, lossOf } from "../target.ts";

/** The tree of the settings file; keys in the order of the file. */
export interface ClaudeModel {
	readonly permissions: { readonly allow: readonly string[]; readonly ask: readonly string[]; readonly deny: readonly string[] };
}

/**
 * Rules to `Bash(…)` entries, in the order of the plans, each entry once. An ask whose commands are all
 * denied is left out: the deny says it all.
 */
export function lowerClaude(_: CompiledPolicy, context: HostContext): Lowered<ClaudeModel> {
	const commands = (effect: Decision) =>
		context.plans.flatMap((plan) => (plan.rule.effect === effect ? plan.heads.flatMap(commandsOf) : []));
	const denied = commands("deny");
	const asked = commands("request").filter((command) => !denied.some((wider) => covers(wider, command)));
	const model: ClaudeModel = {
		permissions: { allow: entriesOf(commands("allow")), ask: entriesOf(asked), deny: entriesOf(denied) },
	};
	return { model, losses: context.plans.map((plan) => lossOf("claude", plan)) };
}

interface Command {
	readonly words: readonly string[];
	readonly exact: boolean;
}

function commandsOf(head: Head): readonly Command[] {
	return expandHead(head).map((words) => ({ words, exact: head.exact }));
}

function covers(wider: Command, command: Command): boolean {
	return !wider.exact && wider.words.every((word, at) => command.words[at] === word);
}

/** A final ` *` stands for any more words, also none. */
function entriesOf(commands: readonly Command[]): readonly string[] {
	return [...new Set(commands.map(({ words, exact }) => `Bash(${words.join(" ")}${exact ? "" : " *"})`))];
}
