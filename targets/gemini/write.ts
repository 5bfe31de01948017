import { writeTomlComment, writeTomlTable } from "../writer/toml.ts";
import { GEMINI_CAPABILITIES } from "./capabilities.ts";
import type { GeminiModel, GeminiPattern, GeminiRule } from "./lower.ts";

/** The text of `gemini.policy.toml`. */
export function writeGemini({ policy_hash, rules }: GeminiModel): string {
	return [writeTomlComment(`policyc: policy ${policy_hash}`), ...rules.map(writeRule)].join("\n");
}

function writeRule({ name, decision, priority, pattern, message }: GeminiRule): string {
	const entries: readonly (readonly [string, string | number])[] = [
		["toolName", "run_shell_command"],
		["commandRegex", writePattern(pattern, decision === GEMINI_CAPABILITIES.actions.allow)],
		["decision", decision],
		["priority", priority],
	];
	return writeTomlComment(name) + writeTomlTable("rule", message === null ? entries : [...entries, ["denyMessage", message]]);
}

/** Behind the last word stands a blank or the end of the JSON text; to refuse or ask, also its escape of a quote, a tab or a line break. */
const BEHIND = { allow: '[ "]', restrict: '[ "\\\\]' } as const;
/** A star takes any text; to allow, it does not go on behind the command, where the other arguments stand. */
const STAR = { allow: '([^"\\\\]|\\\\.)*', restrict: ".*" } as const;
/** Nothing, or words without quotes and escapes, up to the end of the command. */
const PLAIN_WORDS = '(| [ A-Za-z0-9_@%+=:,./-]*)"';
const GAP = " +";

/**
 * The expression of a pattern. The engine puts it behind `"command":"` and searches the JSON text of the arguments with it.
 * Where a group has a quantifier behind it, no group before it holds one: the engine refuses expressions in which it sees a
 * quantifier inside of another.
 */
function writePattern(pattern: GeminiPattern, allows: boolean): string {
	const kind = allows ? "allow" : "restrict";
	switch (pattern.kind) {
		case "any":
			return ".*";
		case "words":
			return ` *${pattern.words.map(writeAlternatives).join(GAP)}${pattern.exact ? ' *"' : pattern.plain ? PLAIN_WORDS : BEHIND[kind]}`;
		case "texts":
			return ` *${writeChoice(pattern.texts.map((text) => writeText(text, STAR[kind])))}`;
	}
}

function writeAlternatives(words: readonly string[]): string {
	return writeChoice(words.map(escapeLetters));
}

function writeChoice(options: readonly string[]): string {
	return options.length === 1 ? (options[0] ?? "") : `(${options.join("|")})`;
}

/** A text up to the end of the command, unless it ends in a star. */
function writeText(text: string, star: string): string {
	const written = text.split("*").map(writePiece).join(star);
	return text.endsWith("*") ? written : `${written}"`;
}

function writePiece(piece: string): string {
	return piece.split(" ").map(escapeLetters).join(GAP);
}

function escapeLetters(text: string): string {
	return text.replace(/[.+]/g, "\\$&");
}
