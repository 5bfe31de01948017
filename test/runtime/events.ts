/** Events as hosts send them, and texts made from them that are no events. */

import { MOST_EVENT_BYTES } from "../../runtime/typescript/hooks.ts";
import { bytesOf } from "./bundle.ts";

/** An event as each host sends it for a command. */
export const EVENTS: Readonly<Record<string, (command: unknown) => object>> = {
	claude: (command) => ({
		session_id: "s",
		transcript_path: "/t",
		cwd: "/repo",
		prompt_id: "p",
		permission_mode: "default",
		hook_event_name: "PreToolUse",
		tool_name: "Bash",
		tool_input: { command, description: "d" },
		tool_use_id: "u",
	}),
	codex: (command) => ({
		session_id: "s",
		turn_id: "t",
		transcript_path: null,
		cwd: "/repo",
		hook_event_name: "PreToolUse",
		model: "m",
		permission_mode: "default",
		tool_name: "Bash",
		tool_input: { command },
		tool_use_id: "u",
	}),
	cursor: (command) => ({
		conversation_id: "c",
		generation_id: "g",
		model: "m",
		command,
		cwd: "/repo",
		sandbox: false,
		hook_event_name: "beforeShellExecution",
		cursor_version: "1",
		workspace_roots: ["/repo"],
		user_email: null,
	}),
	"factory-droid": (command) => ({
		session_id: "s",
		transcript_path: "/t",
		cwd: "/repo",
		permission_mode: "off",
		hook_event_name: "PreToolUse",
		tool_name: "Execute",
		tool_input: { command, riskLevel: "low" },
	}),
	gemini: (command) => ({
		session_id: "s",
		transcript_path: "/t",
		cwd: "/repo",
		hook_event_name: "BeforeTool",
		timestamp: "2026-01-01T00:00:00Z",
		tool_name: "run_shell_command",
		tool_input: { command },
	}),
};

/** A way to damage the text of an event. `at` picks a place. */
type Damage = (text: string, at: number) => string | Uint8Array;

const insert = (text: string, at: number, what: string): string => text.slice(0, at) + what + text.slice(at);
const places = (text: string, what: RegExp): number[] => [...text.matchAll(what)].map((match) => match.index + match[0].length);
const someOf = (list: readonly number[], at: number): number => list[at % list.length] ?? 0;

/** Texts that are no event, made from one that is. */
export const DAMAGES: Readonly<Record<string, Damage>> = {
	"cut off": (text, at) => text.slice(0, at % text.length),
	"more behind it": (text, at) => `${text}${["{}", "1", ",", "]", "\u0000", "x"][at % 6]}`,
	"a comment": (text, at) => insert(text, someOf(places(text, /[,{]/g), 0), at % 2 ? "//x\n" : "/*x*/"),
	"a trailing comma": (text) => `${text.slice(0, -1)},}`,
	"single quotes": (text) => text.replaceAll('"', "'"),
	"a byte order mark": (text) => `\ufeff${text}`,
	"a duplicate key": (text, at) => {
		const key = [...text.matchAll(/"(\w+)":/g)][at % 4]?.[1] ?? "cwd";
		return `${text.slice(0, -1)},"${key}":"x"}`;
	},
	"a duplicate key written with an escape": (text) => `${text.slice(0, -1)},"\\u0063wd":"/"}`,
	"a duplicate key deep inside": (text) => `${text.slice(0, -1)},"more":{"a":1,"a":2}}`,
	"a duplicate __proto__": (text) => `${text.slice(0, -1)},"__proto__":{},"__proto__":{}}`,
	"too deep": (text, at) => `${text.slice(0, -1)},"more":${"[".repeat(64 + (at % 4000))}${"]".repeat(64 + (at % 4000))}}`,
	"an unclosed depth": (text, at) => `${text.slice(0, -1)},"more":${'{"a":'.repeat(at % 20_000)}`,
	"too long": (text, at) => (at % 50 === 0 ? `${text.slice(0, -1)},"more":"${"x".repeat(MOST_EVENT_BYTES)}"}` : ""),
	"a lone surrogate": (text, at) => `${text.slice(0, -1)},"more":"\\ud${at % 2 ? "8" : "c"}00"}`,
	"a lone surrogate as a key": (text) => `${text.slice(0, -1)},"\\udc00":1}`,
	"a control character in a text": (text, at) => insert(text, someOf(places(text, /:"/g), at), String.fromCharCode(at % 32)),
	"a wrong escape": (text, at) => insert(text, someOf(places(text, /:"/g), at), ["\\x41", "\\u12g4", "\\'", "\\u{41}"][at % 4] ?? ""),
	"a wrong number": (text, at) =>
		`${text.slice(0, -1)},"more":${["01", "+1", "1.", ".5", "1e", "NaN", "Infinity", "0x1", "1e999", "-"][at % 10]}}`,
	"a wrong word": (text, at) => `${text.slice(0, -1)},"more":${["True", "nil", "undefined", "nul"][at % 4]}}`,
	"a text that is not UTF-8": (text, at) => {
		const bytes = bytesOf(insert(text, someOf(places(text, /:"/g), at), "?"));
		const bad = [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x28, 0xa1], [0x80]][at % 6] ?? [];
		const mark = bytes.indexOf(0x3f);
		return Uint8Array.from([...bytes.slice(0, mark), ...bad, ...bytes.slice(mark + 1)]);
	},
	"UTF-16": (text) => new Uint8Array(Buffer.from(text, "utf16le")),
	"two events": (text) => `${text}\n${text}`,
	"an event in a list": (text) => `[${text}]`,
	"an event in a text": (text) => JSON.stringify(text),
};
