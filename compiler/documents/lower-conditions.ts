/** The condition forms of a document: names, `{name, value, required}`, `all`, `any`, `not`, `mode`, and bare lists. */

import type { ConditionNode } from "../syntax/ast.ts";
import { joinWords } from "./describe.ts";
import type { Fields, ItemReading } from "./item-reading.ts";
import type { DocumentNode } from "./tree.ts";

/** The key that says which form a map has; it holds one of them. */
const FORMS = ["name", "all", "any", "not", "mode"] as const;

/**
 * A condition of any form.
 *
 * @example `[a, {any: [b, c]}]` gives an `all` of the leaf `a` and an `any` of two leaves
 */
export function lowerCondition(node: DocumentNode, reading: ItemReading): ConditionNode {
	const { span } = node;
	if (node.kind === "text") return { kind: "leaf", name: reading.text(node), arguments: [], required: true, span };
	if (node.kind === "list") return { kind: "all", members: lowerMembers(node, reading), required: true, span };
	const fields = reading.fields(node);
	const required = reading.boolean(fields.get("required")?.value, true);
	const forms = FORMS.filter((form) => fields.has(form));
	const [form] = forms;
	const value = form === undefined ? undefined : fields.get(form)?.value;
	if (forms.length !== 1 || form === undefined || !value) {
		const keys = joinWords(FORMS.map((name) => `\`${name}\``));
		reading.report("not-one-key", node, { place: "a condition", keys, found: `${forms.length}`, remedy: "write one of them" });
		return { kind: "all", members: [], required, span };
	}
	switch (form) {
		case "name":
			return { kind: "leaf", name: reading.text(value), arguments: reading.texts(fields.get("value")?.value), required, span };
		case "not":
			return { kind: "not", member: lowerCondition(value, reading), required, span };
		case "mode":
			return { kind: reading.word(value, ["all", "any"]), members: modeMembers(fields, node, reading), required, span };
		default:
			return { kind: form, members: lowerMembers(value, reading), required, span };
	}
}

function modeMembers(fields: Fields, owner: DocumentNode, reading: ItemReading): readonly ConditionNode[] {
	const value = reading.required(fields, "conditions", owner, "a condition with `mode`");
	return value ? lowerMembers(value, reading) : [];
}

function lowerMembers(node: DocumentNode, reading: ItemReading): readonly ConditionNode[] {
	return reading.members(node).map((member) => lowerCondition(member, reading));
}
