import { expect, test } from "vitest";
import { shrink } from "./shrink.ts";

const holds = (text: string) => async (requests: readonly string[]) => requests.map((request) => request.includes(text));

test("nothing is left but what matters", async () => {
	const request = JSON.stringify({
		id: 1,
		command: "echo a; git push $(b) --force | cat",
		cwd: "/",
		facts: { root: "/", a: true, b: false },
	});
	expect(await shrink(request, holds("push"))).toBe('{"command":"push"}');
	const withFact = async (requests: readonly string[]) => requests.map((each) => /ls.*"b":false/.test(each));
	expect(await shrink(request.replace("cat", "ls"), withFact)).toBe('{"command":"ls","facts":{"b":false}}');
});

test("a request stays as it is where all of it matters, or where it is no JSON", async () => {
	expect(await shrink('{"command":"x"}', holds("x"))).toBe('{"command":"x"}');
	expect(await shrink('{"command":', holds("command"))).toBe('{"command":');
	expect(await shrink('["x"]', holds("x"))).toBe('["x"]');
});

test("letters of several bytes stay whole", async () => {
	expect(await shrink(JSON.stringify({ command: "\u{1f600}a\u{1f601}b" }), holds("\u{1f601}"))).toBe(
		JSON.stringify({ command: "\u{1f601}" }),
	);
});
