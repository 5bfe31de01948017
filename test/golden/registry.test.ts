/**
 * How lines are read under the command registry: `golden/registry/lines.txt`, and the lines that the entries of the registry
 * carry as their tests. Recorded are the commands of each line, those that are not judged in parentheses, and what is opaque.
 */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "vitest";
import { toBytes, toText } from "../../runtime/typescript/bytes.ts";
import type { Word } from "../../runtime/typescript/shell-types.ts";
import { readLine } from "../../runtime/typescript/unwrap.ts";
import { judge, prepared, REVIEWED } from "../runtime/bundle.ts";
import { holdToGolden } from "./record.ts";

const FOLDER = fileURLToPath(new URL("../../golden/registry", import.meta.url));
const policy = prepared([]);

/** A word as text: what is not known is `?`, or `*` where it may be any number of words. */
function show({ pieces }: Word): string {
	const parts = pieces.map((piece) => ("text" in piece ? toText(piece.text) : piece.kind === "many" ? "*" : "?"));
	const text = parts.join("");
	return text === "" || /[\s'"]/.test(text) ? JSON.stringify(text) : text;
}

function reading(line: string): string {
	const { commands } = readLine(toBytes(line) ?? "", policy.known);
	const rows = commands.map(({ words, assignments, judged }) => {
		const text = [...assignments.map(({ name, value }) => `${name}=${show(value)}`), ...words.map(show)].join(" ");
		return `  ${judged ? text : `(${text})`}\n`;
	});
	const codes = judge(policy, line).opaque.map(({ code }) => code);
	return `$ ${line}\n${rows.join("")}${codes.length > 0 ? `  opaque: ${codes.join(" ")}\n` : ""}`;
}

test("lines are read as recorded", () => {
	const lines = readFileSync(`${FOLDER}/lines.txt`, "utf8");
	const own = lines.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
	const entries = [...Object.values(REVIEWED.wrappers), ...Object.values(REVIEWED.programs)];
	const reviewed = entries.flatMap(({ accepts, refuses }) => [...(accepts ?? []), ...(refuses ?? [])]);
	holdToGolden(
		FOLDER,
		new Map([
			["entries.txt", [...new Set(reviewed)].map(reading).join("")],
			["lines.txt", lines],
			["readings.txt", own.map(reading).join("")],
		]),
	);
});
