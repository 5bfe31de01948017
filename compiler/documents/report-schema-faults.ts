/** Holds a document against the contract's schema, and tells each fault once: where, what was expected, what is close. */

import type { DiagnosticName, Holes } from "../diagnostics/catalogue.ts";
import type { ReportOptions, Session } from "../diagnostics/session.ts";
import { suggest } from "../diagnostics/suggest.ts";
import type { Span } from "../source/source.ts";
import { describeNode, describeTypes, excerpt, joinWords, kindOf, NAME_REMEDY } from "./describe.ts";
import { type SchemaFault, validate } from "./generated/validate-contract.js";
import { OLDER_DECISIONS, OLDER_SCOPES } from "./spellings.ts";
import { type DocumentNode, type MapNode, nodeAt, plainValue, pointerTo } from "./tree.ts";

/** More faults than this in one file are not worth reading; the file is refused all the same. */
const MAX_FAULTS = 100;

/** Which keys exclude a key: the schema says only that it may not stand there. */
const EXCLUDED_BY: Readonly<Record<string, readonly string[]>> = {
	policy_version: ["version"],
	name: ["task_domain", "task_instance"],
	task_instance: ["task_domain"],
	when: ["conditions"],
	match: ["pattern"],
};
const EXCLUDES_MATCHERS = ["pattern", "match"];

/** Keywords whose faults another one of the same place tells better. */
const SILENT = new Set(["if", "propertyNames"]);

/**
 * Reports every fault of a document against the contract.
 *
 * @returns JSON pointers of the values at fault; what stands under or above them is not to be used
 */
export function reportSchemaFaults(root: MapNode, session: Session): ReadonlySet<string> {
	if (validate(plainValue(root))) return new Set();
	const faults = (validate.errors ?? []).filter((fault) => !SILENT.has(fault.keyword) && !/\/oneOf\/[0-9]/.test(fault.schemaPath));
	const reporter = new FaultReporter(root, session, faults);
	for (const fault of faults.slice(0, MAX_FAULTS)) reporter.report(fault);
	return new Set(faults.map(pointerOf));
}

/** A part of the schema, as far as messages need it. */
interface SchemaPart {
	readonly title?: string;
	readonly pattern?: string;
	readonly enum?: readonly unknown[];
	readonly properties?: Readonly<Record<string, unknown>>;
	readonly oneOf?: readonly { readonly required: readonly string[] }[];
}

class FaultReporter {
	private readonly root: MapNode;
	private readonly session: Session;
	/** Keywords that failed, by place. */
	private readonly failed = new Map<string, Set<string>>();
	/** Unknown keys by place. */
	private readonly unknown = new Map<string, Set<string>>();

	constructor(root: MapNode, session: Session, faults: readonly SchemaFault[]) {
		this.root = root;
		this.session = session;
		for (const fault of faults) {
			entryOf(this.failed, fault.instancePath).add(fault.keyword);
			if (fault.keyword === "additionalProperties") entryOf(this.unknown, fault.instancePath).add(paramOf(fault, "additionalProperty"));
		}
	}

	report(fault: SchemaFault): void {
		const node = nodeAt(this.root, fault.instancePath);
		if (node && !this.isExplained(fault)) this.reportAt(fault, node);
	}

	private reportAt(fault: SchemaFault, node: DocumentNode): void {
		switch (fault.keyword) {
			case "type":
				this.reportType(fault, node);
				break;
			case "enum":
				this.reportValue(fault, node);
				break;
			case "additionalProperties":
				this.reportUnknownKey(fault, node);
				break;
			case "required":
				this.tell("missing-key", fault, headOf(node), { place: titleOf(fault), key: paramOf(fault, "missingProperty") });
				break;
			case "dependentRequired":
				this.reportDependent(fault, node);
				break;
			case "oneOf":
				this.reportNotOne(fault, node);
				break;
			case "false schema":
				this.reportClash(fault);
				break;
			case "pattern":
				this.reportText(fault, node);
				break;
			default:
				// minItems and minProperties.
				this.tell("empty-value", fault, node.span, { what: describeNode(node) });
		}
	}

	/** Whether an unknown key of the same map, or a better keyword for the same value, already says it. */
	private isExplained(fault: SchemaFault): boolean {
		const failed = entryOf(this.failed, fault.instancePath);
		switch (fault.keyword) {
			case "required":
				return this.isMisspelt(fault);
			case "dependentRequired":
				return failed.has("oneOf") || this.isMisspelt(fault);
			case "oneOf":
				return failed.has("additionalProperties");
			case "type":
				return failed.has("enum");
			default:
				return false;
		}
	}

	/** Whether an unknown key of the map is close to the key that the fault misses. */
	private isMisspelt(fault: SchemaFault): boolean {
		const unknown = [...entryOf(this.unknown, fault.instancePath)].slice(0, MAX_FAULTS);
		return unknown.some((key) => suggest(key, [paramOf(fault, "missingProperty")]) !== null);
	}

	private reportType(fault: SchemaFault, node: DocumentNode): void {
		const types = [fault.params.type ?? []].flat().map(String);
		if (node.kind === "text" && types.includes("boolean")) {
			const boolean = /^(?:n|no|off|false|0)$/i.test(node.value) ? "false" : "true";
			this.tell("boolean-as-text", fault, node.span, { what: describeNode(node), text: excerpt(node.value), boolean });
			return;
		}
		// A text with a form of its own goes by that form's name.
		const expected = partOf(fault).pattern === undefined ? describeTypes(types) : titleOf(fault);
		this.tell("wrong-type", fault, headOf(node), { what: describeNode(node), found: kindOf(node), expected });
	}

