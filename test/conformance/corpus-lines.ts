/** Commands of the corpora as the oracle reads them: words that are known, without what only a shell's reader can tell. */

import type { Line, LineCommand, Surroundings, Word } from "../../compiler/ir/oracle/index.ts";
import { corpusRows } from "./requests.ts";

interface Row {
	readonly command: string;
	readonly commands?: readonly {
		readonly argv: readonly string[];
		readonly assign?: readonly string[];
		readonly flags?: readonly unknown[];
	}[];
}

const literal = (text: string): Word => [{ kind: "literal", text }];

/** What is known beside each command: nothing, and facts of both kinds. */
const NOTHING: Surroundings = { root: null, home: null, facts: {}, unattended: false };
const GIVEN: readonly Surroundings[] = [
	NOTHING,
	{
		root: "/root",
		home: "/home/me",
		facts: { git_is_worktree: true, git_clean_worktree: false, "git_branch_is main": true },
		unattended: false,
	},
	{ root: "/root", home: "/home/me", facts: { git_is_worktree: true, git_clean_worktree: true }, unattended: true },
];

/** Every command of the structure corpus whose words are all known and that stands alone, under one of the surroundings after the other. */
export function corpusCommands(): readonly { readonly line: Line; readonly given: Surroundings }[] {
	return corpusRows<Row>("shell-structure").flatMap(({ commands = [] }, at) => {
		const given = GIVEN[at % GIVEN.length];
		const [only, ...others] = commands;
		// A NUL ends a word where a shell puts it together, and no text of a line can hold one.
		if (
			!only ||
			others.length > 0 ||
			only.assign?.length ||
			only.flags?.length ||
			only.argv.length === 0 ||
			only.argv.join().includes("\0")
		)
			return [];
		const command: LineCommand = {
			words: only.argv.map(literal),
			assignments: [],
			redirections: [],
			earlier: [],
			directory: "/srv/work",
			lookup_changed: false,
			opaque: [],
		};
		return [{ line: { commands: [command], opaque: [] }, given: given ?? NOTHING }];
	});
}
