import type { Decision } from "../../compiler/ir/types.ts";
import { expandHead, type Head } from "../target.ts";

/**
 * The `Bash(…)` entries of a head, one per combination of alternatives. A final ` *` stands for any more words, also none. An
 * entry that asks always has a star: one that names a whole command would come before a deny with a star.
 */
export function entriesOf(head: Head, decision: Decision): readonly string[] {
	return expandHead(head).map((words) => {
		const text = words.join(" ") + (head.rest ?? (head.exact ? "" : " *"));
		return `Bash(${decision === "request" && !text.includes("*") ? `${text} *` : text})`;
	});
}
