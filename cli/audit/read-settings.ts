/** Reads settings files of hosts, in the formats that they have. */

import { readFileSync, statSync } from "node:fs";
import { type ParseError, parse, printParseErrorCode } from "jsonc-parser";
import type { Json, ReadFile } from "../../targets/install.ts";
import { reasonOf } from "../read-scopes.ts";
import { readRulesFile } from "./read-rules-file.ts";
import { readToml, type TextFault } from "./read-toml.ts";

/** A text as a value, or why and at which line it is none. */
export function readSettings(text: string, format: ReadFile["format"]): { readonly value: Json } | TextFault {
	if (format === "toml") return readToml(text);
	if (format === "rules") return readRulesFile(text);
	const errors: ParseError[] = [];
	const body = text.replace(/^\ufeff/, "");
	if (body.trim() === "") return { value: {} };
	const value = parse(body, errors, { allowTrailingComma: true }) as Json;
	const [first] = errors;
	if (!first) return { value };
	return { problem: `it is not JSON (${printParseErrorCode(first.error)})`, line: body.slice(0, first.offset).split("\n").length };
}

/** The text of a file; null where there is none. */
export function readText(path: string): string | { readonly problem: string } | null {
	try {
		const status = statSync(path, { throwIfNoEntry: false });
		if (!status) return null;
		if (!status.isFile()) return { problem: "it is no regular file" };
		return readFileSync(path, "utf8");
	} catch (error) {
		return { problem: reasonOf(error) };
	}
}
