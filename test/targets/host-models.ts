/**
 * What each host would do with its artifact alone, for one plainly written command: small readings of
 * the hosts' documented rules, written apart from the targets. `null`: no entry matches.
 */

import { parse as parseToml } from "smol-toml";
import type { Decision } from "../../compiler/ir/types.ts";
import type { Harness } from "../../targets/index.ts";
import { writeCommandLine } from "../../targets/writer/shell.ts";
import { readStarlark, type Value } from "./read-starlark.ts";

export type HostModel = (artifact: string) => (words: readonly string[]) => Decision | null;

const STRICTNESS: readonly Decision[] = ["allow", "request", "deny"];

export function strictest(decisions: readonly Decision[]): Decision | null {
	return STRICTNESS.findLast((decision) => decisions.includes(decision)) ?? null;
}

/** Token prefixes with alternatives; the strictest of all matches. Every rule is first held to its own examples. */
function codex(artifact: string) {
	const words: Readonly<Record<string, Decision>> = { allow: "allow", prompt: "request", forbidden: "deny" };
	const rules = readStarlark(artifact).map(({ named }) => ({
		pattern: list(named.pattern),
		decision: words[String(named.decision)],
		named,
	}));
	for (const { pattern, decision, named } of rules) {
		if (!decision || String(named.justification).trim() === "") throw new Error("a rule that Codex refuses");
		if (!list(named.match).every((example) => hasPrefix(texts(example), pattern))) throw new Error("a match example fails");
		if (list(named.not_match).some((example) => hasPrefix(texts(example), pattern))) throw new Error("a not_match example fails");
	}
	return (command: readonly string[]) =>
		strictest(rules.flatMap(({ pattern, decision }) => (decision && hasPrefix(command, pattern) ? [decision] : [])));
}

/** `Shell(pattern)`; with a colon, one pattern for the program and one for all arguments. Deny before allow. */
function cursor(artifact: string) {
	const { version, editor, permissions } = JSON.parse(artifact);
	if (version !== 1 || typeof editor.vimMode !== "boolean") throw new Error("a file that Cursor refuses");
	return (command: readonly string[]): Decision | null => {
		const [program = "", ...args] = command;
		const line = command.join(" ");
		const hits = (entries: readonly string[]) =>
			entries.some((entry) => {
				const inner = /^Shell\((.*)\)$/s.exec(entry)?.[1] ?? "";
				const colon = inner.indexOf(":");
				if (colon >= 0) return glob(inner.slice(0, colon), program) && glob(inner.slice(colon + 1), args.join(" "));
				return glob(inner, line) || line.startsWith(`${inner} `) || glob(inner, program);
			});
		return hits(permissions.deny) ? "deny" : hits(permissions.allow) ? "allow" : null;
	};
}

/** `Bash(pattern)`; a final ` *` is optional where it is the only star. Deny before ask before allow, but an exact ask beats a wider deny. */
function claude(artifact: string) {
	const { permissions } = JSON.parse(artifact);
	return (command: readonly string[]): Decision | null => {
		const line = command.join(" ");
		const exact = (entries: readonly string[]) => entries.includes(`Bash(${line})`);
		const hits = (entries: readonly string[]) =>
			entries.some((entry) => {
				const inner = /^Bash\((.*)\)$/s.exec(entry)?.[1] ?? "";
				const bare = inner.endsWith(" *") && inner.indexOf("*") === inner.length - 1 ? inner.slice(0, -2) : null;
				return glob(inner, line) || line === bare;
			});
		if (hits(permissions.deny)) return exact(permissions.ask) && !exact(permissions.deny) ? "request" : "deny";
		return hits(permissions.ask) ? "request" : hits(permissions.allow) ? "allow" : null;
	};
}

/** Token prefixes, each held to its own tests (a rule that fails them is off), and word lists with gaps. */
function droid(artifact: string) {
	const settings = JSON.parse(artifact);
	const words: Readonly<Record<string, Decision>> = { allow: "allow", ask: "request", block: "deny" };
	const ids = new Set<string>();
	const rules: { readonly prefix: readonly Value[]; readonly decision: Decision | undefined }[] = [];
	for (const { id, decision, match, tests } of settings.permissionRules.rules) {
		if (ids.has(id)) throw new Error("an id stands twice");
		ids.add(id);
		const passes = (line: string) => hasPrefix(line.split(" "), match.prefix);
		if (!tests.match.every(passes) || tests.noMatch.some(passes) || tests.match.length * tests.noMatch.length === 0) {
			throw new Error("a rule fails its own tests");
		}
		rules.push({ prefix: match.prefix, decision: words[decision] });
	}
	return (command: readonly string[]): Decision | null => {
		const listed = (entries: readonly string[]) => entries.some((entry) => gapPattern(entry).test(command.join(" ")));
		const ruled = (decision: Decision) => rules.some((rule) => rule.decision === decision && hasPrefix(command, rule.prefix));
		if (listed(settings.commandBlocklist) || ruled("deny")) return "deny";
		if (listed(settings.commandDenylist) || ruled("request")) return "request";
		return ruled("allow") || settings.commandAllowlist.length > 0 ? "allow" : null;
	};
}

/** Expressions over the JSON text of the arguments; the rule of the highest priority decides. */
function gemini(artifact: string) {
	const words: Readonly<Record<string, Decision>> = { allow: "allow", ask_user: "request", deny: "deny" };
	const { rule: entries = [] } = parseToml(artifact) as { readonly rule?: readonly Readonly<Record<string, unknown>>[] };
	const rules = entries.map((rule) => {
		const source = String(rule.commandRegex);
		if (rule.toolName !== "run_shell_command" || source.length > 2_048) throw new Error("a rule that Gemini CLI refuses");
		if (/\([^)]*[*+?{].*\)[*+?{]/.test(source)) throw new Error("an expression that Gemini CLI takes for unsafe");
		return { priority: Number(rule.priority), decision: words[String(rule.decision)], pattern: new RegExp(`"command":"${source}`) };
	});
	rules.sort((a, b) => b.priority - a.priority);
	return (command: readonly string[]): Decision | null => {
		const text = JSON.stringify({ command: writeCommandLine(command) });
		return rules.find(({ pattern }) => pattern.test(text))?.decision ?? null;
	};
}

export const HOST_MODELS: Readonly<Record<Harness, HostModel>> = { codex, cursor, claude, "factory-droid": droid, gemini };

function hasPrefix(words: readonly string[], pattern: readonly Value[]): boolean {
	return pattern.every((position, at) => (typeof position === "string" ? words[at] === position : position.includes(words[at] ?? "\0")));
}

function list(value: Value | undefined): readonly Value[] {
	if (!Array.isArray(value)) throw new Error("a list is expected");
	return value;
}

function texts(value: Value): readonly string[] {
	return list(value).map(String);
}

function glob(pattern: string, text: string): boolean {
	return new RegExp(`^${pattern.split("*").map(escapeRegex).join(".*")}$`, "s").test(text);
}

function gapPattern(entry: string): RegExp {
	return new RegExp(`^${entry.split(" ").map(escapeRegex).join("(?:[^;&|]{0,100}) ?")}(?!\\w)`, "i");
}

function escapeRegex(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
