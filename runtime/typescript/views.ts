/**
 * The views of a command: what certainly runs, and what it could be.
 */

import type { Bytes } from "./bytes.ts";
import type { KnownCommands, KnownProgram } from "./registry.ts";
import { reduceProgram } from "./registry.ts";
import { settingKind } from "./setting-kind.ts";
import { unexpandWords } from "./shell-braces.ts";
import type { Word } from "./shell-types.ts";
import { otherSpellings } from "./spellings.ts";
import { looseWord, type Places, strictWord, UNKNOWN_WORDS, type ViewWord } from "./view-words.ts";
import { cutWord, splits } from "./word-parts.ts";

export { type Places, UNKNOWN_WORDS, type ViewPart, type ViewWord } from "./view-words.ts";

/** A list of words that a command is, or could be. */
export interface View {
	/** With the program word as written. */
	readonly words: readonly ViewWord[];
	/** With the program word reduced; the same list where that changes nothing. */
	readonly reduced: readonly ViewWord[];
	/** All words are known. */
	readonly literal: boolean;
}

/** The views of one command for rules that name one set of global options. */
export interface Views {
	/** The words as written, those without global options where that differs, and those in other spellings of the program. */
	readonly loose: readonly View[];
	readonly strict: View | null;
	/** The strict view if nothing earlier in the line had changed what the program word means. */
	readonly meant: View | null;
	/** What wide languages are tried on: the lists of the loose views and of the strict one. */
	readonly lists: WordLists;
}

/** Lists of words, each once. */
export type WordLists = ReadonlySet<readonly ViewWord[]>;

/**
 * The lists of words that a wide language is tried on: every view with its program word reduced, and as written where a
 * member of the language keeps its path (docs/semantics.md, section 1).
 */
export function listsOf(views: readonly View[]): WordLists {
	return new Set([...views.map(({ reduced }) => reduced), ...views.map(({ words }) => words)]);
}

/** What the global options before a subcommand say, whatever rules name. */
export interface GlobalOptions {
	/** The values of options that move the directory, in order; null: one is unknown, or an option may move it. */
	readonly directory: readonly Bytes[] | null;
	/** The index of the word after the global options. */
	readonly end: number;
	/** A word there may or may not be an option: nothing is known of the words behind the program. */
	readonly unclear: boolean;
	/** Every option there is known to be inert or to move the directory: the subcommand does what it always does. */
	readonly harmless: boolean;
	/** The values of options that make settings. */
	readonly settings: readonly Word[];
}

/**
 * The program of the registry that a command names, if it has global options: only programs with subcommands do.
 */
function programWithGlobals(program: Bytes | null, known: KnownCommands): KnownProgram | null {
	const found = program === null ? undefined : known.programs.get(program);
	return found && found.subcommands.size > 0 ? found : null;
}

/**
 * The views of a command.
 *
 * @param program the reduced program word, null where it is unknown
 * @param named the global options that the asking rule names: they stay, moved behind the other words
 * @param certain false where an earlier part of the line may change what the program word means
 */
export function viewsOf(
	words: readonly Word[],
	program: Bytes | null,
	known: KnownCommands,
	places: Places,
	named: readonly Bytes[],
	certain: boolean,
): Views {
	const looseWords = words.map((word) => looseWord(word, places));
	const looseView = (viewed: readonly ViewWord[]): View => viewOf(viewed, reducedFirst(viewed, words[0], program));
	const first = looseView(looseWords);
	const cut = program === null ? null : cutGlobals(words, program, known, named);
	const second = cut ? [looseView(cut.loose.map((item) => resolveItem(item, looseWords)))] : [];
	const entry = program === null ? undefined : known.programs.get(program);
	const spelled = entry ? otherSpellings((second[0] ?? first).words, entry) : [];
	const written = unexpandWords(words);
	const unexpanded = written === words ? [] : [looseView(written.map((word) => looseWord(word, places)))];
	const loose = [first, ...second, ...spelled.map(looseView), ...unexpanded];
	if (words[0]?.literal === null || cut?.strict === null) return { loose, strict: null, meant: null, lists: listsOf(loose) };
	const strictWords = cut?.strict ? cut.strict.map((index) => strictWord(words[index])) : words.map(strictWord);
	// Where every word is known, the strict view differs from a loose one in the program word only.
	const literal = words.every((word) => word.literal !== null);
	const meant = literal ? (second[0] ?? first) : viewOf(strictWords, reducedFirst(strictWords, words[0], program));
	return { loose, strict: certain ? meant : null, meant, lists: listsOf(certain ? [...loose, meant] : loose) };
}

