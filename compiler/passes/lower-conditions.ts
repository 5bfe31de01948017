/** Lowers `when` to the IR's condition tree: names inlined, arguments checked, groups in canonical order. */

import type { Session } from "../diagnostics/session.ts";
import { sortedSetOf } from "../ir/canonical.ts";
import { type ArgumentKind, isPredicate, OPERATING_SYSTEMS, PREDICATES } from "../ir/predicates.ts";
import type { Condition } from "../ir/types.ts";
import type { ConditionNode, Text } from "../syntax/ast.ts";
import { isPathPattern } from "./lower-paths.ts";
import { type Names, reportUnknownName } from "./resolve-names.ts";

const MAX_DEPTH = 32;

/** A `when` as an IR group (a lone predicate becomes an `all` of one), or null if it was broken and reported. */
export function lowerWhen(node: ConditionNode, names: Names, session: Session): Condition | null {
	const condition = lowerNode(node, { names, session, open: [], depth: 0 });
	if (condition === null) return null;
	return "mode" in condition && condition.mode !== "not" ? { ...condition, required: true } : group("all", [condition], true);
}

interface Context {
	readonly names: Names;
	readonly session: Session;
	/** Conditions being inlined, to find cycles. */
	readonly open: readonly string[];
	readonly depth: number;
}

function lowerNode(node: ConditionNode, context: Context): Condition | null {
	const { session } = context;
	if (context.depth > MAX_DEPTH) {
		session.report("condition-too-deep", node.span, { limit: MAX_DEPTH });
		return null;
	}
	const inner = { ...context, depth: context.depth + 1 };
	switch (node.kind) {
		case "leaf":
			return lowerLeaf(node, context);
		case "not": {
			const member = lowerNode(node.member, inner);
			return member && { mode: "not", conditions: [{ ...member, required: true }], required: node.required };
		}
		default: {
			if (node.members.length === 0) {
				session.report("empty-group", node.span, { mode: node.kind });
				return null;
			}
			if (!node.required) session.report("optional-group", node.span, { mode: node.kind });
			return lowerMembers(node.kind, node.members, inner);
		}
	}
}

function lowerMembers(mode: "all" | "any", members: readonly ConditionNode[], context: Context): Condition | null {
	const lowered = members.map((member) => lowerNode(member, context));
	const whole = lowered.filter((member) => member !== null);
	return whole.length < lowered.length ? null : group(mode, whole, true);
}

/** A group in canonical form: an `all` inside an `all` is taken apart, members are a sorted set. */
function group(mode: "all" | "any", members: readonly Condition[], required: boolean): Condition {
	const flat =
		mode === "all" ? members.flatMap((member) => ("mode" in member && member.mode === "all" ? member.conditions : [member])) : members;
	return { mode, conditions: sortedSetOf(flat), required };
}

function lowerLeaf(node: Extract<ConditionNode, { kind: "leaf" }>, context: Context): Condition | null {
	const { names, session } = context;
	const name = node.name.value;
	const named = names.conditions.get(name);
	if (named && !isPredicate(name)) {
		if (context.open.includes(name)) {
			session.report("cyclic-name", node.name.span, { kind: "condition", name });
			return null;
		}
		if (node.arguments[0])
			session.report("argument-count", node.arguments[0].span, {
				name,
				expected: "no argument",
				count: node.arguments.length,
				usage: name,
			});
		if (!node.required) session.report("optional-group", node.span, { mode: name });
		return lowerMembers("all", named.members, { ...context, open: [...context.open, name], depth: context.depth + 1 });
	}
	if (!isPredicate(name)) {
		reportUnknownName("predicate or condition", node.name, [...Object.keys(PREDICATES), ...names.conditions.keys()], session);
		return null;
	}
	const kinds: readonly ArgumentKind[] = PREDICATES[name].arguments;
	if (node.arguments.length !== kinds.length) {
		const expected = kinds.length === 0 ? "no argument" : kinds.map((kind) => `a ${kind}`).join(" and ");
		const usage = [name, ...kinds.map((kind) => `"${kind.toUpperCase()}"`)].join(" ");
		session.report("argument-count", node.span, { name, expected, count: node.arguments.length || "none", usage });
		return null;
	}
	const good = kinds.every((kind, at) => checkArgument(name, kind, node.arguments[at] as Text, session));
	const value = kinds.length === 0 ? null : node.arguments.map((argument) => argument.value).join(" ");
	return good ? { name, value, required: node.required } : null;
}

function checkArgument(name: string, kind: ArgumentKind, argument: Text, session: Session): boolean {
	const wrong = (expected: string) => {
		session.report("bad-argument", argument.span, { name, value: argument.value, expected });
		return false;
	};
	if (argument.value === "") return wrong("text");
	if (kind === "path" && !isPathPattern(argument.value)) return wrong("a path that starts with `./`, `~/` or `/`");
	if (kind === "name" && !/^[A-Za-z_][A-Za-z0-9_]*$/.test(argument.value)) return wrong("an environment variable's name");
	if (kind === "os" && !OPERATING_SYSTEMS.some((os) => os === argument.value)) return wrong(`one of ${OPERATING_SYSTEMS.join(", ")}`);
	return true;
}
