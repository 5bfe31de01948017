import type { CompiledPolicy } from "../../compiler/ir/compiled.ts";
import { writeCommandLine } from "../writer/shell.ts";
import { languageOf, mayContain } from "./walk-program.ts";

const CANDIDATES = [["date"], ["uname"], ["hostname"], ["x"], ["x", "x"], ["x", "x", "x"]] as const;

/** A command line that no rule is about, so that the policy's default decides; null where every candidate is taken. */
export function findUndecided(compiled: CompiledPolicy): string | null {
	const languages = compiled.rules.flatMap((known) =>
		[known.strict, known.loose].flatMap((program) => languageOf(compiled, known, program) ?? []),
	);
	const free = CANDIDATES.find((words) => !languages.some((language) => mayContain(language, words)));
	return free ? writeCommandLine(free) : null;
}