function viewOf(words: readonly ViewWord[], reduced: readonly ViewWord[]): View {
	return { words, reduced, literal: words.every(({ literal }) => literal !== null) };
}

/** An index into the words, or the unknown words that stand for what could be options. */
type Item = number | "unknown";

function resolveItem(item: Item, words: readonly ViewWord[]): ViewWord {
	return item === "unknown" ? UNKNOWN_WORDS : (words[item] ?? UNKNOWN_WORDS);
}

/** The words without global options: for the loose view, and for the strict one (null: it does not exist). */
interface CutWords {
	readonly loose: readonly Item[];
	readonly strict: readonly number[] | null;
}

/** Null where there is nothing to cut. A subcommand with an entry of its own has global options too (`docker compose -f x up`). */
function cutGlobals(words: readonly Word[], program: Bytes, known: KnownCommands, named: readonly Bytes[]): CutWords | null {
	const kept: number[] = [0];
	const moved: number[] = [];
	let exists = true;
	let cut = false;
	let at = 1;
	let name = program;
	for (let entry = programWithGlobals(name, known); entry; entry = programWithGlobals(name, known)) {
		for (let option = readGlobal(words, at, entry, named); option; option = readGlobal(words, at, entry, named)) {
			// What is an option decides what the subcommand is.
			if (option.kind === "unknown") return { loose: [...kept, "unknown"], strict: null };
			if (option.kind === "named") {
				for (let index = at; index < option.end; index++) moved.push(index);
			} else if (option.kind === "other") exists = false;
			at = option.end;
			cut = true;
		}
		const word = words[at]?.literal ?? null;
		if (word === null) break;
		name = `${name} ${word}`;
		if (!known.programs.has(name)) break;
		kept.push(at);
		at += 1;
	}
	if (!cut) return null;
	const rest = words.map((_, index) => index).slice(at);
	const dashes = rest.findIndex((index) => words[index]?.literal === "--");
	const split = dashes < 0 ? rest.length : dashes;
	const tail = [...kept, ...rest.slice(0, split), ...moved, ...rest.slice(split)];
	return { loose: tail, strict: exists ? tail : null };
}

interface GlobalOption {
	/** `other` may change what the program does; `unknown` may be an option, its value or the subcommand. */
	readonly kind: "named" | "inert" | "directory" | "other" | "unknown";
	/** The value of a directory option where it is known. */
	readonly value: Bytes | null;
	/** The value of an option that makes a setting. */
	readonly setting: Word | null;
	readonly end: number;
}

/** The option that starts at a word; null where the word is none. */
function readGlobal(words: readonly Word[], at: number, program: KnownProgram, named: readonly Bytes[]): GlobalOption | null {
	const word = words[at];
	if (!word) return null;
	const first = word.pieces[0];
	const head = word.literal ?? (first?.kind === "literal" ? first.text : "");
	if (word.literal !== null && (!head.startsWith("-") || head === "-" || head === "--")) return null;
	if (word.literal === null && head !== "" && !head.startsWith("-")) return null;
	// `git --version` asks a question: it has no subcommand to look for.
	if (word.literal !== null && program.query.has(word.literal)) return null;
	const unknown: GlobalOption = { kind: "unknown", value: null, setting: null, end: at };
	if (word.literal === null && (splits(word) || !head.includes("="))) return unknown;
	const option = splitOption(head, program);
	const takesNext = option.attached === null && (program.globalValues.has(option.name) || program.globalDirectory.has(option.name));
	const value = takesNext ? words[at + 1] : undefined;
	if (value && splits(value)) return unknown;
	const setting = program.settings?.options.has(option.name)
		? (value ?? cutWord(word, head.length - (option.attached ?? "").length))
		: null;
	return {
		kind: kindOf(option.name, setting, program, named),
		value: word.literal === null ? null : (option.attached ?? value?.literal ?? null),
		setting,
		end: Math.min(words.length, at + (takesNext ? 2 : 1)),
	};
}

