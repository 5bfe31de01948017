import { expandHead, type Head } from "../target.ts";

/**
 * The `Shell(…)` entries of a head, one per combination of alternatives. Without a star an entry is a prefix of whole
 * words, with one it is all of the line; `program:` names all the arguments.
 */
export function entriesOf(head: Head): readonly string[] {
	return expandHead(head).map(([program = "", ...args]) => {
		if (head.rest !== null) return `Shell(${[program, ...args].join(" ")}${head.rest})`;
		return head.exact ? `Shell(${program}:${args.join(" ")})` : `Shell(${[program, ...args].join(" ")})`;
	});
}
