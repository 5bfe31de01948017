/**
 * The views of a command: what certainly runs, and what it could be.
 */

import type { Bytes } from "./bytes.ts";
import type { KnownCommands, KnownProgram } from "./registry.ts";
import { reduceProgram } from "./registry.ts";
import type { GlobSymbol, Piece, Word } from "./shell-types.ts";

/** A word of a view: known bytes, or parts of which some are unknown. `of` is the word that it was made from. */
export interface ViewWord {
	readonly literal: Bytes | null;
	readonly parts: readonly ViewPart[];
	readonly of: Word | null;
}

/**
 * Known bytes or something unknown; see `Piece` for what the unknown kinds stand for. `name` is a reduced program
 * word (no slash, no capital letter), `names` one that any words may follow.
 */
export type ViewPart = { readonly text: Bytes } | { readonly unknown: "one" | "many" | "name" | "names" | GlobSymbol };

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
	/** One or two views: the words as written, and those without global options where that differs. */
	readonly loose: readonly View[];
	readonly strict: View | null;
	/** The strict view if nothing earlier in the line had changed what the program word means. */
	readonly meant: View | null;
}

/** Places that loose views know; null: unknown, or assigned by the line. */
export interface Places {
	readonly home: Bytes | null;
	readonly pwd: Bytes | null;
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
	const knownProgram = programWithGlobals(program, known);
	const looseWords = words.map((word) => looseWord(word, places));
	const looseView = (viewed: readonly ViewWord[]): View => viewOf(viewed, reducedFirst(viewed, words[0], program));
	const first = looseView(looseWords);
	const cut = knownProgram ? cutGlobals(words, knownProgram, named) : null;
	const second = cut ? [looseView(cut.loose.map((item) => resolveItem(item, looseWords)))] : [];
	const loose = [first, ...second];
	if (words[0]?.literal === null || cut?.strict === null) return { loose, strict: null, meant: null };
	const strictWords = cut?.strict ? cut.strict.map((index) => strictWord(words[index])) : words.map(strictWord);
	// Where every word is known, the strict view differs from a loose one in the program word only.
	const literal = words.every((word) => word.literal !== null);
	const meant = literal ? (second[0] ?? first) : viewOf(strictWords, reducedFirst(strictWords, words[0], program));
	return { loose, strict: certain ? meant : null, meant };
}

function viewOf(words: readonly ViewWord[], reduced: readonly ViewWord[]): View {
	return { words, reduced, literal: words.every(({ literal }) => literal !== null) };
}

/** An index into the words, or the unknown words that stand for what could be options. */
type Item = number | "unknown";

/** Any words, none included. */
export const UNKNOWN_WORDS: ViewWord = { literal: null, parts: [{ unknown: "many" }], of: null };

function resolveItem(item: Item, words: readonly ViewWord[]): ViewWord {
	return item === "unknown" ? UNKNOWN_WORDS : (words[item] ?? UNKNOWN_WORDS);
}

/** The words without global options: for the loose view, and for the strict one (null: it does not exist). */
interface CutWords {
	readonly loose: readonly Item[];
	readonly strict: readonly number[] | null;
}

/** Null where there is nothing to cut. */
function cutGlobals(words: readonly Word[], program: KnownProgram, named: readonly Bytes[]): CutWords | null {
	const moved: number[] = [];
	let exists = true;
	let at = 1;
	for (; at < words.length; ) {
		const option = readGlobal(words, at, program, named);
		if (option === null) break;
		// What is an option decides what the subcommand is.
		if (option.kind === "unknown") return { loose: [0, "unknown"], strict: null };
		if (option.kind === "named") {
			for (let index = at; index < option.end; index++) moved.push(index);
		} else if (option.kind === "other") exists = false;
		at = option.end;
	}
	if (at === 1) return null;
	const rest = words.map((_, index) => index).slice(at);
	const dashes = rest.findIndex((index) => words[index]?.literal === "--");
	const split = dashes < 0 ? rest.length : dashes;
	const tail = [...rest.slice(0, split), ...moved, ...rest.slice(split)];
	return { loose: [0, ...tail], strict: exists ? [0, ...tail] : null };
}

interface GlobalOption {
	/** `other` may change what the program does; `unknown` may be an option, its value or the subcommand. */
	readonly kind: "named" | "inert" | "directory" | "other" | "unknown";
	/** The value of a directory option where it is known. */
	readonly value: Bytes | null;
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
	const unknown: GlobalOption = { kind: "unknown", value: null, end: at };
	if (word.literal === null && (mayBeSeveral(word) || !head.includes("="))) return unknown;
	const option = splitOption(head, program);
	const takesNext = option.attached === null && (program.values.has(option.name) || program.directory.has(option.name));
	const value = takesNext ? words[at + 1] : undefined;
	if (value && mayBeSeveral(value)) return unknown;
	return {
		kind: kindOf(option.name, program, named),
		value: word.literal === null ? null : (option.attached ?? value?.literal ?? null),
		end: Math.min(words.length, at + (takesNext ? 2 : 1)),
	};
}

