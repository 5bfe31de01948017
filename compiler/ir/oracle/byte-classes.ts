/** Bytes that nothing tells apart, so that a search tries one of each kind. */

/** For each of the 256 bytes the number of its class: bytes with the same signature share one. */
export type ByteClasses = readonly number[];

const BYTES = Array.from({ length: 256 }, (_, byte) => byte);

export function classify(signature: (byte: number) => string): ByteClasses {
	const numbers = new Map<string, number>();
	return BYTES.map((byte) => {
		const key = signature(byte);
		const number = numbers.get(key) ?? numbers.size;
		numbers.set(key, number);
		return number;
	});
}

/** The classes that tell apart what any of the given ones tells apart. */
export function refine(all: readonly ByteClasses[]): ByteClasses {
	return classify((byte) => all.map((classes) => classes[byte]).join());
}

/** One byte of every class that occurs from `low` to `high`. */
export function oneOfEach(classes: ByteClasses, low: number, high: number): number[] {
	const first = new Map<number, number>();
	for (let byte = low; byte <= high; byte++) {
		const number = classes[byte] ?? 0;
		if (!first.has(number)) first.set(number, byte);
	}
	return [...first.values()];
}
