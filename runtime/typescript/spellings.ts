/**
 * Other ways to write the same command: `docker container rm` for `docker rm`, `npm i` for `npm install`.
 */

import type { Bytes } from "./bytes.ts";
import type { KnownProgram } from "./registry.ts";
import { UNKNOWN_WORDS, type ViewWord } from "./view-words.ts";

/**
 * The word lists that mean the same to a program as one without global options, or that it could be: with its
 * subcommand in each other spelling, with every subcommand that it may abbreviate, and with more words where an
 * option takes operands from elsewhere.
 */
export function otherSpellings(words: readonly ViewWord[], program: KnownProgram): readonly (readonly ViewWord[])[] {
	const [first, subcommand] = words;
	if (!first) return [];
	const spelled: (readonly ViewWord[])[] = [];
	if (subcommand?.literal) {
		spelled.push(...equivalents(words, subcommand.literal, program));
		for (const name of abbreviated(subcommand.literal, program)) {
			const meant = [first, knownWord(name, subcommand), ...words.slice(2)];
			spelled.push(meant, ...equivalents(meant, name, program));
		}
	}
	const options = program.subcommands.size === 0 ? program : subcommand?.literal ? program.subcommands.get(subcommand.literal) : undefined;
	if (options && words.some((word) => namesSource(word, options.unknownOperands))) spelled.push([...words, UNKNOWN_WORDS]);
	return spelled;
}

function equivalents(words: readonly ViewWord[], subcommand: Bytes, program: KnownProgram): readonly (readonly ViewWord[])[] {
	const groups = program.equivalent.get(subcommand) ?? [];
	return groups.flatMap(({ spelling, others }) => {
		if (!spelling.every((text, index) => words[index + 1]?.literal === text)) return [];
		const rest = words.slice(spelling.length + 1);
		return others.map((other) => [...words.slice(0, 1), ...other.map((text) => knownWord(text, words[1])), ...rest]);
	});
}

function abbreviated(written: Bytes, program: KnownProgram): readonly Bytes[] {
	if (!program.abbreviates || program.subcommands.has(written)) return [];
	return [...program.subcommands.keys()].filter((name) => name.startsWith(written));
}

/** Whether a word is, or may be, one of some options. */
function namesSource({ literal, parts }: ViewWord, options: ReadonlySet<Bytes>): boolean {
	const first = parts[0];
	const head = literal ?? (first && "text" in first ? first.text : "");
	for (const option of options) {
		if (head === option || head.startsWith(`${option}=`)) return true;
		if (option.length === 2 && head.startsWith(option)) return true;
	}
	return false;
}

function knownWord(text: Bytes, like: ViewWord | undefined): ViewWord {
	return { literal: text, parts: [{ text }], of: like?.of ?? null };
}
