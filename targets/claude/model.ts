import type { Decision } from "../../compiler/ir/types.ts";
import type { Extent, Head, HostList, HostModel } from "../target.ts";
import { entriesOf } from "./entries.ts";
import type { ClaudeModel } from "./lower.ts";

/**
 * Claude Code asks its deny, ask and allow lists in this order, but an ask that names one whole command comes before a
 * deny with a star. Deny and ask entries are held against words with their quotes taken off, allow entries against the text.
 */
export const CLAUDE_MODEL: HostModel<ClaudeModel> = {
	extentsOf: (head: Head, decision: Decision) => entriesOf(head, decision).flatMap((entry) => readEntry(entry, decision)),
	readLists: ({ permissions: { allow, ask, deny } }) => [
		listOf("deny", "deny", deny.filter(isWhole)),
		listOf("ask", "request", ask.filter(isWhole)),
		listOf("deny", "deny", deny),
		listOf("ask", "request", ask),
		listOf("allow", "allow", allow),
	],
};

function listOf(name: string, decision: Decision, entries: readonly string[]): HostList {
	return { name, decision, entries: entries.flatMap((shown) => readEntry(shown, decision).map((extent) => ({ shown, extent }))) };
}

/** Whether an entry names one command and no more. */
function isWhole(entry: string): boolean {
	return !entry.includes("*");
}

function readEntry(entry: string, decision: Decision): readonly Extent[] {
	const text = /^Bash\((.+)\)$/s.exec(entry)?.[1];
	if (text === undefined) return [];
	const words = (of: string) => of.split(" ").map((word) => [word]);
	if (!text.includes("*")) return [{ kind: "words", words: words(text), exact: true }];
	// A final ` *` may be nothing where it is the only star.
	if (text.endsWith(" *") && text.indexOf("*") === text.length - 1)
		return [{ kind: "words", words: words(text.slice(0, -2)), exact: false }];
	return [{ kind: "text", glob: text, quoted: decision === "allow" }];
}
