/** Shows an `args` line as it is written in a policy. */

import type { ArgLine } from "../../ir/types.ts";

/**
 * The line's text, for messages.
 *
 * @example describeLine({ kind: "not", line: { kind: "flag", spellings: ["-f"] } }) // "not flag -f"
 */
export function describeLine(line: ArgLine): string {
	switch (line.kind) {
		case "flag":
			return `flag ${line.spellings.join(" ")}`;
		case "option":
			return `option ${line.name} ${line.values.join(" ")}`;
		case "operand":
			return `${line.every ? "every operand" : "operand"} ${line.patterns.join(" ")}`;
		case "operand_under":
			return `${line.every ? "every operand" : "operand"} under ${line.paths.map((path) => `"${path}"`).join(" ")}`;
		case "words":
			return `${line.every ? "every" : "some"} ${line.patterns.join(" ")}`;
		case "count":
			return `count ${line.operator} ${line.value}`;
		case "not":
			return `not ${describeLine(line.line)}`;
		case "any":
			return `any { ${line.lines.map(describeLine).join("; ")} }`;
	}
}
