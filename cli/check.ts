import { renderJson } from "../compiler/diagnostics/render.ts";
import { Session } from "../compiler/diagnostics/session.ts";
import { bundleOf } from "../targets/index.ts";
import { EXIT } from "./exit.ts";
import { exitFor } from "./exit-for.ts";
import { loadSelected, plural, printDiagnostics } from "./load-policy.ts";
import { REGISTRY } from "./registry.ts";
import { runExamples } from "./run-examples.ts";
import { POLICY_OPTIONS, SHARED, type Verb } from "./verb.ts";

export const check: Verb = {
	name: "check",
	summary: "parse, validate and try the examples, without writing anything",
	about:
		"Does all that `build` does before it writes: every broken item of every file is reported in one run, seals and trust are decided, examples and scenarios are tried.",
	options: { ...POLICY_OPTIONS, json: SHARED.json },
	examples: [
		["policyc check", "check the policy of this repository"],
		["policyc check --harness codex --format github", "check what applies in Codex; annotate a pull request"],
	],
	async run(call) {
		const session = new Session();
		const loaded = loadSelected(call, session);
		const tried = loaded ? runExamples(loaded.resolved, () => bundleOf(loaded.resolved.compiled, REGISTRY), session).places.size : 0;
		const ok = loaded !== null && !session.failed;
		if (call.on("json")) {
			const rules = loaded?.resolved.policy.rules.length ?? null;
			const hash = loaded?.resolved.policyHash ?? null;
			call.io.out(
				`${JSON.stringify({ ok, policy_hash: hash, rules, examples: tried, diagnostics: session.diagnostics.map(renderJson) }, null, "\t")}\n`,
			);
		} else {
			printDiagnostics(call.io, session, call.text("format"));
			if (ok && loaded) {
				const { policy, policyHash } = loaded.resolved;
				call.io.out(`ok: ${plural(policy.rules.length, "rule")}, ${plural(tried, "example")} kept, policy ${policyHash.slice(0, 12)}\n`);
			}
		}
		return ok ? EXIT.ok : exitFor(session);
	},
};
