/** The residuals of a command language as written: one part per matcher, of the language and of its exceptions. */

import type { CommandLanguage } from "../types.ts";
import { type ByteClasses, oneOfEach, refine } from "./byte-classes.ts";
import { ANY_WAY, Expressions } from "./expressions.ts";
import { type Reading, SWAPPED } from "./hold-lines.ts";
import { Interner } from "./interner.ts";
import { LooseResiduals } from "./loose-residuals.ts";
import type { Degree } from "./read-flags.ts";
import { argsParts, type Part, textPart } from "./residual-parts.ts";
import { DEAD, type Residuals } from "./residuals.ts";
import type { Registry } from "./types.ts";

/** A language with its exceptions, as positions in the list of all parts. */
interface Shape {
	readonly members: readonly number[];
	readonly except: readonly Shape[];
}

/** The residuals of a language in one reading, program word as written. */
export class LanguageResiduals implements Residuals {
	readonly start: number;
	readonly classes: ByteClasses;
	readonly representatives: readonly number[];
	private readonly parts: Part[] = [];
	private readonly shape: Shape;
	private readonly outers = new Interner();
	private readonly inners = new Interner();
	private readonly endings = new Interner();
	private readonly steps = new Map<number, number>();
	private readonly ends = new Map<string, number>();

	/** `pathSets`: those of the language this one stands in, if it is an exception. */
	constructor(
		language: CommandLanguage,
		reading: Reading,
		private readonly registry: Registry,
		readonly pathSets: readonly (readonly string[])[] = pathSetsOf(language),
	) {
		const expressions = new Expressions();
		const others: ByteClasses[] = [];
		this.shape = this.addLanguage(language, reading, expressions, others);
		this.classes = refine([expressions.classes(), ...others]);
		this.representatives = oneOfEach(this.classes, 1, 255);
		this.start = this.outers.number(this.parts.map((part) => part.start));
	}

	private addLanguage(language: CommandLanguage, reading: Reading, e: Expressions, others: ByteClasses[]): Shape {
		const members = language.matchers.flatMap((matcher) => {
			const plain = language.args.length === 0 || matcher.kind === "glob" || matcher.kind === "regex";
			const parts = plain ? [textPart(matcher, reading, e)] : argsParts(matcher, language.args, reading, this.registry, e, this.pathSets);
			return parts.map((part) => this.parts.push(part) - 1);
		});
		const swapped = SWAPPED[reading];
		const except = language.except.flatMap((inner) => {
			const written = this.addLanguage(inner, swapped, e, others);
			return swapped === "narrow" ? [written] : [written, this.addLoosely(inner, others)];
		});
		return { members, except };
	}

	/** A wide exception also takes away what is in it with the program word reduced. */
	private addLoosely(language: CommandLanguage, others: ByteClasses[]): Shape {
		const loose = new LooseResiduals(new LanguageResiduals(language, "wide", this.registry, this.pathSets));
		others.push(loose.classes);
		const part: Part = {
			start: loose.start,
			begin: (outer) => loose.begin(outer),
			step: (inner, byte) => loose.step(inner, byte),
			ending: (inner) => loose.ending(inner),
			end: (outer, ending, marks) => loose.end(outer, ending, marks),
			degree: (outer) => loose.degree(outer),
		};
		return { members: [this.parts.push(part) - 1], except: [] };
	}

	/** One number per part, or DEAD if no matcher of the language itself can still be met. */
	private join(interner: Interner, numbers: readonly number[]): number {
		return this.shape.members.every((index) => numbers[index] === DEAD) ? DEAD : interner.number(numbers);
	}

	begin(outer: number): number {
		const before = this.outers.list(outer);
		return outer === DEAD
			? DEAD
			: this.join(
					this.inners,
					this.parts.map((part, index) => alive(before[index], part.begin)),
				);
	}

	step(inner: number, byte: number, ways: number = ANY_WAY): number {
		if (inner === DEAD) return DEAD;
		const key = (inner * 8 + ways) * 256 + byte;
		const known = this.steps.get(key);
		if (known !== undefined) return known;
		const before = this.inners.list(inner);
		const stepped = this.parts.map((part, index) => {
			const asked = this.shape.members.includes(index) ? ways : ANY_WAY;
			return alive(before[index], (residual) => part.step(residual, byte, asked));
		});
		const next = this.join(this.inners, stepped);
		this.steps.set(key, next);
		return next;
	}

	ending(inner: number): number {
		const before = this.inners.list(inner);
		return inner === DEAD
			? DEAD
			: this.join(
					this.endings,
					this.parts.map((part, index) => alive(before[index], part.ending)),
				);
	}

	end(outer: number, ending: number, marks: number): number {
		if (outer === DEAD || ending === DEAD) return DEAD;
		const key = `${outer},${ending},${marks}`;
		const known = this.ends.get(key);
		if (known !== undefined) return known;
		const before = this.outers.list(outer);
		const word = this.endings.list(ending);
		const next = this.join(
			this.outers,
			this.parts.map((part, index) => alive(word[index], (each) => part.end(before[index] ?? DEAD, each, marks))),
		);
		this.ends.set(key, next);
		return next;
	}

	degree(outer: number): Degree {
		return outer === DEAD ? 0 : this.degreeOf(this.shape, this.outers.list(outer));
	}

	private degreeOf(shape: Shape, outers: readonly number[]): Degree {
		const degrees = shape.members.map((index) => alive(outers[index], (outer) => this.parts[index]?.degree(outer) ?? 0));
		const excepted = shape.except.some((inner) => this.degreeOf(inner, outers) > 0);
		return excepted ? 0 : (Math.max(0, ...degrees) as Degree);
	}
}

function alive(residual: number | undefined, next: (residual: number) => number): number {
	return residual === undefined || residual === DEAD ? DEAD : next(residual);
}

/** The path sets that a language asks about, exceptions included. */
export function pathSetsOf(language: CommandLanguage): string[][] {
	const sets = new Map<string, string[]>();
	const visit = (node: unknown): void => {
		if (node === null || typeof node !== "object") return;
		if ("kind" in node && node.kind === "operand_under" && "paths" in node) {
			const paths = node.paths as string[];
			sets.set(JSON.stringify(paths), paths);
		}
		Object.values(node).forEach(visit);
	};
	visit(language);
	return [...sets.values()];
}
