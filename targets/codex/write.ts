import { writeStarlarkCall, writeStarlarkComment } from "../writer/starlark.ts";
import type { CodexModel, CodexRule } from "./lower.ts";

/** The text of `codex.rules`. */
export function writeCodex(model: CodexModel): string {
	const blocks = [writeStarlarkComment(`policyc: policy ${model.policy_hash}`), ...[...model.opaque, ...model.rules].map(writeRule)];
	return blocks.join("\n");
}

function writeRule(rule: CodexRule): string {
	return writeStarlarkCall("prefix_rule", [
		["pattern", rule.pattern.map((alternatives) => (alternatives.length === 1 ? (alternatives[0] ?? "") : alternatives))],
		["decision", rule.decision],
		["justification", rule.justification],
		["match", rule.match],
		["not_match", rule.not_match],
	]);
}
