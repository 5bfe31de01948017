import type { CatalogueEntry } from "./entry.ts";

export const MEANING_DIAGNOSTICS = {
	"unknown-name": {
		code: "PC4001",
		severity: "error",
		message: "there is no {kind} named `{name}` here",
		help: "define it in this file or in one that it includes",
		example: "",
	},
	"automaton-too-large": {
		code: "PC4101",
		severity: "error",
		message: "the pattern takes {states} states, more than {limit}",
		help: "write fewer `flag` lines or alternatives, shorter repetitions, or several rules",
		example: "deny a {\n  command regex /a.{40}b/\n}\n",
	},
	"automaton-large": {
		code: "PC4102",
		severity: "warning",
		message: "the pattern takes {states} states; more than {limit} make every build and every bundle larger",
		help: "write fewer `flag` lines or alternatives, shorter repetitions, or several rules",
		example: "",
	},
	"regex-unsupported": {
		code: "PC4103",
		severity: "error",
		message: "the regex `{pattern}` cannot be read at character {at}: {problem}",
		help: "write it in the regular subset: `|`, groups, `*`, `+`, `?`, counted repetitions, `.`, classes, `\\d` and `\\w`",
		example: "deny a {\n  command regex /git (?=push)/\n}\n",
	},
	"flag-spelling": {
		code: "PC4104",
		severity: "error",
		message: "`{spelling}` is no spelling of an option",
		help: "write it as it is typed: `-x`, `-name` or `--name`",
		example: "",
	},
	"args-need-words": {
		code: "PC4105",
		severity: "error",
		message: "`args` cannot stand with {matcher}: there are no words after it to speak of",
		help: "write the command with `prefix`, or with `exact` and no `**`, or drop `args`",
		example: "deny a {\n  command glob `git push*`\n  args { flag `--force` }\n}\n",
	},
	"dead-rule": {
		code: "PC4106",
		severity: "warning",
		message: "the rule `{rule}` matches no command: {cause}",
		help: "correct it or remove it",
		example: "deny a {\n  command exact `ls`\n  args { some `x` }\n}\n",
	},
	"dead-exception": {
		code: "PC4107",
		severity: "warning",
		message: "exception {number} of the rule `{rule}` meets no command of the rule",
		help: "write an exception that is part of what the rule matches, or remove it",
		example: "deny a {\n  command prefix `git push`\n  except prefix `git pull`\n}\n",
	},
	"glob-unsupported": {
		code: "PC4108",
		severity: "error",
		message: "the glob `{pattern}` cannot be read at character {at}: {problem}",
		help: "close every class, as in `[abc]` or `[!a-z]`; write `\\[` for the character",
		example: "deny a {\n  command glob `git [push`\n}\n",
	},
} as const satisfies Record<string, CatalogueEntry>;
