/** Completion scripts, made from the tables of verbs and options. */

import type { OptionSpec, OptionTable } from "./verb.ts";

/** A verb as a script needs it. */
export interface Entry {
	readonly name: string;
	readonly summary: string;
	readonly options: OptionTable;
	/** What may stand as its argument, where that is a closed list. */
	readonly arguments: readonly string[];
}

/** Each shell's script, by the shell's name. */
export const SCRIPTS = {
	bash: renderBash,
	zsh: renderZsh,
	fish: renderFish,
} as const satisfies Record<string, (entries: readonly Entry[]) => string>;

/**
 * A bash script: verbs, then the verb's options; after an option with a value its values, or file names.
 * `complete -o default` falls back to file names where nothing is offered (bash manual, Programmable Completion).
 */
function renderBash(entries: readonly Entry[]): string {
	const verbs = entries.map((entry) => entry.name).join(" ");
	return [
		"_policyc() {",
		'  local verb="${COMP_WORDS[1]}" current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" words=""',
		"  COMPREPLY=()",
		'  if [ "$COMP_CWORD" -eq 1 ]; then',
		`    words="${verbs} --help --version"`,
		"  else",
		'    case "$verb $previous" in',
		...entries.flatMap(valueCases),
		"      *)",
		'        case "$verb" in',
		...entries.map((entry) => `          ${entry.name}) words="${[...entry.arguments, ...optionNames(entry)].join(" ")}" ;;`),
		"        esac ;;",
		"    esac",
		"  fi",
		'  COMPREPLY=($(compgen -W "$words" -- "$current"))',
		"}",
		"complete -o default -F _policyc policyc",
		"",
	].join("\n");
}

function valueCases(entry: Entry): string[] {
	return Object.entries(entry.options).flatMap(([name, spec]) => {
		if (spec.value === undefined) return [];
		const values = valuesOf(spec);
		return [`      "${entry.name} --${name}") ${values.length > 0 ? `words="${values.join(" ")}"` : "return"} ;;`];
	});
}

/** zsh runs the bash script through its own `bashcompinit`. */
function renderZsh(entries: readonly Entry[]): string {
	return [
		"(( $+functions[compdef] )) || { autoload -U +X compinit && compinit }",
		"autoload -U +X bashcompinit && bashcompinit",
		renderBash(entries),
	].join("\n");
}

function renderFish(entries: readonly Entry[]): string {
	const lines = entries.flatMap((entry) => [
		`complete -c policyc -n __fish_use_subcommand -a ${entry.name} -d ${quoteFish(entry.summary)}`,
		...entry.arguments.map((word) => `complete -c policyc -n "__fish_seen_subcommand_from ${entry.name}" -a ${word}`),
		...Object.entries({ ...entry.options, help: { help: "explain this verb" } }).map(([name, spec]: [string, OptionSpec]) => {
			const values = valuesOf(spec);
			const value = spec.value === undefined ? "" : values.length > 0 ? ` -x -a ${quoteFish(values.join(" "))}` : " -r";
			return `complete -c policyc -n "__fish_seen_subcommand_from ${entry.name}" -l ${name}${value} -d ${quoteFish(spec.help)}`;
		}),
	]);
	return `${lines.join("\n")}\n`;
}

function valuesOf(spec: OptionSpec): readonly string[] {
	return spec.choices ?? spec.offers ?? [];
}

function optionNames(entry: Entry): string[] {
	return [...Object.keys(entry.options), "help"].map((name) => `--${name}`);
}

/** In fish's single quotes only the quote and the backslash are special. */
function quoteFish(text: string): string {
	return `'${text.replace(/[\\']/g, "\\$&")}'`;
}
