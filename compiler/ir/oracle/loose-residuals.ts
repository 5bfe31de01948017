/**
 * The residuals of a wide language for loose views (docs/semantics.md, section 1): words are members if
 * the view with its program word reduced, or as written, is what some member reduces to. Between words
 * the residual is a set of the language's own; inside the program word it follows all members at once.
 */

import { type ByteClasses, classify, oneOfEach } from "./byte-classes.ts";
import { PROGRAM_SUFFIXES } from "./bytes.ts";
import { ANY_WAY, VIA } from "./expressions.ts";
import { Interner } from "./interner.ts";
import type { Degree } from "./read-flags.ts";
import { DEAD, type Residuals } from "./residuals.ts";

/** What is open after a part of the program word, counted from its last slash and folded. */
interface Part {
	/** Inner residuals of the language after all spellings of this part behind any path, the part itself written out. */
	readonly spelled: readonly number[];
	/** The same after all spellings of this part as a word without a path, matched in any way. */
	readonly pathless: readonly number[];
	/** The language followed through this part as if it were written so: a number of `writtens`. */
	readonly written: number;
	readonly empty: boolean;
	/** Whether reducing would drop the end of this part. */
	readonly drops: boolean;
}

interface Core extends Part {
	readonly number: number;
	/** The longest end of this part that a dropped suffix starts with, and what was open before it. */
	readonly suffix: string;
	readonly before: Part | null;
}

/** What is open inside the program word. */
interface Inside {
	readonly core: Core;
	/** The language followed through the word as written: a number of `writtens`. */
	readonly written: number;
	/** Whether the word so far is its own core. */
	readonly bare: boolean;
	/** Where only the word as written counts, what may be a dropped end: the longest start of one, `^` before the word, `/` behind a slash. */
	readonly tail: string;
}

const SLASH = 0x2f;
const DOT = 0x2e;
/** How many ways there are to have come to an inner residual. */
const FLAGS = 8;
const PATH_WAYS = VIA.written | VIA.wild;
const CORE_WAYS = VIA.written | VIA.blank;

export class LooseResiduals implements Residuals {
	readonly start: number;
	readonly classes: ByteClasses;
	readonly representatives: readonly number[];
	readonly pathSets: readonly (readonly string[])[];
	/** Sets of outer residuals. The one of the start is apart: its word is the program word. */
	private readonly outers = new Interner();
	/** For each member of the outer set its inner residual. */
	private readonly inners = new Interner();
	private readonly endings = new Interner();
	private readonly programs: Inside[] = [];
	private readonly programNumbers = new Map<string, number>();
	private readonly programSteps = new Map<number, number>();
	private readonly cores = new Map<string, Core>();
	private readonly coreSteps = new Map<number, Core>();
	/** Lists of inner residuals, each with what stood in the word: see `stepWritten`. */
	private readonly writtens = new Interner();
	private readonly writtenSteps = new Map<number, number>();
	private readonly first: number;
	private readonly initial: Core;

	/** `reduces`: the program word of the view counts reduced too, not only as written. */
	constructor(
		private readonly language: Residuals,
		private readonly reduces = true,
	) {
		this.pathSets = language.pathSets;
		this.classes = classify((byte) => {
			const letter = foldByte(byte);
			const telling = byte === SLASH || SUFFIX_LETTERS.includes(letter) ? letter : -1;
			return [letter === byte, telling, ...casesOf(letter).map((each) => language.classes[each])].join();
		});
		this.representatives = oneOfEach(this.classes, 1, 255);
		this.start = this.outers.number([PROGRAM, language.start]);
		this.first = language.begin(language.start);
		const written = this.writtens.number(this.first === DEAD ? [] : [this.first * FLAGS]);
		this.initial = this.core({ spelled: this.afterPaths(), pathless: alive([this.first]), written, empty: true }, "", null);
	}

	/** The inner residuals after every text that ends in a slash which is written out. */
	private afterPaths(): number[] {
		const seen = new Set([this.first]);
		for (const inner of seen) for (const byte of this.language.representatives) seen.add(this.language.step(inner, byte, PATH_WAYS));
		return alive([...seen].map((inner) => this.language.step(inner, SLASH, VIA.written)));
	}