/** An option word's name and the value that it holds: `--name=value`, or `-nvalue` of a listed short option. */
function splitOption(head: Bytes, program: KnownProgram): { readonly name: Bytes; readonly attached: Bytes | null } {
	if (isListed(head, program)) return { name: head, attached: null };
	const equals = head.indexOf("=");
	if (equals > 0) return { name: head.slice(0, equals), attached: head.slice(equals + 1) };
	const short = head.slice(0, 2);
	const takesValue = program.values.has(short);
	if (!head.startsWith("--") && head.length > 2 && takesValue) return { name: short, attached: head.slice(2) };
	return { name: head, attached: null };
}

function isListed(name: Bytes, program: KnownProgram): boolean {
	return program.values.has(name) || program.inert.has(name) || program.directory.has(name);
}

function kindOf(name: Bytes, program: KnownProgram, named: readonly Bytes[]): GlobalOption["kind"] {
	if (named.includes(name) && isListed(name, program)) return "named";
	if (program.directory.has(name)) return "directory";
	return program.inert.has(name) ? "inert" : "other";
}

function mayBeSeveral(word: Word): boolean {
	if (word.literal !== null) return false;
	return word.pieces.some((piece) => piece.kind === "many" || piece.kind === "glob" || (piece.kind === "place" && piece.splits));
}

/**
 * What the global options of a command say of its directory, and where its subcommand stands; `from` is the
 * index of the program word.
 *
 * @example globalsOf(words of `git -C sub push`, "git", known) // { directory: ["sub"], end: 3, unclear: false, harmless: true }
 */
export function globalsOf(words: readonly Word[], program: Bytes | null, known: KnownCommands, from = 0): GlobalOptions {
	const found = programWithGlobals(program, known);
	if (!found) return { directory: [], end: from + 1, unclear: false, harmless: true };
	const directory: Bytes[] = [];
	let certain = true;
	let harmless = true;
	let at = from + 1;
	for (let option = readGlobal(words, at, found, []); option; option = readGlobal(words, at, found, [])) {
		if (option.kind === "unknown") return { directory: null, end: at, unclear: true, harmless: false };
		if (option.kind === "directory" && option.value !== null) directory.push(option.value);
		else if (option.kind !== "inert") certain = false;
		if (option.kind === "other") harmless = false;
		at = option.end;
	}
	return { directory: certain ? directory : null, end: at, unclear: false, harmless };
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
	const unknown = mayBeSeveral(first) ? "names" : "name";
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

/** A word as it could be: `~`, `$HOME`, `$PWD` and `$'…'` are what bash makes of them. */
function looseWord(word: Word, places: Places): ViewWord {
	if (word.literal !== null) return { literal: word.literal, parts: [{ text: word.literal }], of: word };
	return makeWord(word, (piece) => {
		if (piece.kind === "ansi") return { text: piece.text };
		if (piece.kind !== "place") return null;
		const place = places[piece.place];
		// An unquoted variable is cut at blanks and expanded as a pattern.
		return place === null || (piece.splits && /[ \t\n*?[\]]/.test(place)) ? null : { text: place };
	});
}

/** A word as it certainly is. */
function strictWord(word: Word | undefined): ViewWord {
	if (!word) return UNKNOWN_WORDS;
	if (word.literal !== null) return { literal: word.literal, parts: [{ text: word.literal }], of: word };
	return makeWord(word, () => null);
}

function makeWord(word: Word, read: (piece: Piece) => { readonly text: Bytes } | null): ViewWord {
	const parts: ViewPart[] = [];
	for (const piece of word.pieces) {
		const part = read(piece) ?? plainPart(piece);
		const last = parts.at(-1);
		if (last && "text" in last && "text" in part) parts[parts.length - 1] = { text: last.text + part.text };
		else parts.push(part);
	}
	const only = parts.length === 1 ? parts[0] : undefined;
	return { literal: only && "text" in only ? only.text : null, parts, of: word };
}

function plainPart(piece: Piece): ViewPart {
	switch (piece.kind) {
		case "literal":
			return { text: piece.text };
		case "ansi":
			return { unknown: "one" };
		case "place":
			return { unknown: piece.splits ? "many" : "one" };
		case "glob":
			return { unknown: piece.symbol };
		default:
			return { unknown: piece.kind };
	}
}
