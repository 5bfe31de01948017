/**
 * Other ways to write a command: those of the coverage matrix of the hosts, each with how Codex cuts its line. For tests that ask hosts about
 * commands that are not plainly written.
 */

import { writeCommandLine } from "../../targets/writer/shell.ts";

/** A line to ask a host about; `parts` are the word lists that Codex makes of it: the commands of a plain list, else its shell. */
export interface SpelledLine {
	/** The way, as the loss report names it. */
	readonly template: string;
	readonly text: string;
	readonly parts: readonly (readonly string[])[];
}

interface Form {
	readonly template: string;
	readonly write: (command: string, words: readonly string[]) => string;
	/** The word lists of the line, where it is a plain list of commands; absent: Codex gives the whole line to its shell. */
	readonly cut?: (words: readonly string[]) => readonly (readonly string[])[];
}

const OTHER = ["echo", "ok"];

/** The rows of the matrix. A line that Codex takes for a plain list is cut at its operators, quotes taken off. */
const FORMS: readonly Form[] = [
	{ template: "echo ok && {command}", write: (command) => `echo ok && ${command}`, cut: (words) => [OTHER, words] },
	{ template: "{command}; echo ok", write: (command) => `${command}; echo ok`, cut: (words) => [words, OTHER] },
	{ template: "echo ok | {command}", write: (command) => `echo ok | ${command}`, cut: (words) => [OTHER, words] },
	{ template: "({command})", write: (command) => `( ${command} )` },
	{ template: "{command} > x", write: (command) => `${command} > out.txt` },
	{ template: "X=x {command}", write: (command) => `FOO=1 ${command}` },
	{ template: "env {command}", write: (command) => `env ${command}`, cut: (words) => [["env", ...words]] },
	{ template: "sudo {command}", write: (command) => `sudo ${command}`, cut: (words) => [["sudo", ...words]] },
	{
		template: "bash -c '{command}'",
		write: (command) => `bash -c ${writeCommandLine(["x", command]).slice(2)}`,
		cut: (words) => [shellOf(words)],
	},
	{ template: "echo $({command})", write: (command) => `echo $(${command})` },
	{ template: "{quoted}", write: (_, words) => writeQuoted(words) },
	{ template: "\\{command}", write: (command) => `\\${command}` },
	{
		template: "/usr/bin/{command}",
		write: (command) => `/usr/bin/${command}`,
		cut: ([program = "", ...rest]) => [[`/usr/bin/${program}`, ...rest]],
	},
	{ template: "if true; then {command}; fi", write: (command) => `if true; then ${command}; fi` },
	{ template: "{blanks}", write: (_, [program = "", ...rest]) => `${program}  ${writeRest(rest)}`, cut: (words) => [words] },
	{ template: "xargs {command}", write: (command) => `xargs ${command}`, cut: (words) => [["xargs", ...words]] },
	{
		template: "eval '{command}'",
		write: (command) => `eval ${writeCommandLine(["x", command]).slice(2)}`,
		cut: (words) => [["eval", writeCommandLine(words)]],
	},
	{
		template: "echo '{command}' | sh",
		write: (command) => `echo ${writeCommandLine(["x", command]).slice(2)} | sh`,
		cut: (words) => [["echo", writeCommandLine(words)], ["sh"]],
	},
	{ template: "{variable}", write: (_, [program = "", ...rest]) => `V=${program}; $V ${writeRest(rest)}` },
	{
		template: "{upper}",
		write: (_, [program = "", ...rest]) => `${program.toUpperCase()} ${writeRest(rest)}`,
		cut: ([program = "", ...rest]) => [[program.toUpperCase(), ...rest]],
	},
];

/** How many ways there are. */
export const FORM_COUNT = FORMS.length;

/** A command in one of the ways, by number. */
export function spellCommand(words: readonly string[], at: number): SpelledLine {
	const known = FORMS[at % FORMS.length];
	if (!known) throw new RangeError("there is no form of that number");
	const text = known.write(writeCommandLine(words), words).trimEnd();
	return { template: known.template, text, parts: known.cut?.(words) ?? [["/bin/bash", "-lc", text]] };
}

/** The template of a plainly written command. */
export const PLAIN = "{command}";

/** A command as it is written plainly. */
export function plainLine(words: readonly string[]): SpelledLine {
	return { template: PLAIN, text: writeCommandLine(words), parts: [words] };
}

function shellOf(words: readonly string[]): readonly string[] {
	return ["bash", "-c", writeCommandLine(words)];
}

/** Words behind a program, without what only a first word needs. */
function writeRest(words: readonly string[]): string {
	return writeCommandLine(["x", ...words]).slice(2);
}

function writeQuoted([program = "", ...rest]: readonly string[]): string {
	return `${program.slice(0, 1)}""${program.slice(1)} ${writeRest(rest)}`;
}
