import { Session } from "../compiler/diagnostics/session.ts";
import { EXIT } from "./exit.ts";
import { printDiagnostics } from "./load-policy.ts";
import type { OptionTable, Verb } from "./verb.ts";
import { VERBS } from "./verbs.ts";

interface Entry {
	readonly name: string;
	readonly summary: string;
	readonly options: OptionTable;
}

const SHELLS = {
	bash: renderBash,
	zsh: (entries: readonly Entry[]) => `autoload -U +X bashcompinit && bashcompinit\n${renderBash(entries)}`,
	fish: renderFish,
} as const satisfies Record<string, (entries: readonly Entry[]) => string>;

export const completion: Verb = {
	name: "completion",
	summary: "print a completion script for bash, zsh or fish",
	about: "Completes verbs and their options. Made from the tables that `--help` prints.",
	positional: "bash|zsh|fish",
	options: {},
	examples: [
		["source <(policyc completion bash)", "complete in this shell"],
		["policyc completion fish > ~/.config/fish/completions/policyc.fish", "complete in every fish shell"],
	],
	async run(call) {
		const shell = call.positionals[0] ?? "";
		const render = Object.hasOwn(SHELLS, shell) ? SHELLS[shell as keyof typeof SHELLS] : null;
		if (!render) {
			const session = new Session();
			session.report("bad-option-value", null, {
				option: "completion",
				value: shell,
				expected: `one of ${Object.keys(SHELLS).join(", ")}`,
			});
			printDiagnostics(call.io, session, undefined);
			return EXIT.invalid;
		}
		const entries = await Promise.all(VERBS.map(async (entry) => ({ ...entry, options: (await entry.load()).options })));
		call.io.out(render(entries));
		return EXIT.ok;
	},
};

function renderBash(entries: readonly Entry[]): string {
	const cases = entries.map((entry) => `    ${entry.name}) words="${optionWords(entry)}" ;;`);
	return [
		"_policyc() {",
		'  local current="${COMP_WORDS[COMP_CWORD]}" words',
		'  case "${COMP_WORDS[1]}" in',
		...cases,
		`    *) words="${entries.map((entry) => entry.name).join(" ")}" ;;`,
		"  esac",
		`  [ "$COMP_CWORD" -eq 1 ] && words="${entries.map((entry) => entry.name).join(" ")}"`,
		'  COMPREPLY=($(compgen -W "$words" -- "$current"))',
		"}",
		"complete -o default -F _policyc policyc",
		"",
	].join("\n");
}

function renderFish(entries: readonly Entry[]): string {
	const lines = entries.flatMap((entry) => [
		`complete -c policyc -n __fish_use_subcommand -a ${entry.name} -d ${quoteFish(entry.summary)}`,
		...Object.entries({ ...entry.options, help: { help: "explain this verb" } }).map(([name, spec]) => {
			const value = "value" in spec && spec.value !== undefined ? " -r" : "";
			return `complete -c policyc -n "__fish_seen_subcommand_from ${entry.name}" -l ${name}${value} -d ${quoteFish(spec.help)}`;
		}),
	]);
	return `${lines.join("\n")}\n`;
}

function optionWords(entry: Entry): string {
	return [...Object.keys(entry.options), "help"].map((name) => `--${name}`).join(" ");
}

function quoteFish(text: string): string {
	return `'${text.replace(/[\\']/g, "\\$&")}'`;
}
