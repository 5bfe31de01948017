/** Compares a text with its recorded file; `POLICYC_RECORD=1` records it, and the difference is then read. */

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect } from "vitest";

export function expectRecorded(name: string, text: string): void {
	const file = new URL(`golden/${name}`, import.meta.url);
	if (process.env.POLICYC_RECORD === "1") writeFileSync(file, text);
	expect(existsSync(file), `${name} is recorded`).toBe(true);
	expect(text).toBe(readFileSync(file, "utf8"));
}
