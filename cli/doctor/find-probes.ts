/** Commands whose decision is known whatever the state of the machine: what a live hook and a host are asked about. */

import { decide, type Prepared } from "../../runtime/typescript/index.ts";
import { type HostView, hostDecision, sampleRules } from "../../targets/index.ts";
import type { HostProbe } from "../../targets/install.ts";
import type { Built } from "../build.ts";
import { REGISTRY } from "../registry.ts";

/** A line that every policy refuses: no command line holds NUL. */
const NEVER_VALID = "policyc\u0000doctor";

/** One line, what of the policy decides it, and whether it is refused or allowed. */
export interface Probe {
	readonly line: string;
	/** For people. */
	readonly about: string;
}

/** A line that the policy refuses without asking anything of the machine. There always is one. */
export function findDenied(part: Built, prepared: Prepared): Probe {
	return (
		findProbe(part, prepared, "deny") ?? {
			line: NEVER_VALID,
			about: "a line that is no command line; no rule of the policy refuses one without a condition",
		}
	);
}

/** A line that the policy allows without asking anything of the machine; null where none is found. */
export function findAllowed(part: Built, prepared: Prepared): Probe | null {
	return findProbe(part, prepared, "allow");
}

function findProbe({ resolved }: Built, prepared: Prepared, wanted: "allow" | "deny"): Probe | null {
	for (const { rule, effect, line: sample } of sampleRules(resolved.compiled, REGISTRY)) {
		if (effect !== wanted) continue;
		for (const line of [...(resolved.rules.get(rule)?.match.map(({ value }) => value) ?? []), sample]) {
			const verdict = decide(prepared, { command: line, cwd: null, facts: {}, unattended: false });
			if (verdict.decision === wanted && verdict.by === "rule") return { line, about: `\`${line}\`, by rule ${verdict.rule}` };
		}
	}
	return null;
}

/** A command that the host's own configuration refuses; null where it refuses none that is known here. */
export function findHostProbe({ resolved }: Built, view: HostView, prepared: Prepared): HostProbe | null {
	const { actions } = view.capabilities;
	for (const { effect, line } of sampleRules(resolved.compiled, REGISTRY)) {
		if (effect !== "deny") continue;
		const { commands } = decide(prepared, { command: line, cwd: null, facts: {}, unattended: false });
		const words = commands[0]?.argv ?? [];
		if (commands.length === 1 && words.join(" ") === line && hostDecision(view, words).decision === "deny")
			return { text: line, words, answer: actions.deny };
	}
	return null;
}
