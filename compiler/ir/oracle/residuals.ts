/**
 * A command language as residuals: numbers for what is still open between words (an outer residual)
 * and inside a word (an inner one). Nothing is built ahead: a residual is made when a byte or a border
 * leads to it, and texts that leave the same open share a number. Where nothing can be reached any
 * more, the residual is DEAD.
 */

import type { ByteClasses } from "./byte-classes.ts";
import type { Degree } from "./read-flags.ts";

export const DEAD = -1;

export interface Residuals {
	readonly start: number;
	/** The inner residual before the first byte of a word. */
	begin(outer: number): number;
	/** After a byte; `ways` (bits of `VIA`, any if not given): how the language's own matchers may match it. */
	step(inner: number, byte: number, ways?: number): number;
	/** What a word leaves that ends here; inner residuals that end alike share it. */
	ending(inner: number): number;
	/** The outer residual after the border. Bit k of `marks`: the word lies in the k-th path set. */
	end(outer: number, ending: number, marks: number): number;
	/** Whether the words so far are a member. */
	degree(outer: number): Degree;
	/** Bytes that the language does not tell apart. */
	readonly classes: ByteClasses;
	/** Bytes inside words, one of each class. */
	readonly representatives: readonly number[];
	readonly pathSets: readonly (readonly string[])[];
}
