/**
 * Byte strings: text as UTF-8 bytes in a string whose every unit is one byte (0 to 255).
 *
 * Commands, words and patterns are compared as bytes, and spans are byte offsets. A byte string gives both
 * (an index is an offset), compares with `===`, and costs nothing for ASCII, which is its own byte string.
 */

/** A string of bytes: every UTF-16 unit is in 0…255. */
export type Bytes = string;

const ASCII = /^[\x00-\x7f]*$/;

/**
 * The UTF-8 bytes of a text, or null where the text has a lone surrogate and therefore no UTF-8 form.
 *
 * @example toBytes("é") // "\xc3\xa9"
 */
export function toBytes(text: string): Bytes | null {
	if (ASCII.test(text)) return text;
	const parts: string[] = [];
	for (const character of text) {
		const code = character.codePointAt(0) ?? 0;
		if (code >= 0xd800 && code <= 0xdfff) return null;
		parts.push(encodeScalar(code));
	}
	return parts.join("");
}

/** The UTF-8 bytes of one Unicode scalar value. */
export function encodeScalar(code: number): Bytes {
	if (code < 0x80) return String.fromCharCode(code);
	if (code < 0x800) return String.fromCharCode(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
	if (code < 0x10000) return String.fromCharCode(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
	return String.fromCharCode(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
}

/**
 * The scalar value that starts at an offset and how many bytes it takes, or null where the bytes there are
 * not well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, at most U+10FFFF).
 */
export function decodeScalar(bytes: Bytes, at: number): { readonly code: number; readonly length: number } | null {
	const first = bytes.charCodeAt(at);
	if (Number.isNaN(first)) return null;
	if (first < 0x80) return { code: first, length: 1 };
	const length = first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
	if (length === 0 || at + length > bytes.length) return null;
	let code = first & (0xff >> (length + 1));
	for (let index = 1; index < length; index++) {
		const next = bytes.charCodeAt(at + index);
		if (next < 0x80 || next > 0xbf) return null;
		code = (code << 6) | (next & 0x3f);
	}
	const smallest = length === 2 ? 0x80 : length === 3 ? 0x800 : 0x10000;
	if (code < smallest || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return null;
	return { code, length };
}

/**
 * Bytes as text for people: well-formed UTF-8 as it is, every other byte as `\xHH`.
 *
 * @example toText("a\xff") // "a\\xff"
 */
export function toText(bytes: Bytes): string {
	if (ASCII.test(bytes)) return bytes;
	const parts: string[] = [];
	for (let at = 0; at < bytes.length; ) {
		const scalar = decodeScalar(bytes, at);
		if (scalar) parts.push(String.fromCodePoint(scalar.code));
		else parts.push(`\\x${bytes.charCodeAt(at).toString(16).padStart(2, "0")}`);
		at += scalar?.length ?? 1;
	}
	return parts.join("");
}
