/** Reads TOML 1.0 (toml.io/en/v1.0.0) as a JSON value: what hosts' settings hold of it. Dates and times are given as texts. */

import { parse, TomlError } from "smol-toml";
import type { Json } from "../../targets/install.ts";

/** Why a text is no TOML, and the line (from 1) at which reading stopped. */
export interface TextFault {
	readonly problem: string;
	readonly line: number;
}

/**
 * @returns the document as an object, or where it stops to be TOML
 * @example readToml('[features]\nhooks = false\n') // { value: { features: { hooks: false } } }
 */
export function readToml(text: string): { readonly value: Json } | TextFault {
	try {
		// A whole number that JavaScript cannot hold is a text too: nobody here counts with it.
		const value = parse(text.replace(/^\ufeff/, ""), { integersAsBigInt: "asNeeded" });
		return { value: JSON.parse(JSON.stringify(value, (_, member) => (typeof member === "bigint" ? String(member) : member))) };
	} catch (error) {
		if (!(error instanceof TomlError)) throw error;
		const reason = error.message.split("\n")[0] ?? "";
		return { problem: `it is not TOML (${reason.replace(/^Invalid TOML document: /, "")})`, line: error.line };
	}
}
