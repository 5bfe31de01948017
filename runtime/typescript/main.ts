#!/usr/bin/env node
/** Where the evaluator starts as a program. Until a verdict is there, the exit status says deny. */

import { EXIT, runEvaluator } from "./command-line.ts";

process.exitCode = EXIT.deny;
process.exitCode = runEvaluator(process.argv.slice(2));
