/**
 * Options with which a program that is no wrapper runs or loads something else (`tar --to-command`, `rsync -e`).
 */

import type { Bytes } from "./bytes.ts";
import type { KnownOptions } from "./registry.ts";
import type { OpaquePart, Word } from "./shell-types.ts";
import { cutWord, headOf, splits } from "./word-parts.ts";

export interface RunOptions {
	/** One part for each word that is, or may be, such an option. */
	readonly opaque: readonly OpaquePart[];
	/** The values that are shell text. */
	readonly texts: readonly Word[];
}

const NONE: RunOptions = { opaque: [], texts: [] };

/**
 * The options among the words from an index on that make the program run something. Read the wide way: clusters,
 * attached values and abbreviations count, and so does an unknown word where an option could stand.
 */
export function findRunOptions(words: readonly Word[], from: number, options: KnownOptions): RunOptions {
	if (options.runs.size === 0 && options.runsText.size === 0) return NONE;
	const opaque: OpaquePart[] = [];
	const texts: Word[] = [];
	for (let at = from; at < words.length; at++) {
		const word = words[at];
		if (!word || word.literal === "--") break;
		const bare = options.bareCluster && at === from && word.literal !== null && !word.literal.startsWith("-");
		const read = bare ? dashed(word) : word;
		const found = readWord(read, options);
		if (found === null) {
			if (read.literal !== null && takesNext(read.literal, options)) at += 1;
			continue;
		}
		opaque.push({ code: "run_option", span: word.span });
		const value = found.attached === null ? words[at + 1] : cutWord(word, found.attached);
		if (found.name === null || !options.runsText.has(found.name)) continue;
		if (value) texts.push(value);
		if (found.attached === null) at += 1;
	}
	return { opaque, texts };
}

function dashed(word: Word): Word {
	const literal = `-${word.literal ?? ""}`;
	return { ...word, literal, pieces: [{ kind: "literal", text: literal }] };
}

/** Whether the next word is the value of an option: of one by itself, or of the last of a cluster. */
function takesNext(text: Bytes, { values }: KnownOptions): boolean {
	if (values === null || !text.startsWith("-")) return false;
	if (values.has(text)) return true;
	if (text.startsWith("--")) return false;
	for (let index = 1; index < text.length; index++) if (values.has(`-${text.charAt(index)}`)) return index === text.length - 1;
	return false;
}

interface Found {
	/** The listed name; null where it is not known which it is. */
	readonly name: Bytes | null;
	/** Where an attached value starts; null: the next word is the value, if the option has one. */
	readonly attached: number | null;
}

function isRun(name: Bytes, { runs, runsText }: KnownOptions): boolean {
	return runs.has(name) || runsText.has(name);
}

function* runNames({ runs, runsText }: KnownOptions): Iterable<Bytes> {
	yield* runs;
	yield* runsText;
}

function readWord(word: Word, options: KnownOptions): Found | null {
	const head = headOf(word);
	const known = word.literal !== null;
	if (!known && (head === "" || head === "-" || head === "--")) return startsWithPlace(word) ? null : { name: null, attached: null };
	for (const name of runNames(options)) {
		const starts = name === "+" || name.endsWith("=") || name.endsWith(":");
		if (starts && head.startsWith(name)) return { name, attached: name.length };
		if (starts && !known && name.startsWith(head)) return { name: null, attached: null };
	}
	if (!head.startsWith("-") || head === "-") return null;
	const equals = head.indexOf("=");
	const written = equals < 0 ? head : head.slice(0, equals);
	for (const name of runNames(options)) {
		if (name.length <= 2 || !name.startsWith("-")) continue;
		const single = !name.startsWith("--") && written === `-${name}`;
		const complete = written === name || single;
		if (complete && (known || equals >= 0)) return { name, attached: equals < 0 ? null : equals + 1 };
		if (name.startsWith(written) && mayAbbreviate(written, known && equals < 0, options)) {
			return { name: known ? name : null, attached: equals < 0 ? null : equals + 1 };
		}
	}
	return head.startsWith("--") ? null : readCluster(head, known, options);
}

/** Whether a proper start of a long option may stand for it: it is no option itself, or how it goes on is not known. */
function mayAbbreviate(written: Bytes, whole: boolean, { values, flags }: KnownOptions): boolean {
	if (!written.startsWith("--") || written.length < 4) return !whole && !written.startsWith("--") && written.length > 2;
	return !whole || (!flags.has(written) && !values?.has(written));
}

function readCluster(head: Bytes, known: boolean, options: KnownOptions): Found | null {
	for (let index = 1; index < head.length; index++) {
		const name = `-${head.charAt(index)}`;
		const last = index === head.length - 1;
		if (isRun(name, options)) return { name, attached: last ? null : index + 1 };
		if (options.values?.has(name)) return null;
		if (head.charAt(index) === "=") return null;
	}
	// How an unknown cluster goes on is not known.
	return known ? null : { name: null, attached: null };
}

/** `~/x`, `$PWD/x`: a path, which starts with a slash. */
function startsWithPlace(word: Word): boolean {
	return word.pieces[0]?.kind === "place" && !splits(word);
}
