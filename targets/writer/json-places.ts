/** Where the values of a written JSON text stand, in bytes of UTF-8: for readers that decode a part of it alone. */

/** A value's first byte, and the first byte behind it. */
export interface Place {
	readonly start: number;
	readonly end: number;
}

/**
 * The members of the object that starts at a byte, in their order.
 *
 * The text must be JSON that was written by this program: on anything else this throws, which is our bug.
 *
 * @example membersOf(new TextEncoder().encode('{"a":[1, 2]}'), 0).get("a") // { start: 5, end: 11 }
 */
export function membersOf(text: Uint8Array, start: number): ReadonlyMap<string, Place> {
	const members = new Map<string, Place>();
	let at = expectByte(text, start, "{");
	while (byteAt(text, at) !== CODE["}"]) {
		const key: unknown = JSON.parse(new TextDecoder().decode(text.subarray(at, endOfText(text, at))));
		const value = skipBlanks(text, expectByte(text, skipBlanks(text, endOfText(text, at)), ":"));
		const end = endOfValue(text, value);
		members.set(String(key), { start: value, end });
		at = skipComma(text, end);
	}
	return members;
}

/**
 * The elements of the list that starts at a byte, in their order.
 *
 * @example elementsOf(new TextEncoder().encode('["a", 2]'), 0) // [{ start: 1, end: 4 }, { start: 6, end: 7 }]
 */
export function elementsOf(text: Uint8Array, start: number): readonly Place[] {
	const elements: Place[] = [];
	let at = expectByte(text, start, "[");
	while (byteAt(text, at) !== CODE["]"]) {
		const end = endOfValue(text, at);
		elements.push({ start: at, end });
		at = skipComma(text, end);
	}
	return elements;
}

const CODE = { '"': 0x22, "\\": 0x5c, ",": 0x2c, ":": 0x3a, "[": 0x5b, "]": 0x5d, "{": 0x7b, "}": 0x7d } as const;

function byteAt(text: Uint8Array, at: number): number {
	const found = text[at];
	if (found === undefined) throw new RangeError(`the JSON text ends at byte ${at}`);
	return found;
}

/** The first byte that is no blank, behind the one that is expected. */
function expectByte(text: Uint8Array, at: number, wanted: keyof typeof CODE): number {
	if (byteAt(text, at) !== CODE[wanted]) throw new RangeError(`the JSON text has no ${wanted} at byte ${at}`);
	return skipBlanks(text, at + 1);
}

function skipBlanks(text: Uint8Array, at: number): number {
	let next = at;
	while (byteAt(text, next) <= 0x20) next++;
	return next;
}

function skipComma(text: Uint8Array, end: number): number {
	const next = skipBlanks(text, end);
	return byteAt(text, next) === CODE[","] ? skipBlanks(text, next + 1) : next;
}

function endOfValue(text: Uint8Array, start: number): number {
	const first = byteAt(text, start);
	if (first === CODE['"']) return endOfText(text, start);
	if (first !== CODE["{"] && first !== CODE["["]) return endOfWord(text, start);
	let depth = 0;
	for (let at = start; ; at++) {
		const byte = byteAt(text, at);
		if (byte === CODE['"']) at = endOfText(text, at) - 1;
		else if (byte === CODE["{"] || byte === CODE["["]) depth++;
		else if (byte === CODE["}"] || byte === CODE["]"]) depth--;
		if (depth === 0) return at + 1;
	}
}

/** Behind the closing quote. */
function endOfText(text: Uint8Array, start: number): number {
	for (let at = start + 1; ; at++) {
		const byte = byteAt(text, at);
		if (byte === CODE["\\"]) at++;
		else if (byte === CODE['"']) return at + 1;
	}
}

/** Behind a number or one of the words `true`, `false`, `null`: no byte of those is a blank, comma or bracket. */
function endOfWord(text: Uint8Array, start: number): number {
	let at = start;
	for (let byte = byteAt(text, at); byte > 0x20 && byte !== CODE[","] && byte !== CODE["]"] && byte !== CODE["}"]; )
		byte = byteAt(text, ++at);
	return at;
}
