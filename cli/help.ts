/** Prints help from the declared tables, so that it cannot fall behind them. */

import type { Verb } from "./verb.ts";

/** `policyc --help`: every verb with its summary. */
export function renderOverview(verbs: readonly { readonly name: string; readonly summary: string }[]): string {
	const width = Math.max(...verbs.map((verb) => verb.name.length));
	return [
		"policyc: one policy about the shell commands of coding agents, compiled into everything that enforces it",
		"",
		"Usage: policyc VERB [options]",
		"",
		...verbs.map((verb) => `  ${verb.name.padEnd(width)}  ${verb.summary}`),
		"",
		"Start with:",
		"  policyc init && policyc build && policyc eval --command 'git push --force'",
		"",
		"`policyc VERB --help` explains one verb. Exit statuses: 0 done or allow, 1 internal error, 2 drift or",
		"mismatch, 3 deny, 4 request, 5 a test failed, 6 invalid input, policy or usage, 7 a needed tool is missing.",
		"",
	].join("\n");
}

/** `policyc VERB --help`. */
export function renderHelp(verb: Verb): string {
	const positional = verb.positional === undefined ? "" : ` ${verb.positional}`;
	const options = Object.entries(verb.options).map(([name, spec]) => {
		return [`--${name}${spec.value === undefined ? "" : ` ${spec.value}`}`, spec.help] as const;
	});
	const width = Math.max(0, ...options.map(([left]) => left.length));
	return [
		`policyc ${verb.name}: ${verb.summary}`,
		"",
		`Usage: policyc ${verb.name} [options]${positional}`,
		"",
		...fold(verb.about, 100),
		"",
		...(options.length > 0 ? ["Options:", ...options.map(([left, help]) => `  ${left.padEnd(width)}  ${help}`), ""] : []),
		"Examples:",
		...verb.examples.flatMap(([command, does]) => [`  ${command}`, `      ${does}`]),
		"",
	].join("\n");
}

/** Folds text at blanks to lines of at most `width` columns. */
export function fold(text: string, width: number): string[] {
	const lines: string[] = [];
	let line = "";
	for (const word of text.split(/\s+/)) {
		if (line && line.length + 1 + word.length > width) {
			lines.push(line);
			line = word;
		} else {
			line = line ? `${line} ${word}` : word;
		}
	}
	return [...lines, line];
}