	/** Places inside the program word are numbered downwards from -2, apart from the inner residuals of later words. */
	private program(inside: Inside): number {
		const key = `${inside.core.number},${inside.written},${inside.bare},${inside.tail}`;
		const known = this.programNumbers.get(key);
		if (known !== undefined) return known;
		const number = -1 - this.programs.push(inside);
		this.programNumbers.set(key, number);
		return number;
	}

	/** One core for all parts after which the same is open. */
	private core(open: Omit<Part, "drops">, suffix: string, before: Part | null): Core {
		const { spelled, pathless, written, empty } = open;
		const drops = PROGRAM_SUFFIXES.includes(suffix) && before !== null && !before.empty;
		const earlier = [before?.spelled, before?.pathless, before?.written, before?.empty, before?.drops];
		const key = [spelled, pathless, written, empty, suffix, ...earlier].join(";");
		const core = this.cores.get(key) ?? { number: this.cores.size, spelled, pathless, written, empty, drops, suffix, before };
		this.cores.set(key, core);
		return core;
	}

	begin(outer: number): number {
		if (outer === DEAD) return DEAD;
		if (outer === this.start) return this.program({ core: this.initial, written: this.initial.written, bare: true, tail: "^" });
		return this.inners.number(this.outers.list(outer).map((each) => this.language.begin(each)));
	}

	step(inner: number, byte: number): number {
		if (inner === DEAD) return DEAD;
		if (inner >= 0) {
			const next = this.inners.list(inner).map((each) => this.language.step(each, byte));
			return next.every((each) => each === DEAD) ? DEAD : this.inners.number(next);
		}
		const key = -inner * 256 + byte;
		const known = this.programSteps.get(key);
		if (known !== undefined) return known;
		const before = this.programs[-2 - inner];
		const next = before ? this.program(this.stepProgram(before, byte)) : DEAD;
		this.programSteps.set(key, next);
		return next;
	}

	private stepProgram(inside: Inside, byte: number): Inside {
		const letter = foldByte(byte);
		const stepped = byte === SLASH ? this.initial : this.stepCore(inside.core, letter);
		const bare = !this.isLost(stepped) && inside.bare && byte !== SLASH && letter === byte;
		// Where only the word as written counts, its core does as long as the word is its own core.
		const core = this.reduces || bare ? stepped : this.initial;
		const tail = this.reduces ? inside.tail : stepTail(inside.tail, letter);
		return { core, written: this.stepWritten(inside.written, byte), bare, tail };
	}

	private stepCore(core: Core, letter: number): Core {
		const key = core.number * 256 + letter;
		const known = this.coreSteps.get(key);
		if (known) return known;
		const longer = core.suffix + String.fromCharCode(letter);
		const grows = PROGRAM_SUFFIXES.some((suffix) => suffix.startsWith(longer));
		const suffix = grows ? longer : letter === 0x2e ? "." : "";
		const before = suffix === "" ? null : suffix === "." ? core : core.before;
		const spelled = this.stepSpelled(core.spelled, letter, CORE_WAYS);
		const pathless = this.stepSpelled(core.pathless, letter, ANY_WAY);
		const open = { spelled, pathless, written: this.stepWritten(core.written, letter), empty: false };
		// Where nothing is left, it does not matter how the part goes on.
		const lost = this.isLost(open) && (before === null || this.isLost(before));
		const next = lost ? this.core(open, "", null) : this.core(open, suffix, before);
		this.coreSteps.set(key, next);
		return next;
	}

	/** Whether nothing can come of this part any more, whatever follows but a slash. */
	private isLost(open: Omit<Part, "drops">): boolean {
		return open.spelled.length + open.pathless.length === 0 && this.writtens.list(open.written).length === 0;
	}

	/** All residuals after a folded byte in either case. */
	private stepSpelled(residuals: readonly number[], letter: number, ways: number): number[] {
		return alive(residuals.flatMap((each) => casesOf(letter).map((byte) => this.language.step(each, byte, ways))));
	}

