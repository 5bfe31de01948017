import fc from "fast-check";
import { expect, test } from "vitest";
import { Session } from "../../compiler/diagnostics/session.ts";
import { parseDocument, printDocument } from "../../compiler/documents/index.ts";
import { lowerDocument } from "../../compiler/documents/lower-document.ts";
import { readJson } from "../../compiler/documents/read-json.ts";
import { spanText } from "../../compiler/source/source.ts";
import { policyFile } from "../arbitraries/policy.ts";

const KEYS =
	"version policy_version scope name sealed default decision fallbacks opaque include words patterns conditions commands allow deny require command_rules id action match pattern exact prefix glob regex ignore_case args flag option values operand every_operand operand_under some every count not any except writes reads env when on_mismatch on_unknown reason override examples not_match tests title given expect command rule programs subcommands wrappers then transparent mode all value required carry approval x-a notes __proto__ constructor <<".split(
		" ",
	);
const VALUES = [
	"v1",
	"repo",
	"task_domain",
	"deny",
	"ask",
	"skip",
	"host",
	"git push*",
	"-f",
	"a{b",
	"a|b",
	"`",
	"/",
	"\\",
	">= 2",
	"unknown",
	"",
];

/** Data in the neighbourhood of the contract: its keys and words, in any place. */
const data: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
	value: fc.oneof(
		{ depthSize: "small", withCrossShrink: true },
		fc.constantFrom(...VALUES),
		fc.constantFrom(true, false, null, 0, 2, 0.5, 2 ** 60),
		fc.array(tie("value"), { maxLength: 3 }),
		fc.dictionary(fc.constantFrom(...KEYS), tie("value"), { maxKeys: 4 }),
	),
})).value;
const topLevel = fc.dictionary(fc.constantFrom(...KEYS), data, { maxKeys: 4 });

const scraps = fc.constantFrom(
	..."version: v1|scope: repo|commands:|command_rules:|  - id: a|    action: deny|\n|\n  |\n    |: |- |? |[|]|{|}|,|\"|'|\\|*a|&a|!t|!!|<<|---|...|%YAML 1.1|>|>-|\t|#|# policyc: ignore PC3001 x|true|null|1e999|0x1|x".split(
		"|",
	),
	"|",
	"\0",
	"\ufeff",
	"\ud800",
	"\u2028",
	"\r",
	"\r\n",
	"é",
);
const scrappy = fc.array(scraps, { maxLength: 25 }).map((parts) => parts.join(""));

/** A good text with a piece cut out and another put in. */
const mutated = fc
	.tuple(policyFile, fc.constantFrom("yaml" as const, "json" as const), fc.nat(), fc.nat({ max: 6 }), scraps)
	.map(([file, form, at, length, scrap]) => {
		const text = printDocument(file, form);
		const start = at % (text.length + 1);
		return text.slice(0, start) + scrap + text.slice(start + length);
	});

const anyText = fc.oneof(
	{ weight: 2, arbitrary: topLevel.map((value) => JSON.stringify(value)) },
	{ weight: 2, arbitrary: mutated },
	{ weight: 2, arbitrary: scrappy },
	{ weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
);

test("reading a document never throws, and its findings and items never point outside of it", () => {
	fc.assert(
		fc.property(anyText, fc.constantFrom("repo.yaml", "repo.yml", "repo.json"), (text, path) => {
			const source = { path, text };
			const session = new Session();
			const file = parseDocument(source, session);
			const spans = [...session.diagnostics.map((finding) => finding.span), ...file.items.map((item) => item.span)];
			for (const span of spans) {
				expect(span?.source.path).toBe(path);
				expect(span && 0 <= span.start && span.start <= span.end && span.end <= text.length).toBe(true);
				expect(span && spanText(span)).toBeTypeOf("string");
			}
		}),
		{ numRuns: 10_000 },
	);
});

test("a document without errors keeps every rule, and one with a dropped rule always has an error", () => {
	fc.assert(
		fc.property(fc.array(data, { maxLength: 3 }), fc.boolean(), (rules, isSchemaChecked) => {
			const source = { path: "repo.json", text: JSON.stringify({ command_rules: rules }) };
			const session = new Session();
			const root = isSchemaChecked ? null : readJson(source, session);
			const items = root?.kind === "map" ? lowerDocument(root, new Set(), session) : parseDocument(source, session).items;
			expect(session.failed || items.length === rules.length).toBe(true);
		}),
		{ numRuns: 10_000 },
	);
});
