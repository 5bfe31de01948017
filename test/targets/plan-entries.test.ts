/** How heads become few entries: options before a subcommand, short spellings, entries that another one covers, texts with stars. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { REGISTRY as BUILT_IN } from "../../cli/registry.ts";
import { BORDER, bytesOf, type Dfa, determinise, labelAt, labelOfWords, Nfa, step, walk } from "../../compiler/automata/index.ts";
import { HARNESSES, hostDecision, viewHost } from "../../targets/index.ts";
import { dropCovered } from "../../targets/plan/drop-covered.ts";
import { holds, languageOfExtent } from "../../targets/plan/extents.ts";
import { foldStems } from "../../targets/plan/fold-stems.ts";
import { optionTwins } from "../../targets/plan/option-twins.ts";
import { readStars } from "../../targets/plan/read-nfa.ts";
import { languagesOfRests, restsBehind } from "../../targets/plan/rests.ts";
import { matchText } from "../../targets/plan/text-words.ts";
import type { Extent, Head } from "../../targets/target.ts";
import { askPolicy } from "../hosts/compare.ts";
import { compileText } from "../hosts/compile-text.ts";
import { REGISTRY } from "./compile-by-hand.ts";

const head = (words: readonly (readonly string[])[], rest: string | null = null, exact = false): Head => ({ words, exact, rest });

describe("options before a subcommand", () => {
	test.each<[string, Head, "deny" | "request", readonly string[]]>([
		["words, refused", head([["git"], ["push"]]), "deny", [" -* push", " -* push *"]],
		["words, asked about in one text", head([["git"], ["push"]]), "request", [" -* push*"]],
		["words and no more", head([["git"], ["push"]], null, true), "deny", [" -* push"]],
		["words with a text behind them", head([["git"], ["push"]], "* -f"), "deny", [" -* push* -f"]],
		["the program alone and no more", head([["git"]], null, true), "deny", [" -*"]],
		["the program with anything, which holds them already", head([["git"]]), "deny", []],
		["a text", head([], "git push*"), "deny", [" -* push*"]],
		["a text behind the program", head([["git"]], " pus*"), "request", [" -* pus*"]],
		["a program without such options", head([["curl"], ["x"]]), "deny", []],
	])("%s", (_, known, effect, rests) => {
		expect(optionTwins(known, effect, REGISTRY)).toEqual(rests.map((rest) => head([["git"]], rest)));
	});
});

test("short spellings of a subcommand are one text where no other subcommand starts like them", () => {
	const npm = { ...REGISTRY.programs.npm, abbreviates: true, subcommands: { pack: {}, publish: {} } };
	const registry = { ...REGISTRY, programs: { ...REGISTRY.programs, npm } } as typeof REGISTRY;
	const heads = [head([["npm"], ["publish"]]), head([["npm"], ["p", "pu", "pub"]]), head([["git"], ["push"]])];
	expect(foldStems(heads, registry)).toEqual([head([["npm"], ["p"]]), head([["git"], ["push"]]), head([["npm"]], " pu*")]);
	expect(foldStems(heads, REGISTRY)).toBe(heads);
});

test("an entry that another one covers is left out, and of two alike one stays", () => {
	const words = (...list: string[]): Extent => ({ kind: "words", words: list.map((word) => [word]), exact: false });
	const text = (glob: string): Extent => ({ kind: "text", glob, quoted: false });
	const entry = (known: Head, ...extents: Extent[]) => ({ head: known, extents });
	const open = entry(head([["a"], ["b"]]), words("a", "b"));
	const longer = entry(head([["a"], ["b"], ["c"]]), words("a", "b", "c"));
	const within = entry(head([["a"]], " -x*"), text("a -x*"));
	const wider = entry(head([["a"]], " -*"), text("a -*"));
	const other = entry(head([["d"]]), words("d"));
	expect(dropCovered([open, longer, within, wider, other])).toEqual([open, wider, other]);
	expect(dropCovered([open, { ...open }])).toHaveLength(1);
	expect(dropCovered([longer, other], [open])).toEqual([other]);
});

test.each(HARNESSES)("%s lets no option through that runs something else, be it behind a text with a star", (host) => {
	const text =
		"policy 1\nscope repo\n\ndefault deny\n\nallow sorting {\n  command glob `sort *`\n}\n\nallow finding {\n  command glob `git gre*`\n}\n";
	const policy = compileText(text);
	if (!policy) throw new Error("the policy has errors");
	const view = viewHost(policy.compiled, host, BUILT_IN);
	const lines = ["sort --compress-program=x f", "sort --comp x f", "git grep -Ovi x", "git grep --open-files-in-pager=vi x"];
	for (const line of lines) {
		expect(askPolicy(policy, line).decision).not.toBe("allow");
		expect(hostDecision(view, line.split(" ")).decision).not.toBe("allow");
	}
});

describe("texts with stars", () => {
	const piece = fc.constantFrom("a", "b", " ", "*", "-", "'", "é");
	const glob = fc.array(piece, { maxLength: 7 }).map((pieces) => pieces.join(""));
	const word = fc.array(fc.constantFrom("a", "b", "-", "é", " ", "'", ""), { maxLength: 4 }).map((letters) => letters.join(""));
	const line = fc.array(word, { minLength: 1, maxLength: 4 });

	test("match as the expression does", () => {
		fc.assert(
			fc.property(glob, fc.array(piece, { maxLength: 8 }), (known, pieces) => {
				const text = pieces.join("").replaceAll("*", "b");
				const pattern = new RegExp(`^${known.replaceAll("*", ".*")}$`, "su");
				expect(matchText(known, text)).toBe(pattern.test(text));
			}),
			{ numRuns: 3_000 },
		);
	});

	test("hold the words that their automaton holds", () => {
		fc.assert(
			fc.property(glob, fc.boolean(), line, (known, quoted, words) => {
				const extent: Extent = { kind: "text", glob: known, quoted };
				const language = languageOfExtent(extent);
				expect(holds(extent, words)).toBe(language !== null && labelOfWords(language, words) > 0);
			}),
			{ numRuns: 3_000 },
		);
	});

	test("hold behind the first words what they hold of the whole line", () => {
		fc.assert(
			fc.property(glob, fc.boolean(), line, fc.nat(3), (known, quoted, words, at) => {
				const extent: Extent = { kind: "text", glob: known, quoted };
				const start = words.slice(0, Math.max(1, at));
				const languages = languagesOfRests(restsBehind(extent, start)) ?? [];
				const behind = words.slice(start.length);
				expect(languages.some((language) => labelOfWords(language, behind) > 0)).toBe(holds(extent, words));
			}),
			{ numRuns: 3_000 },
		);
	});

	test("of many kinds together make a small automaton", () => {
		const globs = Array.from({ length: 40 }, (_, at) => `* --option-${at}*`);
		const nfa = new Nfa();
		for (const known of globs) nfa.accept(readStars(nfa, 0, known));
		const together = determinise(nfa);
		expect("kind" in together ? together.states : together.states).toBeLessThan(200);
		const accepts = (dfa: Dfa, text: string) => labelAt(dfa, walk(dfa, 0, bytesOf(text))) > 0;
		if ("kind" in together) throw new Error("it passes a limit");
		expect([accepts(together, "x --option-7=y"), accepts(together, "x --option")]).toEqual([true, false]);
		expect(step(together, 0, BORDER)).toBeLessThan(0);
	});
});
