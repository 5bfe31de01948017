/**
 * The residuals of a reduced language: words are members if some program word that reduces to the same
 * as the first makes them members of the language as written. Between words the residual is a set of
 * the language's own; inside the program word it follows every such word at once.
 */

import { PROGRAM_SUFFIXES } from "./bytes.ts";
import { Interner } from "./interner.ts";
import type { Degree } from "./read-flags.ts";
import { DEAD, type Residuals } from "./residuals.ts";

/** What is open after a part of the program word, counted from its last slash. */
interface Core {
	/** Inner residuals of the language, after all spellings of this part. */
	readonly residuals: readonly number[];
	readonly empty: boolean;
	/** The longest end of this part that a dropped suffix starts with. */
	readonly suffix: string;
	/** What was open before that end. */
	readonly before: Core | null;
}

const SLASH = 0x2f;

export class ReducedResiduals implements Residuals {
	readonly start: number;
	readonly representatives: readonly number[];
	readonly pathSets: readonly (readonly string[])[];
	/** Sets of outer residuals. The one of the start is apart: its word is the program word. */
	private readonly outers = new Interner();
	/** For each member of the outer set its inner residual. */
	private readonly inners = new Interner();
	private readonly endings = new Interner();
	private readonly cores: Core[] = [];
	private readonly coreSteps = new Map<number, number>();
	private readonly coreNumbers = new Map<string, number>();
	private readonly initial: number;

	constructor(private readonly language: Residuals) {
		this.pathSets = language.pathSets;
		this.representatives = withCases([...language.representatives, ...PROGRAM_CUTS]);
		this.start = this.outers.number([PROGRAM, language.start]);
		this.initial = this.core({ residuals: this.afterPaths(), empty: true, suffix: "", before: null });
	}

	/** The inner residuals after nothing and after every text that ends in a slash. */
	private afterPaths(): number[] {
		const first = this.language.begin(this.language.start);
		const seen = new Set([first]);
		for (const inner of seen) for (const byte of this.language.representatives) seen.add(this.language.step(inner, byte));
		const found = new Set([first, ...[...seen].map((inner) => this.language.step(inner, SLASH))]);
		return [...found].filter((inner) => inner !== DEAD).sort((a, b) => a - b);
	}

	/** Cores are numbered downwards from -2, apart from the inner residuals of later words. */
	private core(core: Core): number {
		const key = keyOf(core);
		const known = this.coreNumbers.get(key);
		if (known !== undefined) return known;
		const number = -1 - this.cores.push(core);
		this.coreNumbers.set(key, number);
		return number;
	}

	private coreAt(number: number): Core {
		return this.cores[-2 - number] ?? { residuals: [], empty: true, suffix: "", before: null };
	}

	begin(outer: number): number {
		if (outer === DEAD) return DEAD;
		if (outer === this.start) return this.initial;
		return this.inners.number(this.outers.list(outer).map((each) => this.language.begin(each)));
	}

	step(inner: number, byte: number): number {
		if (inner === DEAD) return DEAD;
		if (inner < DEAD) {
			const key = -inner * 256 + byte;
			const known = this.coreSteps.get(key) ?? this.stepCore(this.coreAt(inner), byte);
			this.coreSteps.set(key, known);
			return known;
		}
		const next = this.inners.list(inner).map((each) => this.language.step(each, byte));
		return next.every((each) => each === DEAD) ? DEAD : this.inners.number(next);
	}

	private stepCore(core: Core, byte: number): number {
		if (byte === SLASH) return this.initial;
		const letter = foldByte(byte);
		const residuals = this.stepAll(core.residuals, letter);
		const longer = core.suffix + String.fromCharCode(letter);
		const grows = PROGRAM_SUFFIXES.some((suffix) => suffix.startsWith(longer));
		const suffix = grows ? longer : letter === 0x2e ? "." : "";
		return this.core({ residuals, empty: false, suffix, before: suffix === "" ? null : suffix === "." ? core : core.before });
	}

	/** All residuals after a folded byte in either case. */
	private stepAll(residuals: readonly number[], letter: number): number[] {
		const next = residuals.flatMap((each) => casesOf(letter).map((byte) => this.language.step(each, byte)));
		return [...new Set(next)].filter((each) => each !== DEAD).sort((a, b) => a - b);
	}

	ending(inner: number): number {
		if (inner === DEAD) return DEAD;
		if (inner >= 0) return this.endings.number(this.inners.list(inner).map((each) => this.language.ending(each)));
		const whole = this.coreAt(inner);
		const core = dropsSuffix(whole) && whole.before ? whole.before : whole;
		const last = dropsSuffix(core) ? [] : [...core.residuals];
		for (const suffix of core.empty ? [] : PROGRAM_SUFFIXES) {
			let residuals = core.residuals;
			for (const letter of suffix) residuals = this.stepAll(residuals, letter.charCodeAt(0));
			last.push(...residuals);
		}
		const endings = new Set(last.map((each) => this.language.ending(each)));
		return this.endings.number([...endings].filter((each) => each !== DEAD).sort((a, b) => a - b));
	}

	end(outer: number, ending: number, marks: number): number {
		if (outer === DEAD || ending === DEAD) return DEAD;
		const endings = this.endings.list(ending);
		const before = this.outers.list(outer);
		const after = endings.map((each, index) => this.language.end((outer === this.start ? before[1] : before[index]) ?? DEAD, each, marks));
		const alive = [...new Set(after)].filter((each) => each !== DEAD).sort((a, b) => a - b);
		return alive.length === 0 ? DEAD : this.outers.number(alive);
	}

	degree(outer: number): Degree {
		if (outer === this.start) return this.language.degree(this.language.start);
		return Math.max(0, ...this.outers.list(outer).map((each) => this.language.degree(each))) as Degree;
	}
}

/** Marks the outer residual before the program word. */
const PROGRAM = -2;

/** Where groups of bytes begin that reducing tells apart: letters of either case, the slash, the letters of suffixes. */
const PROGRAM_CUTS = [
	SLASH,
	SLASH + 1,
	0x41,
	0x5b,
	...[...PROGRAM_SUFFIXES.join("")].flatMap((letter) => [letter.charCodeAt(0), letter.charCodeAt(0) + 1]),
];

/** The bytes, and for those around letters their other case. */
function withCases(bytes: readonly number[]): number[] {
	const other = bytes.flatMap((byte) => [
		...(byte >= 0x41 && byte <= 0x5b ? [byte + 32] : []),
		...(byte >= 0x61 && byte <= 0x7b ? [byte - 32] : []),
	]);
	return [...new Set([...bytes, ...other])].sort((a, b) => a - b);
}

/** Whether reducing drops the suffix that this part ends in. */
function dropsSuffix(core: Core): boolean {
	return PROGRAM_SUFFIXES.includes(core.suffix) && core.before !== null && !core.before.empty;
}

function keyOf(core: Core): string {
	const own = `${core.residuals};${core.empty};${core.suffix}`;
	return core.before ? `${own};${core.before.residuals};${core.before.empty};${dropsSuffix(core.before)}` : own;
}

function foldByte(byte: number): number {
	return byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte;
}

function casesOf(byte: number): number[] {
	return byte >= 0x61 && byte <= 0x7a ? [byte, byte - 32] : [byte];
}
