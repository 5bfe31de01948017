/**
 * golden/bad: policies and calls that are refused or warned about, with the exact message. A case is a folder with
 * `policy-config/` (or a `root/` that holds it), an optional `args.json` (arguments instead of `check`) and the recorded `expected/`.
 */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { CATALOGUE } from "../../compiler/diagnostics/catalogue.ts";
import { runCli } from "../support/run-cli.ts";
import { holdToGolden, listCases, listFiles } from "./record.ts";

// The bundler makes a text of it; here nothing does.
vi.mock("../../cli/starter.policy", () => ({ default: readFileSync(join(import.meta.dirname, "../../cli/starter.policy"), "utf8") }));

const folder = join(import.meta.dirname, "../../golden/bad");
const cases = listCases(folder);

/** Diagnostics that no case shows, each with the reason. A case that appears for one of them makes the entry an error. */
const NOT_SHOWN: Readonly<Record<string, string>> = JSON.parse(readFileSync(join(import.meta.dirname, "not-shown.json"), "utf8"));

describe("golden/bad", () => {
	test("there are at least 60 cases", () => expect(cases.length).toBeGreaterThanOrEqual(60));

	test.each(cases)("%s", async (name) => {
		const place = join(folder, name);
		const args: string[] = existsSync(join(place, "args.json")) ? JSON.parse(readFileSync(join(place, "args.json"), "utf8")) : ["check"];
		const given = listFiles(place);
		const { status, out, err } = await runCli(args, place);
		expect(err, "a case shows a message").not.toBe("");
		expect(status === 0, "an error refuses, a warning does not").toBe(!/^error\[/m.test(err));
		if (status !== 0) expect(out).toBe("");
		expect(listFiles(place), "nothing is written").toEqual(given);
		const made = new Map([
			["stderr.txt", err.replaceAll(place, ".")],
			["status.txt", `${status}\n`],
		]);
		if (out !== "") made.set("stdout.txt", out);
		holdToGolden(join(place, "expected"), made);
	});

	test("every diagnostic is shown by a case, or says why not", () => {
		const shown = new Set(cases.flatMap((name) => readFileSync(join(folder, name, "expected/stderr.txt"), "utf8").match(/PC\d{4}/g) ?? []));
		const missing = Object.entries(CATALOGUE).filter(([name, { code }]) => !shown.has(code) && !Object.hasOwn(NOT_SHOWN, name));
		expect(missing.map(([name]) => name)).toEqual([]);
		const stale = Object.entries(CATALOGUE).filter(([name, { code }]) => shown.has(code) && Object.hasOwn(NOT_SHOWN, name));
		expect(stale.map(([name]) => name)).toEqual([]);
		const unknown = Object.keys(NOT_SHOWN).filter((name) => !Object.hasOwn(CATALOGUE, name));
		expect(unknown).toEqual([]);
	});
});
