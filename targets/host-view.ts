/** What one host does by its artifact alone: for tests, `explain` and `doctor`. */

import type { CompiledPolicy } from "../compiler/ir/compiled.ts";
import type { Decision } from "../compiler/ir/types.ts";
import { groundOf, UNCONDITIONAL } from "./emit-build.ts";
import { decideByLists } from "./plan/extents.ts";
import type { HoldOptions } from "./plan/read-policy.ts";
import { HOST_TARGETS } from "./table.ts";
import type { Capabilities, Harness, HostList, Loss, Registry } from "./target.ts";

/** A host with the artifact that a build makes for it. */
export interface HostView {
	readonly capabilities: Capabilities;
	/** The text of the artifact. */
	readonly artifact: string;
	/** The host's lists in the order in which it asks them. */
	readonly lists: readonly HostList[];
	/** Per rule, in IR order, how the artifact stands to it. */
	readonly losses: readonly Loss[];
}

/** What a host does with a plainly written command. `decision` is null where no entry holds it: then `reason` says what the host does by itself. */
export interface HostDecision {
	readonly decision: Decision | null;
	/** The list and the entry that decide. */
	readonly list: string | null;
	readonly entry: string | null;
	readonly reason: string;
}

/** The view of a host on a policy; `registry` is the built-in one. */
export function viewHost(policy: CompiledPolicy, host: Harness, registry: Registry, options: HoldOptions = UNCONDITIONAL): HostView {
	const { compiled, facts } = groundOf(policy, registry, options);
	const { file, result, lists } = HOST_TARGETS[host].emit(compiled, facts);
	return { capabilities: result.capabilities, artifact: file.content, lists, losses: result.losses };
}

/**
 * What the host alone would do with the words of one plainly written command.
 *
 * @example hostDecision(viewHost(compiled, "codex", registry), ["git", "push"]).decision // "deny", or null where no entry holds it
 */
export function hostDecision({ lists, capabilities }: HostView, words: readonly string[]): HostDecision {
	const found = decideByLists(lists, words);
	if (!found) return { decision: null, list: null, entry: null, reason: capabilities.unmatched.text };
	const { list, entry } = found;
	return { decision: list.decision, list: list.name, entry: entry.shown, reason: `${entry.shown} in ${list.name}` };
}
