#!/usr/bin/env node
/** Where the evaluator starts as a program. Until an answer is there, the exit status refuses. */

import { EXIT, loadHookPolicy, runEvaluator } from "./command-line.ts";
import { runHook } from "./hook-process.ts";
import { hostOf } from "./options.ts";

const args = process.argv.slice(2);
const host = hostOf(args);
if (host === null) {
	process.exitCode = EXIT.deny;
	process.exitCode = runEvaluator(args);
} else runHook(host, () => loadHookPolicy(args));
