/** `command_rules` and the short form of a document: the tree's rules. */

import { createHash } from "node:crypto";
import type { Effect, ListClause, RuleItem, Text } from "../syntax/ast.ts";
import type { Fields, ItemReading } from "./item-reading.ts";
import { readGlob } from "./literals.ts";
import { lowerArgs, lowerCommand, lowerExcept } from "./lower-commands.ts";
import { lowerCondition } from "./lower-conditions.ts";
import { OLDER_DECISIONS } from "./spellings.ts";
import type { DocumentNode } from "./tree.ts";

/** A clause that is not written. */
const UNWRITTEN = {
	sealed: false,
	override: false,
	args: null,
	except: null,
	writes: null,
	reads: null,
	env: null,
	when: null,
	onMismatch: null,
	onUnknown: null,
	reason: null,
	match: [],
	notMatch: [],
} as const satisfies Partial<RuleItem>;

/** One member of `command_rules`. */
export function lowerRule(node: DocumentNode, reading: ItemReading): RuleItem {
	const fields = reading.fields(node);
	const id = reading.required(fields, "id", node, "a command rule");
	const action = reading.required(fields, "action", node, "a command rule");
	const mismatch = fields.get("on_mismatch")?.value;
	const unknown = fields.get("on_unknown")?.value;
	const read = <T>(key: string, lower: (value: DocumentNode, reading: ItemReading) => T): T | null => {
		const value = fields.get(key)?.value;
		return value ? lower(value, reading) : null;
	};
	const examples: Fields = read("examples", (value) => reading.fields(value)) ?? new Map();
	return {
		kind: "rule",
		effect: action ? reading.word(action, ["deny", "request", "allow"], OLDER_DECISIONS) : "deny",
		name: reading.text(id ?? node),
		sealed: reading.boolean(fields.get("sealed")?.value, false),
		override: reading.boolean(fields.get("override")?.value, false),
		command: read("match", lowerCommand) ?? read("pattern", lowerCommand),
		args: read("args", lowerArgs),
		except: read("except", lowerExcept),
		writes: read("writes", listClause),
		reads: read("reads", listClause),
		env: read("env", listClause),
		when: read("conditions", lowerCondition) ?? read("when", lowerCondition),
		onMismatch: mismatch
			? { value: reading.word(mismatch, ["deny", "request", "allow", "skip"], OLDER_DECISIONS), span: mismatch.span }
			: null,
		onUnknown: unknown ? { value: reading.word(unknown, ["deny", "request"], OLDER_DECISIONS), span: unknown.span } : null,
		reason: read("reason", (value) => reading.text(value)),
		match: reading.texts(examples.get("match")?.value),
		notMatch: reading.texts(examples.get("not_match")?.value),
		span: node.span,
	};
}

/** One entry of the short form: a rule named by its decision and text, which is a glob. */
export function lowerShortForm(effect: Effect, node: DocumentNode, reading: ItemReading): RuleItem {
	const { span } = node;
	const written = reading.text(node);
	const name: Text = { value: shortFormName(effect, written.value), span: written.span };
	const glob = { kind: "glob", patterns: [readGlob(node, reading)], span } as const;
	return { kind: "rule", effect, name, ...UNWRITTEN, command: { kind: "matchers", matchers: [glob], span }, span };
}

/**
 * The name of a rule that the short form makes: the same wherever the same text has the same decision, so
 * that scopes add to each other's lists and never replace an entry.
 *
 * @example shortFormName("deny", "rm -rf .git") // "cmd-" and 20 hexadecimal digits of SHA-256
 */
export function shortFormName(effect: Effect, text: string): string {
	return `cmd-${createHash("sha256").update(`${effect}\0${text}`).digest("hex").slice(0, 20)}`;
}

function listClause(node: DocumentNode, reading: ItemReading): ListClause {
	return { entries: reading.texts(node), span: node.span };
}