	/**
	 * Entries are an inner residual times FLAGS, plus 1 after a blank, 2 if a wildcard stood behind the last slash or for it,
	 * and (where only the word as written counts) 4 if one stood behind the last dot or for it.
	 */
	private stepWritten(written: number, byte: number): number {
		const key = written * 256 + byte;
		const known = this.writtenSteps.get(key);
		if (known !== undefined) return known;
		const next: number[] = [];
		for (const entry of this.writtens.list(written)) {
			const [inner, wild, blank] = [Math.floor(entry / FLAGS), entry & 2, entry & 1];
			const behindDot = byte === DOT ? 0 : entry & 4;
			const add = (way: number, flags: number) => {
				const after = this.language.step(inner, byte, way);
				if (after !== DEAD) next.push(after * FLAGS + flags);
			};
			// A blank before a slash: the member is left out.
			if (byte === SLASH && blank > 0) continue;
			add(VIA.written, (byte === SLASH ? 0 : wild) + blank + behindDot);
			add(VIA.wild, 2 + blank + (this.reduces ? 0 : 4));
			add(VIA.blank, wild + 1 + behindDot);
		}
		const number = this.writtens.number(sorted(next));
		this.writtenSteps.set(key, number);
		return number;
	}

	/** The residuals of entries after which a wildcard stands behind the last slash. */
	private wildOnes(written: number, flag: 2 | 4 = 2): number[] {
		return this.writtens.list(written).flatMap((entry) => ((entry & flag) > 0 ? [Math.floor(entry / FLAGS)] : []));
	}

	ending(inner: number): number {
		if (inner === DEAD) return DEAD;
		if (inner >= 0) return this.endings.number(this.inners.list(inner).map((each) => this.language.ending(each)));
		const inside = this.programs[-2 - inner];
		if (!inside) return DEAD;
		const { core: whole, written, bare, tail } = inside;
		const last = bare ? this.spellings(whole) : [];
		if (this.reduces) {
			const reduced = whole.drops && whole.before ? whole.before : whole;
			last.push(...this.wildOnes(written), ...this.wildOnes(reduced.written), ...this.spellings(reduced));
		}
		// As written, a word without a slash is no member by itself: what it reduces to is one, unless a wildcard took a part of a dropped end.
		else if (tail === "/") last.push(...this.wildOnes(written));
		else if (PROGRAM_SUFFIXES.includes(tail)) last.push(...this.wildOnes(written, 4));
		return this.endings.number(alive(last.map((each) => this.language.ending(each))));
	}

	/** The inner residuals after every program word that reduces to exactly this part. */
	private spellings(core: Part): number[] {
		const all = [...core.spelled, ...core.pathless];
		const last = core.drops ? [] : all;
		for (const suffix of core.empty ? [] : PROGRAM_SUFFIXES) {
			let residuals = all;
			for (const letter of suffix) residuals = this.stepSpelled(residuals, letter.charCodeAt(0), VIA.written);
			last.push(...residuals);
		}
		return last;
	}

	end(outer: number, ending: number, marks: number): number {
		if (outer === DEAD || ending === DEAD) return DEAD;
		const endings = this.endings.list(ending);
		const before = this.outers.list(outer);
		const after = endings.map((each, index) => this.language.end((outer === this.start ? before[1] : before[index]) ?? DEAD, each, marks));
		const open = alive(after);
		return open.length === 0 ? DEAD : this.outers.number(open);
	}

	degree(outer: number): Degree {
		if (outer === this.start) return this.language.degree(this.language.start);
		return Math.max(0, ...this.outers.list(outer).map((each) => this.language.degree(each))) as Degree;
	}
}

/** Marks the outer residual before the program word. */
const PROGRAM = -2;

/** What may be a dropped end after one more folded byte. */
function stepTail(tail: string, letter: number): string {
	if (tail === "/" || letter === SLASH) return "/";
	if (tail === "^") return "";
	const longer = tail + String.fromCharCode(letter);
	if (PROGRAM_SUFFIXES.some((suffix) => suffix.startsWith(longer))) return longer;
	return letter === DOT ? "." : "";
}

/** The letters of suffixes, as bytes. */
const SUFFIX_LETTERS = [...PROGRAM_SUFFIXES.join("")].map((letter) => letter.charCodeAt(0));

function alive(residuals: readonly number[]): number[] {
	return sorted(residuals.filter((each) => each !== DEAD));
}

function sorted(numbers: readonly number[]): number[] {
	return [...new Set(numbers)].sort((a, b) => a - b);
}

function foldByte(byte: number): number {
	return byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte;
}

function casesOf(byte: number): number[] {
	return byte >= 0x61 && byte <= 0x7a ? [byte, byte - 32] : [byte];
}
