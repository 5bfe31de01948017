import { expect, test } from "vitest";
import { Session } from "../../compiler/diagnostics/session.ts";
import { gatherUnits } from "../../compiler/passes/gather-units.ts";
import type { ReadInclude, ScopeFile } from "../../compiler/passes/units.ts";

function gather(text: string, read: ReadInclude) {
	const session = new Session();
	const file: ScopeFile = { scope: "repo", name: null, source: { path: "policy-config/repo.policy", text }, own: false };
	const [unit] = gatherUnits([file], read, session);
	return { sources: unit?.sources.map((source) => source.path), names: session.diagnostics.map((found) => found.name) };
}

const empty: ReadInclude = (path) => ({ source: { path: `policy-config/${path}`, text: "" } });
const includes = (count: number) => Array.from({ length: count }, (_, i) => `include "part-${i}.policy"\n`).join("");

test("63 includes and the file itself are read, one more is refused", () => {
	expect(gather(includes(63), empty).names).toEqual([]);
	expect(gather(includes(63), empty).sources).toHaveLength(64);
	expect(gather(includes(65), empty).names).toEqual(["too-many-includes", "too-many-includes"]);
});

test("a file that is included twice counts once, and is no cycle", () => {
	const read: ReadInclude = (path) => ({
		source: { path: `policy-config/${path}`, text: path === "words.policy" ? "" : 'include "words.policy"\n' },
	});
	const { sources, names } = gather('include "a.policy"\ninclude "b.policy"\ninclude "words.policy"\n', read);
	expect(names).toEqual([]);
	expect(sources).toEqual(["repo", "a", "words", "b"].map((stem) => `policy-config/${stem}.policy`));
});
