import { expect, test } from "vitest";
import { suggest } from "../../compiler/diagnostics/suggest.ts";

test.each([
	["comand", "command"],
	["commadn", "command"],
	["on-unknown", "on_unknown"],
	["Reason", "reason"],
	["agrs", "args"],
	["matches", "match"],
	["command", null],
	["frobnicate", null],
	["", null],
	["x".repeat(1000), null],
])("the suggestion for %j is %j", (name, expected) => {
	expect(suggest(name, ["command", "args", "reason", "on_unknown", "match"])).toBe(expected);
});

test("the closest candidate wins, and of equally close ones the first", () => {
	expect(suggest("comman", ["commons", "command"])).toBe("command");
	expect(suggest("cat", ["bat", "hat"])).toBe("bat");
});
