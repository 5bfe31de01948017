/** A document's fields to the items of the tree. FIELDS is the list of what a scope file holds. */

import type { Session } from "../diagnostics/session.ts";
import type { Item, RuleItem } from "../syntax/ast.ts";
import { type Fields, ItemReading } from "./item-reading.ts";
import { lowerDefault, lowerFallback, lowerScope, lowerVersion } from "./lower-headers.ts";
import { lowerCarried, lowerNamedCondition, lowerPattern, lowerProgram, lowerTest, lowerWords, lowerWrapper } from "./lower-items.ts";
import { lowerRule, lowerShortForm } from "./lower-rules.ts";
import { SHORT_FORMS } from "./spellings.ts";
import type { DocumentNode, MapEntry, MapNode } from "./tree.ts";

/**
 * The items of a document, in source order.
 *
 * @param faulty pointers of values that were already reported: items that hold one are left out without another word
 */
export function lowerDocument(root: MapNode, faulty: ReadonlySet<string>, session: Session): readonly Item[] {
	const lowering = new DocumentLowering(root, faulty, session);
	for (const entry of root.entries) {
		const { value: field } = entry.key;
		if (Object.hasOwn(FIELDS, field)) FIELDS[field]?.(entry, lowering);
		else if (field.startsWith("x-")) lowering.one(entry.value, (reading) => lowerCarried(entry, reading));
	}
	return lowering.items;
}

type LowerField = (entry: MapEntry, lowering: DocumentLowering) => void;

const version: LowerField = (entry, lowering) => lowering.one(entry.value, (reading) => lowerVersion(entry, reading));
const scope: LowerField = (_entry, lowering) => lowering.scope();
const carried: LowerField = (entry, lowering) => lowering.one(entry.value, (reading) => lowerCarried(entry, reading));
const ofEntries =
	(lower: (entry: MapEntry, reading: ItemReading) => Item): LowerField =>
	(entry, lowering) =>
		lowering.entries(entry.value, lower);
const ofMembers =
	(lower: (node: DocumentNode, reading: ItemReading) => Item): LowerField =>
	(entry, lowering) =>
		lowering.members(entry.value, lower);

const FIELDS: Readonly<Record<string, LowerField>> = {
	version,
	policy_version: version,
	scope,
	name: scope,
	sealed: scope,
	task_domain: scope,
	task_instance: scope,
	default: (entry, lowering) => lowering.one(entry.value, (reading) => lowerDefault(entry, reading)),
	fallbacks: ofEntries(lowerFallback),
	include: (entry, lowering) => {
		const lower = (node: DocumentNode, reading: ItemReading): Item => ({ kind: "include", path: reading.text(node), span: node.span });
		if (entry.value.kind === "list") lowering.members(entry.value, lower);
		else lowering.one(entry.value, (reading) => lower(entry.value, reading));
	},
	words: ofEntries(lowerWords),
	patterns: ofEntries(lowerPattern),
	conditions: ofEntries(lowerNamedCondition),
	commands: (entry, lowering) => lowering.shortForms(entry.value),
	command_rules: ofMembers(lowerRule),
	tests: ofMembers(lowerTest),
	programs: ofEntries(lowerProgram),
	wrappers: ofEntries(lowerWrapper),
	carry: ofEntries(lowerCarried),
	required_checks: carried,
	approval: carried,
	tooling: carried,
	observability: carried,
	security: carried,
	// For people: no part of the policy.
	notes: () => {},
};

class DocumentLowering {
	readonly items: Item[] = [];
	private readonly top: Fields;
	private readonly faulty: ReadonlySet<string>;
	private readonly session: Session;
	private hasScope = false;
	/** Names of short-form rules so far: an entry that stands twice is one rule. */
	private readonly shortNames = new Set<string>();

	constructor(root: MapNode, faulty: ReadonlySet<string>, session: Session) {
		this.top = new Map(root.entries.map((entry) => [entry.key.value, entry]));
		this.faulty = withAncestors(faulty);
		this.session = session;
	}

	/** Lowers what stands at a node, unless a fault in it was reported before or while it is read. */
	one(node: DocumentNode, lower: (reading: ItemReading) => Item | null): void {
		if (this.faulty.has(node.pointer)) return;
		const reading = new ItemReading(this.session);
		const item = lower(reading);
		if (item && !reading.broken) this.items.push(item);
	}

	entries(node: DocumentNode, lower: (entry: MapEntry, reading: ItemReading) => Item): void {
		if (node.kind !== "map") this.reportKind(node, "object");
		else for (const entry of node.entries) this.one(entry.value, (reading) => lower(entry, reading));
	}

	members(node: DocumentNode, lower: (node: DocumentNode, reading: ItemReading) => Item | null): void {
		if (node.kind !== "list") this.reportKind(node, "array");
		else for (const member of node.members) this.one(member, (reading) => lower(member, reading));
	}

	/** The five scope fields make one header, which stands where the first of them does. */
	scope(): void {
		if (this.hasScope) return;
		this.hasScope = true;
		const fields = ["scope", "name", "sealed", "task_domain", "task_instance"];
		if (fields.some((field) => this.faulty.has(`/${field}`))) return;
		const reading = new ItemReading(this.session);
		const header = lowerScope(this.top, reading);
		if (header && !reading.broken) this.items.push(header);
	}

	shortForms(node: DocumentNode): void {
		const entries = node.kind === "map" ? node.entries : this.reportKind(node, "object");
		for (const { key, value } of entries) {
			const effect = SHORT_FORMS.get(key.value);
			if (effect) this.members(value, (member, reading) => this.newShortForm(lowerShortForm(effect, member, reading)));
		}
	}

	private newShortForm(rule: RuleItem): RuleItem | null {
		if (this.shortNames.has(rule.name.value)) return null;
		this.shortNames.add(rule.name.value);
		return rule;
	}

	private reportKind(node: DocumentNode, type: string): readonly MapEntry[] {
		if (!this.faulty.has(node.pointer)) new ItemReading(this.session).reportType(node, type);
		return [];
	}
}

function withAncestors(pointers: ReadonlySet<string>): ReadonlySet<string> {
	const all = new Set<string>();
	for (const pointer of pointers) {
		for (let part = pointer; !all.has(part); part = part.slice(0, part.lastIndexOf("/"))) {
			all.add(part);
			if (part === "") break;
		}
	}
	return all;
}
