/**
 * Shapes of JSON values, as data: exactly these keys, exactly these kinds. A shape is a test of a value.
 */

import type { Json } from "./json.ts";

export type Shape = (value: Json) => boolean;

export const text: Shape = (value) => typeof value === "string";
export const boolean: Shape = (value) => typeof value === "boolean";
export const anything: Shape = () => true;

/** A whole number in a range, both ends included. */
export function whole(low: number, high: number): Shape {
	return (value) => typeof value === "number" && Number.isInteger(value) && value >= low && value <= high;
}

export function oneOf(...values: readonly (string | number | boolean | null)[]): Shape {
	return (value) => values.some((one) => one === value);
}

export function matching(pattern: RegExp): Shape {
	return (value) => typeof value === "string" && pattern.test(value);
}

export function orNull(shape: Shape): Shape {
	return (value) => value === null || shape(value);
}

export function either(...shapes: readonly Shape[]): Shape {
	return (value) => shapes.some((shape) => shape(value));
}

export function listOf(shape: Shape, least = 0): Shape {
	return (value) => Array.isArray(value) && value.length >= least && value.every(shape);
}

/** An object of any keys. */
export function mapOf(shape: Shape): Shape {
	return (value) => isObject(value) && Object.values(value).every(shape);
}

/** An object of exactly these keys; those of `optional` may be absent. */
export function objectOf(required: Readonly<Record<string, Shape>>, optional: Readonly<Record<string, Shape>> = {}): Shape {
	const needed = new Map(Object.entries(required));
	const possible = new Map(Object.entries(optional));
	return (value) => {
		if (!isObject(value)) return false;
		const entries = Object.entries(value);
		let found = 0;
		for (const [key, member] of entries) {
			const shape = needed.get(key) ?? possible.get(key);
			if (!shape?.(member)) return false;
			if (needed.has(key)) found += 1;
		}
		return found === needed.size;
	};
}

/** A shape that is found out when it is used, for shapes that hold themselves. */
export function later(make: () => Shape): Shape {
	return (value) => make()(value);
}

export function isObject(value: Json): value is { readonly [key: string]: Json } {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