	private reportValue(fault: SchemaFault, node: DocumentNode): void {
		const values = (partOf(fault).enum ?? []).map(String);
		const listed = values.filter((value) => !OLDER_DECISIONS.has(value) && !OLDER_SCOPES.has(value));
		const expected = joinWords(listed.map((value) => `\`${value}\``));
		if (node.kind !== "text") {
			this.tell("wrong-type", fault, headOf(node), { what: describeNode(node), found: kindOf(node), expected });
			return;
		}
		const options = { suggestion: suggest(node.value, values) };
		this.tell("unknown-value", fault, node.span, { what: describeNode(node), value: excerpt(node.value), expected }, options);
	}

	private reportUnknownKey(fault: SchemaFault, node: DocumentNode): void {
		const key = paramOf(fault, "additionalProperty");
		const entry = node.kind === "map" ? node.entries.find((member) => member.key.value === key) : undefined;
		if (!entry) return;
		const keys = `the keys here are ${joinWords(
			keysOf(fault).map((name) => `\`${name}\``),
			"and",
		)}`;
		const remedy = node.pointer === "" ? `${keys}; a field of your own starts with \`x-\`` : keys;
		const options = { suggestion: suggest(key, keysOf(fault)) };
		this.tell("unknown-key", fault, entry.key.span, { key: excerpt(key), place: titleOf(fault), remedy }, options);
	}

	private reportDependent(fault: SchemaFault, node: DocumentNode): void {
		const key = paramOf(fault, "property");
		this.tell("key-needs-key", fault, keySpan(node, key), { key, other: paramOf(fault, "missingProperty") });
	}

	private reportNotOne(fault: SchemaFault, node: DocumentNode): void {
		if (node.kind !== "map") return;
		const keys = (partOf(fault).oneOf ?? []).flatMap((branch) => branch.required);
		const found = node.entries.map((entry) => entry.key.value).filter((key) => keys.includes(key));
		const listed = found.map((key) => `\`${key}\``);
		const remedy =
			found.length > 1
				? "keep one of them, and put each of the others into a map of its own"
				: `write ${joinWords(keys.map((key) => `\`${key}\``))}`;
		const holes = {
			place: titleOf(fault),
			keys: joinWords(keys.map((key) => `\`${key}\``)),
			found: joinWords(listed, "and") || "none",
			remedy,
		};
		this.tell("not-one-key", fault, found[1] === undefined ? headOf(node) : keySpan(node, found[1]), holes);
	}

	private reportClash(fault: SchemaFault): void {
		const cut = fault.instancePath.lastIndexOf("/");
		const map = nodeAt(this.root, fault.instancePath.slice(0, cut));
		const key = fault.instancePath.slice(cut + 1);
		if (map?.kind !== "map") return;
		const present = new Set(map.entries.map((entry) => entry.key.value));
		// A rule's `pattern` is the older spelling of its `match`.
		const isRule = present.has("action") || present.has("id");
		const excluding = key === "pattern" && isRule ? ["match"] : (EXCLUDED_BY[key] ?? EXCLUDES_MATCHERS);
		const other = excluding.find((name) => present.has(name)) ?? "match";
		const related = [{ message: `\`${other}\` stands here`, span: keySpan(map, other) }];
		this.tell("keys-clash", fault, keySpan(map, key), { key, other }, { related });
	}

	private reportText(fault: SchemaFault, node: DocumentNode): void {
		const key = fault.propertyName;
		const text = key ?? (node.kind === "text" ? node.value : "");
		const span = key === undefined ? node.span : keySpan(node, key);
		const remedy = titleOf(fault) === "a name" ? NAME_REMEDY : `write ${titleOf(fault)}`;
		if (text === "") this.tell("empty-value", fault, span, { what: key === undefined ? describeNode(node) : "a key" });
		else this.tell("invalid-text", fault, span, { text: excerpt(text), expected: titleOf(fault), remedy });
	}

	private tell<N extends DiagnosticName>(name: N, fault: SchemaFault, span: Span, holes: Holes<N>, options: ReportOptions = {}): void {
		this.session.report(name, span, holes, { pointer: pointerOf(fault), ...options });
	}
}

/** The value at fault; where a key is the fault, the value under it. */
function pointerOf(fault: SchemaFault): string {
	if (fault.propertyName !== undefined) return pointerTo(fault.instancePath, fault.propertyName);
	return fault.keyword === "additionalProperties"
		? pointerTo(fault.instancePath, paramOf(fault, "additionalProperty"))
		: fault.instancePath;
}

function partOf(fault: SchemaFault): SchemaPart {
	return typeof fault.parentSchema === "object" && fault.parentSchema !== null ? fault.parentSchema : {};
}

function titleOf(fault: SchemaFault): string {
	return partOf(fault).title ?? "this map";
}

function keysOf(fault: SchemaFault): string[] {
	return Object.keys(partOf(fault).properties ?? {});
}

function paramOf(fault: SchemaFault, name: string): string {
	return String(fault.params[name]);
}

function entryOf(sets: Map<string, Set<string>>, key: string): Set<string> {
	const known = sets.get(key);
	if (known) return known;
	const set = new Set<string>();
	sets.set(key, set);
	return set;
}

function keySpan(node: DocumentNode, key: string): Span {
	const entry = node.kind === "map" ? node.entries.find((member) => member.key.value === key) : undefined;
	return entry?.key.span ?? headOf(node);
}

/** Where a message about a whole value points: a map at its first key, so that not all its lines are marked. */
function headOf(node: DocumentNode): Span {
	if (node.kind === "map") return node.entries[0]?.key.span ?? node.span;
	if (node.kind === "list" && node.members.length > 0) return { ...node.span, end: node.span.start + 1 };
	return node.span;
}
