/** The YAML library's fault codes, told in our words: what is wrong and what to write. */

import type { ErrorCode } from "yaml";

export interface YamlFault {
	readonly problem: string;
	readonly remedy: string;
}

interface FaultRow extends YamlFault {
	readonly code: ErrorCode;
	/** A word of the library's message, where one code has several meanings. */
	readonly word?: string;
}

const FAULTS: readonly FaultRow[] = [
	{ code: "TAB_AS_INDENT", problem: "a tab indents this line", remedy: "indent with blanks" },
	{ code: "BAD_INDENT", problem: "the indentation fits nothing above", remedy: "give all members of one map or list the same column" },
	{
		code: "BAD_SCALAR_START",
		problem: "text without quotes cannot start with this character",
		remedy: "put the text in quotes",
	},
	{
		code: "BAD_DQ_ESCAPE",
		problem: "the text holds an escape that YAML does not know",
		remedy: "write the text in single quotes, or `\\\\` for one `\\`",
	},
	{
		code: "BLOCK_AS_IMPLICIT_KEY",
		word: "sequence",
		problem: "the indentation fits nothing above",
		remedy: "give all members of one map or list the same column",
	},
	{
		code: "BLOCK_AS_IMPLICIT_KEY",
		problem: "a second `:` stands in this value",
		remedy: "put the value in quotes, or give the next key the column of this one",
	},
	{ code: "BLOCK_IN_FLOW", problem: "an indented map or list stands inside `[ ]` or `{ }`", remedy: "write it with `[ ]` or `{ }` too" },
	{ code: "KEY_OVER_1024_CHARS", problem: "the key is longer than 1,024 characters", remedy: "write a shorter key" },
	{ code: "MULTILINE_IMPLICIT_KEY", problem: "a key goes over several lines", remedy: "write `:` after the key on its line" },
	{ code: "MISSING_CHAR", word: "map values", problem: "a key has no `:`", remedy: "write `:` after the key" },
	{ code: "MISSING_CHAR", word: "Comments", problem: "a comment follows without a blank", remedy: "write a blank before `#`" },
	{ code: "MISSING_CHAR", word: "Missing ,", problem: "`,` is missing between two members", remedy: "write `,` between members" },
	{ code: "MISSING_CHAR", word: "Missing space", problem: "a blank is missing after `:`", remedy: "write a blank after `:`" },
	{ code: "MISSING_CHAR", word: "without -", problem: "a list member has no `-`", remedy: "start every member with `- `" },
	{ code: "MISSING_CHAR", problem: "a character is missing here", remedy: "close what was opened before" },
	{ code: "UNEXPECTED_TOKEN", word: "header", problem: "text follows `|` or `>` on its line", remedy: "start the text on the next line" },
	{
		code: "UNEXPECTED_TOKEN",
		word: "node end",
		problem: "there is text after the end of the value",
		remedy: "put the whole value in quotes",
	},
	{ code: "UNEXPECTED_TOKEN", word: "empty item", problem: "a `,` stands without a member before it", remedy: "take the `,` away" },
	{ code: "UNEXPECTED_TOKEN", word: ", in", problem: "a `,` stands without a member before it", remedy: "take the `,` away" },
	{ code: "UNEXPECTED_TOKEN", word: "flow-", problem: "a bracket closes nothing", remedy: "take it away, or put the text in quotes" },
];

const OTHER: YamlFault = { problem: "this is no YAML", remedy: "look at the indentation, the quotes and the brackets here" };

/**
 * What a fault of the library means.
 *
 * @example explainYamlFault("TAB_AS_INDENT", "…").remedy // "indent with blanks"
 */
export function explainYamlFault(code: ErrorCode, message: string): YamlFault {
	const { problem, remedy } = FAULTS.find((row) => row.code === code && message.includes(row.word ?? "")) ?? OTHER;
	return { problem, remedy };
}
