import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { withLock } from "../../../cli/apply/lock.ts";
import { runCli } from "../../support/run-cli.ts";
import { scratch, smallRoot } from "../../support/scratch.ts";

test("a lock is held while the work runs, and gone after it, whether it ends well or not", () => {
	const path = join(scratch(), "state/lock");
	expect(withLock(path, 0, () => existsSync(path))).toBe(true);
	expect(() =>
		withLock(path, 0, () => {
			throw new Error("no");
		}),
	).toThrow("no");
	expect(readdirSync(dirname(path))).toEqual([]);
});

test("a lock that a running process holds is waited for, and then given up", () => {
	const path = join(scratch(), "lock");
	writeFileSync(path, String(process.pid));
	expect(withLock(path, 60, () => "done")).toBeNull();
	expect(existsSync(path)).toBe(true);
});

test("a lock that a dead process left is taken away", () => {
	const path = join(scratch(), "lock");
	writeFileSync(path, String(spawnSync(process.execPath, ["-e", "0"]).pid));
	expect(withLock(path, 0, () => "done")).toBe(null);
	expect(withLock(path, 60, () => "done")).toBe("done");
});

test("without a home folder nothing is applied", async () => {
	const result = await runCli(["apply", "--harness", "claude"], smallRoot(), { HOME: "" });
	expect(result).toMatchObject({ status: 6, out: "" });
	expect(result.err).toMatch(/the environment names no home folder/);
});
