import { Session } from "../compiler/diagnostics/session.ts";
import { suggest } from "../compiler/diagnostics/suggest.ts";
import { type Entry, SCRIPTS } from "./completion-scripts.ts";
import { EXIT } from "./exit.ts";
import { printDiagnostics } from "./load-policy.ts";
import { SHARED, type Verb } from "./verb.ts";
import { VERBS } from "./verbs.ts";

const SHELLS = Object.keys(SCRIPTS);

export const completion: Verb = {
	name: "completion",
	summary: "print a completion script for bash, zsh or fish",
	about: "Completes verbs, their options and the options' values. Made from the tables that `--help` prints.",
	positional: SHELLS.join("|"),
	options: { json: SHARED.json },
	examples: [
		["source <(policyc completion bash)", "complete in this shell"],
		["policyc completion fish > ~/.config/fish/completions/policyc.fish", "complete in every fish shell"],
	],
	async run(call) {
		const shell = call.positionals[0] ?? "";
		const render = Object.entries(SCRIPTS).find(([name]) => name === shell)?.[1];
		if (!render) {
			const session = new Session();
			const expected = `one of ${SHELLS.join(", ")}`;
			if (shell === "") session.report("missing-option", null, { option: SHELLS.join("|"), usage: "policyc completion bash" });
			else
				session.report("bad-option-value", null, { option: "completion", value: shell, expected }, { suggestion: suggest(shell, SHELLS) });
			printDiagnostics(call.io, session, undefined);
			return EXIT.invalid;
		}
		const script = render(await Promise.all(VERBS.map(async ({ load }) => entryOf(await load()))));
		call.io.out(call.on("json") ? `${JSON.stringify({ shell, script }, null, "\t")}\n` : script);
		return EXIT.ok;
	},
};

function entryOf({ name, summary, options, positional }: Verb): Entry {
	return { name, summary, options, arguments: positional?.includes("|") ? positional.split("|") : [] };
}
