#!/usr/bin/env node
/**
 * The bin: runs the program with V8's code cache, so that a start does not compile what the build compiled already.
 *
 * A cache from another V8 is rejected by V8 itself and costs nothing but the time it saves (vm.Script, `cachedData`).
 * With POLICYC_WRITE_CACHE=FILE the cache is written when the program ends; the build does that once.
 */

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";
import { Script } from "node:vm";

// Both must stand before the script is made: V8 rejects a cache that was written under other flags.
// A build is over before most of what V8 would optimise pays for itself; functions are taken for hot four times later.
setFlagsFromString("--interrupt-budget=300000");
// A build makes many values, and most of the first ones stay: the nursery grows to its full size at once.
setFlagsFromString("--semi-space-growth-factor=32");

const here = dirname(fileURLToPath(import.meta.url));
const filename = join(here, "program.cjs");
const cache = join(here, "program.cache");
const script = new Script(`(function (require, programUrl) {${readFileSync(filename, "utf8")}\n})`, {
	filename,
	...(existsSync(cache) ? { cachedData: readFileSync(cache) } : {}),
});
const program: (load: NodeJS.Require, url: string) => void = script.runInThisContext();
program(createRequire(import.meta.url), pathToFileURL(filename).href);

const target = process.env.POLICYC_WRITE_CACHE;
if (target) process.on("exit", () => writeFileSync(target, script.createCachedData()));
