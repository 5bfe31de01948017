import { expandHead, type Head } from "../target.ts";

/** The `Bash(…)` entries of a head, one per combination of alternatives. A final ` *` stands for any more words, also none. */
export function entriesOf(head: Head): readonly string[] {
	return expandHead(head).map((words) => `Bash(${words.join(" ")}${head.rest ?? (head.exact ? "" : " *")})`);
}
