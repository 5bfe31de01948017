/**
 * A minimal reader of git's configuration files (git-config(1), "Syntax"). Includes are not followed: an
 * `include.path` is an entry like any other.
 */

import type { Bytes } from "./bytes.ts";

/** One assignment: section and name in small letters, the subsection as it is. */
export interface ConfigEntry {
	readonly section: Bytes;
	readonly subsection: Bytes | null;
	readonly name: Bytes;
	/** Null where the name stands alone, which git takes as true. */
	readonly value: Bytes | null;
}

/** The entries of one or more files, later ones last. */
export type Config = readonly ConfigEntry[];

const ESCAPES: Readonly<Record<string, Bytes>> = { n: "\n", t: "\t", b: "\b", "\\": "\\", '"': '"' };

/**
 * The entries of a file in order, or null where git would refuse it.
 *
 * @example parseConfig('[branch "x"]\n\tremote = origin\n') // [{ section: "branch", subsection: "x", name: "remote", value: "origin" }]
 */
export function parseConfig(text: Bytes): Config | null {
	const reader = new ConfigReader(text);
	return reader.read() ? reader.entries : null;
}

/** The values of a name, in order; a null value stands for a name without `=`. */
export function valuesOf(config: Config, section: Bytes, subsection: Bytes | null, name: Bytes): readonly (Bytes | null)[] {
	return config
		.filter((entry) => entry.section === section && entry.subsection === subsection && entry.name === name)
		.map(({ value }) => value);
}

/** Whether the configuration takes in other files, so that it is not all that git sees. */
export function hasIncludes(config: Config): boolean {
	return config.some(({ section, name }) => (section === "include" || section === "includeif") && name === "path");
}

/**
 * The last value of a name as git reads a truth value: null where it is not one, `absent` where it is not set.
 *
 * @example booleanOf([…core.bare = yes…], "core", "bare", false) // true
 */
export function booleanOf(config: Config, section: Bytes, name: Bytes, absent: boolean): boolean | null {
	const values = valuesOf(config, section, null, name);
	if (values.length === 0) return absent;
	const value = values.at(-1)?.toLowerCase() ?? "true";
	if (value === "true" || value === "yes" || value === "on" || value === "1") return true;
	return value === "false" || value === "no" || value === "off" || value === "0" || value === "" ? false : null;
}

/** Reads byte by byte; every method that fails says so with null or false. */
class ConfigReader {
	readonly entries: ConfigEntry[] = [];
	private at: number;
	private section: Bytes | null = null;
	private subsection: Bytes | null = null;

	constructor(private readonly text: Bytes) {
		this.at = text.startsWith("\xef\xbb\xbf") ? 3 : 0;
	}

	read(): boolean {
		if (this.text.includes("\0")) return false;
		for (;;) {
			this.skip(isBlankOrNewline);
			const byte = this.peek();
			if (byte === "") return true;
			if (byte === "#" || byte === ";") this.skip((next) => next !== "\n");
			else if (!(byte === "[" ? this.readSection() : this.readEntry())) return false;
		}
	}

	/** `[name]`, `[name "sub"]`, or the old `[name.sub]`, whose parts all count in small letters. */
	private readSection(): boolean {
		this.at += 1;
		const name = this.take((byte) => isNameByte(byte) || byte === ".").toLowerCase();
		if (name === "") return false;
		const dot = name.indexOf(".");
		this.section = dot < 0 ? name : name.slice(0, dot);
		this.subsection = dot < 0 ? null : name.slice(dot + 1);
		if (isBlank(this.peek())) {
			this.skip(isBlank);
			const quoted = this.readSubsection();
			if (quoted === null) return false;
			this.subsection = dot < 0 ? quoted : `${this.subsection}.${quoted}`;
		}
		return this.next() === "]";
	}

	/** A backslash takes any byte but a newline as it is; there are no other escapes here. */
	private readSubsection(): Bytes | null {
		if (this.next() !== '"') return null;
		let name = "";
		for (;;) {
			let byte = this.next();
			if (byte === '"') return name;
			if (byte === "\\") byte = this.next();
			if (byte === "" || byte === "\n") return null;
			name += byte;
		}
	}

	private readEntry(): boolean {
		const name = isLetter(this.peek()) ? this.take(isNameByte).toLowerCase() : "";
		if (this.section === null || name === "") return false;
		this.skip(isBlank);
		const byte = this.next();
		let value: Bytes | null = null;
		if (byte === "=") {
			value = this.readValue();
			if (value === null) return false;
		} else if (byte !== "\n" && byte !== "") return false;
		this.entries.push({ section: this.section, subsection: this.subsection, name, value });
		return true;
	}

	/** Up to the end of the line: blanks around it and comments go, unless they are quoted. */
	private readValue(): Bytes | null {
		this.skip(isBlank);
		let value = "";
		let blanks = "";
		let quoted = false;
		for (;;) {
			const byte = this.next();
			if (byte === "" || byte === "\n") return quoted ? null : value;
			if (!quoted && (byte === "#" || byte === ";")) {
				this.skip((next) => next !== "\n");
				continue;
			}
			if (!quoted && isBlank(byte)) {
				blanks += byte;
				continue;
			}
			let piece = byte;
			if (byte === '"') {
				quoted = !quoted;
				piece = "";
			} else if (byte === "\\") {
				const escaped = this.readEscape();
				if (escaped === null) return null;
				piece = escaped;
			}
			value += blanks + piece;
			blanks = "";
		}
	}

	/** What follows a backslash in a value; a newline continues the line. */
	private readEscape(): Bytes | null {
		const byte = this.next();
		return byte === "\n" ? "" : (ESCAPES[byte] ?? null);
	}

	/** The byte here; a carriage return before a newline does not count. Empty at the end. */
	private peek(): Bytes {
		if (this.text.charAt(this.at) === "\r" && this.text.charAt(this.at + 1) === "\n") this.at += 1;
		return this.text.charAt(this.at);
	}

	private next(): Bytes {
		const byte = this.peek();
		this.at += 1;
		return byte;
	}

	private skip(wanted: (byte: Bytes) => boolean): void {
		this.take(wanted);
	}

	private take(wanted: (byte: Bytes) => boolean): Bytes {
		let taken = "";
		for (let byte = this.peek(); byte !== "" && wanted(byte); byte = this.peek()) {
			taken += byte;
			this.at += 1;
		}
		return taken;
	}
}

function isBlank(byte: Bytes): boolean {
	return byte === " " || byte === "\t" || byte === "\r" || byte === "\v" || byte === "\f";
}

function isBlankOrNewline(byte: Bytes): boolean {
	return isBlank(byte) || byte === "\n";
}

function isLetter(byte: Bytes): boolean {
	return (byte >= "A" && byte <= "Z") || (byte >= "a" && byte <= "z");
}

function isNameByte(byte: Bytes): boolean {
	return isLetter(byte) || (byte >= "0" && byte <= "9") || byte === "-";
}
