/** golden/git-facts: what is made of files and outputs of git, for evaluators in every language. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseConfig } from "../../../runtime/typescript/git-config.ts";
import { summariseIndex } from "../../../runtime/typescript/git-index.ts";
import { parseRefList } from "../../../runtime/typescript/git-list-refs.ts";
import { isRefName } from "../../../runtime/typescript/git-refs.ts";
import { parseStatus } from "../../../runtime/typescript/git-status-parse.ts";
import { upstreamOf } from "../../../runtime/typescript/git-upstream.ts";

function rowsOf<Row extends readonly unknown[]>(name: string): readonly Row[] {
	const file = new URL(`../../../golden/git-facts/${name}.json`, import.meta.url);
	const { rows } = JSON.parse(readFileSync(file, "utf8")) as { readonly rows: readonly Row[] };
	expect(rows.length).toBeGreaterThan(0);
	return rows;
}

test("the output of git status", () => {
	for (const [output, status] of rowsOf<[string, string]>("status")) expect([output, parseStatus(output)]).toEqual([output, status]);
});

test("configuration files", () => {
	for (const [text, entries] of rowsOf<[string, unknown]>("config")) {
		const read = parseConfig(text)?.map(({ section, subsection, name, value }) => [section, subsection, name, value]) ?? null;
		expect([text, read]).toEqual([text, entries]);
	}
});

test("upstreams", () => {
	for (const [text, branch, wanted] of rowsOf<[string, string, string]>("upstream")) {
		const upstream = upstreamOf(parseConfig(text) ?? [], branch);
		expect([text, branch, upstream?.kind === "ref" ? upstream.name : (upstream?.kind ?? "unknown")]).toEqual([text, branch, wanted]);
	}
});

test("listings of refs", () => {
	for (const [output, records] of rowsOf<[string, unknown]>("refs")) {
		const read = parseRefList(output, 40)?.map(({ current, name, id, upstream, remote }) => [current, name, id, upstream, remote]) ?? null;
		expect([output, read]).toEqual([output, records]);
	}
});

test("indexes", () => {
	for (const [what, idLength, base64, summary] of rowsOf<[string, number, string, unknown]>("index")) {
		expect([what, summariseIndex(Buffer.from(base64, "base64"), idLength)]).toEqual([what, summary]);
	}
});

test("an index of any bytes is summarised or refused", () => {
	for (const [, idLength, base64] of rowsOf<[string, number, string]>("index")) {
		const whole = Buffer.from(base64, "base64");
		for (let length = 0; length < Math.min(whole.length, 400); length++) {
			expect(() => summariseIndex(whole.subarray(0, length), idLength)).not.toThrow();
			const changed = Buffer.from(whole);
			changed[length] = 0xff;
			expect(() => summariseIndex(changed, idLength)).not.toThrow();
		}
	}
});

test.each([
	["refs/heads/main", true],
	["refs/heads/a/b-c_d", true],
	["refs/heads/gr\xc3\xbcn", true],
	["refs/", false],
	["heads/main", false],
	["refs/heads/../x", false],
	["refs/heads//x", false],
	["refs/heads/", false],
	["refs/heads/.x", false],
	["refs/heads/x.lock", false],
	["refs/heads/x.", false],
	["refs/heads/a b", false],
	["refs/heads/a\nb", false],
	["refs/heads/a\x7f", false],
	["refs/heads/a~1", false],
	["refs/heads/a@{1}", false],
	["refs/heads/a*", false],
])("the ref name %j: %s", (name, wanted) => {
	expect(isRefName(name)).toBe(wanted);
});
