/** Byte classes: bytes that no range, or no automaton of several, tells apart. */

export interface ByteClasses {
	readonly width: number;
	/** Byte to class; classes are numbered by their first byte. */
	readonly classOf: Uint8Array;
	/** The classes of the bytes from `low` to `high`, which must not cut through a class. */
	within(low: number, high: number): Uint8Array;
}

/** The coarsest classes that every range (`low * 256 + high`) is a union of. */
export function refineClasses(ranges: Iterable<number>): ByteClasses {
	const rough = new Int32Array(256);
	const renamed = new Int32Array(257);
	let count = 1;
	for (const range of ranges) {
		const high = range & 255;
		renamed.fill(0, 0, count);
		for (let byte = range >> 8; byte <= high; byte++) {
			const old = rough[byte] ?? 0;
			if (renamed[old] === 0) renamed[old] = count++;
			rough[byte] = renamed[old] ?? 0;
		}
		if (count > 128) count = compact(rough);
	}
	compact(rough);
	return classesFrom(rough);
}

/** Numbers the classes in use by their first byte; gives their count. */
function compact(rough: Int32Array): number {
	const names = new Map<number, number>();
	for (let byte = 0; byte < 256; byte++) {
		const old = rough[byte] ?? 0;
		let name = names.get(old);
		if (name === undefined) {
			name = names.size;
			names.set(old, name);
		}
		rough[byte] = name;
	}
	return names.size;
}

function classesFrom(numbered: Int32Array): ByteClasses {
	const classOf = Uint8Array.from(numbered);
	let width = 0;
	for (let byte = 0; byte < 256; byte++) width = Math.max(width, (classOf[byte] ?? 0) + 1);
	return {
		width,
		classOf,
		within(low, high) {
			const found: number[] = [];
			const seen = new Uint8Array(width);
			for (let byte = low; byte <= high; byte++) {
				const c = classOf[byte] ?? 0;
				if (seen[c] === 1) continue;
				seen[c] = 1;
				found.push(c);
			}
			return Uint8Array.from(found);
		},
	};
}

/** The classes that two automata share, with the class that each has for them. */
export interface JointClasses {
	readonly width: number;
	readonly classOf: Uint8Array;
	/** Per joint class the class in the first, and in the second. */
	readonly left: Uint8Array;
	readonly right: Uint8Array;
}

interface Classed {
	readonly width: number;
	readonly classOf: Uint8Array;
}

/** The coarsest classes finer than both. */
export function joinClasses(a: Classed, b: Classed): JointClasses {
	const name = new Int16Array(a.width * b.width).fill(-1);
	const classOf = new Uint8Array(256);
	const left = new Uint8Array(256);
	const right = new Uint8Array(256);
	let width = 0;
	for (let byte = 0; byte < 256; byte++) {
		const l = a.classOf[byte] ?? 0;
		const r = b.classOf[byte] ?? 0;
		const pair = l * b.width + r;
		let found = name[pair] ?? -1;
		if (found < 0) {
			found = width++;
			name[pair] = found;
			left[found] = l;
			right[found] = r;
		}
		classOf[byte] = found;
	}
	return { width, classOf, left: left.subarray(0, width), right: right.subarray(0, width) };
}