/** An option word's name and the value that it holds: `--name=value`, or `-nvalue` of a listed short option. */
function splitOption(head: Bytes, program: KnownProgram): { readonly name: Bytes; readonly attached: Bytes | null } {
	if (isListed(head, program)) return { name: head, attached: null };
	const equals = head.indexOf("=");
	if (equals > 0) return { name: head.slice(0, equals), attached: head.slice(equals + 1) };
	const short = head.slice(0, 2);
	const takesValue = program.globalValues.has(short);
	if (!head.startsWith("--") && head.length > 2 && takesValue) return { name: short, attached: head.slice(2) };
	return { name: head, attached: null };
}

function isListed(name: Bytes, program: KnownProgram): boolean {
	return program.globalValues.has(name) || program.globalInert.has(name) || program.globalDirectory.has(name);
}

function kindOf(name: Bytes, setting: Word | null, program: KnownProgram, named: readonly Bytes[]): GlobalOption["kind"] {
	if (named.includes(name) && isListed(name, program)) return "named";
	if (program.globalDirectory.has(name)) return "directory";
	if (setting && program.settings) return settingKind(setting, program.settings) === "inert" ? "inert" : "other";
	return program.globalInert.has(name) ? "inert" : "other";
}

/**
 * What the global options of a command say of its directory, and where its subcommand stands; `from` is the
 * index of the program word.
 *
 * @example globalsOf(words of `git -C sub push`, "git", known) // { directory: ["sub"], end: 3, … }
 */
export function globalsOf(words: readonly Word[], program: Bytes | null, known: KnownCommands, from = 0): GlobalOptions {
	const found = programWithGlobals(program, known);
	if (!found) return { directory: [], end: from + 1, unclear: false, harmless: true, settings: [] };
	const directory: Bytes[] = [];
	const settings: Word[] = [];
	let certain = true;
	let harmless = true;
	let at = from + 1;
	for (let option = readGlobal(words, at, found, []); option; option = readGlobal(words, at, found, [])) {
		if (option.kind === "unknown") return { directory: null, end: at, unclear: true, harmless: false, settings };
		if (option.kind === "directory" && option.value !== null) directory.push(option.value);
		else if (option.kind !== "inert") certain = false;
		if (option.kind === "other") harmless = false;
		if (option.setting) settings.push(option.setting);
		at = option.end;
	}
	return { directory: certain ? directory : null, end: at, unclear: false, harmless, settings };
}

/** The program word reduced: as known bytes, or unknown as a whole. */
function reducedFirst(words: readonly ViewWord[], first: Word | undefined, program: Bytes | null): readonly ViewWord[] {
	const [head, ...rest] = words;
	if (!head || !first) return words;
	if (head.literal !== null) {
		const text = reduceProgram(head.literal);
		return text === head.literal ? words : [{ literal: text, parts: [{ text }], of: head.of }, ...rest];
	}
	if (program !== null) return [{ literal: program, parts: [{ text: program }], of: head.of }, ...rest];
	const unknown = splits(first) ? "names" : "name";
	return [{ literal: null, parts: [{ unknown }], of: head.of }, ...rest];
}

/** The words of a command as they could be, and each of them as a reduced program word. */
export function suffixWords(words: readonly Word[], programs: readonly (Bytes | null)[], places: Places) {
	const loose = words.map((word) => looseWord(word, places));
	const reduced = words.map(
		(word, index) => reducedFirst(loose.slice(index, index + 1), word, programs[index] ?? null)[0] ?? UNKNOWN_WORDS,
	);
	return { words: loose, programs: reduced };
}
