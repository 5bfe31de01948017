/** Reduces the program words of a language that is still under construction. */

import { BORDER } from "./dfa.ts";
import { EDGE, EDGE_SIZE, type EdgeKind, Nfa } from "./nfa.ts";
import { bothCases, EXTENSIONS, ExtensionTracker, fold, SLASH, TRACKER } from "./program-word.ts";

/** Numbers per extension of the phase that reads one. */
const EXTENSION_STATES = 10;

/** Where in the first word a run of the pattern stands. */
const PHASE = {
	/** In a word without a slash. */
	bare: 0,
	/** Before the last slash of a word that is written out from there on. */
	folder: 1,
	/** Behind that slash. */
	name: 2,
	/** In a word of which a wildcard takes the last slash or something behind it: it stays as written. */
	kept: 3,
	/** Before and in an extension of which a wildcard takes a part: such a word stays as written too. */
	stem: 4,
	extension: 5,
	/** Between the first word and its border. */
	end: 6,
	/** Behind the first word. */
	rest: 7,
} as const;

type Phase = (typeof PHASE)[keyof typeof PHASE];

interface Edge {
	readonly low: number;
	readonly high: number;
	readonly to: number;
	readonly kind: EdgeKind;
}

interface Outgoing {
	readonly edges: readonly (readonly Edge[])[];
	readonly skips: readonly (readonly number[])[];
}

function outgoing(nfa: Nfa): Outgoing {
	const edges: Edge[][] = Array.from({ length: nfa.size }, () => []);
	const skips: number[][] = Array.from({ length: nfa.size }, () => []);
	const { edges: flat, skips: pairs } = nfa;
	for (let e = 0; e < flat.length; e += EDGE_SIZE) {
		const [from = 0, low = 0, high = 0, to = 0, kind = 0] = flat.slice(e, e + EDGE_SIZE);
		edges[from]?.push({ low, high, to, kind: kind as EdgeKind });
	}
	for (let i = 0; i < pairs.length; i += 2) skips[pairs[i] ?? 0]?.push(pairs[i + 1] ?? 0);
	return { edges, skips };
}

/** Whether the first word ends with this edge: by a mark, or by the border. */
function endsWord(edge: Edge): boolean {
	return edge.kind === EDGE.mark || edge.low === BORDER;
}

/**
 * The reduced form of a wide language: every member's first word reduced. One of which a wildcard takes
 * the last slash, something behind it or a part of the extension stays as written, for else `tools/*`
 * would mean every program; one in which a blank of the pattern stands before a slash is left out.
 */
export function reduceFirstWord(nfa: Nfa): Nfa {
	const reducer = new Reducer(nfa);
	reducer.run();
	return reducer.result;
}

/** Builds pairs of a state and where in the first word it stands. */
class Reducer {
	readonly result = new Nfa();
	private readonly out: Outgoing;
	private readonly numberOf = new Map<string, number>();
	private readonly queue: { readonly id: number; readonly state: number; readonly phase: Phase; readonly detail: number }[] = [];

	constructor(private readonly nfa: Nfa) {
		this.out = outgoing(nfa);
	}

	run(): void {
		const { result } = this;
		result.skip(0, this.place(0, PHASE.bare, ExtensionTracker.empty));
		result.skip(0, this.place(0, PHASE.folder, 0));
		result.skip(0, this.place(0, PHASE.kept, 0));
		result.skip(0, this.place(0, PHASE.stem, 0));
		for (let item = this.queue.pop(); item !== undefined; item = this.queue.pop()) {
			const { id, state, phase, detail } = item;
			for (const to of this.out.skips[state] ?? []) result.skip(id, this.place(to, phase, detail));
			if (phase === PHASE.rest) {
				const label = this.nfa.labels[state] ?? 0;
				if (label > 0) result.accept(id, label);
				for (const { low, high, to, kind } of this.out.edges[state] ?? []) result.edge(id, low, high, this.place(to, PHASE.rest, 0), kind);
			} else if (phase === PHASE.end) this.copyEnds(id, state);
			else if (phase === PHASE.folder) this.folder(id, state);
			else if (phase === PHASE.kept) this.kept(id, state, detail);
			else if (phase === PHASE.stem) this.stem(id, state, detail);
			else if (phase === PHASE.extension) this.extension(id, state, detail);
			else this.reduced(id, state, phase, detail);
		}
		// No words at all: a pattern whose start only accepts through moves that read nothing.
		for (const state of this.closure([0])) if ((this.nfa.labels[state] ?? 0) > 0) result.accept(0, this.nfa.labels[state]);
	}

	private place(state: number, phase: Phase, detail: number): number {
		const key = `${state} ${phase} ${detail}`;
		const known = this.numberOf.get(key);
		if (known !== undefined) return known;
		const id = this.result.state();
		this.numberOf.set(key, id);
		this.queue.push({ id, state, phase, detail });
		return id;
	}

	private copyEnds(id: number, state: number): void {
		for (const edge of this.out.edges[state] ?? []) {
			if (!endsWord(edge)) continue;
			const high = edge.kind === EDGE.mark ? edge.high : BORDER;
			this.result.edge(id, edge.low, high, this.place(edge.to, edge.kind === EDGE.mark ? PHASE.end : PHASE.rest, 0), edge.kind);
		}
	}

	/** Skips what stands before the last slash: what is dropped is not read. */
	private folder(id: number, state: number): void {
		for (const { low, high, to, kind } of this.out.edges[state] ?? []) {
			if (kind === EDGE.mark || kind === EDGE.blank || high === BORDER) continue;
			this.result.skip(id, this.place(to, PHASE.folder, 0));
			if (kind === EDGE.literal && low <= SLASH && high >= SLASH) this.result.skip(id, this.place(to, PHASE.name, ExtensionTracker.empty));
		}
	}

	/** `detail`: 0 no slash yet, 1 no wildcard from the last slash on, 2 one; and 4 more where a blank of the pattern stands behind it. */
	private kept(id: number, state: number, detail: number): void {
		if ((detail & 2) !== 0) this.copyEnds(id, state);
		for (const { low, high, to, kind } of this.out.edges[state] ?? []) {
			if (kind === EDGE.mark || high === BORDER || (kind === EDGE.blank && detail === 0)) continue;
			const wild = kind === EDGE.wild;
			const from = Math.max(low, 1);
			const tainted = wild && detail > 0 ? (detail & 4) | 2 : detail;
			const other = this.place(to, PHASE.kept, kind === EDGE.blank ? detail | 4 : tainted);
			if (from < SLASH) this.result.edge(id, from, Math.min(high, SLASH - 1), other, kind);
			if (high > SLASH) this.result.edge(id, Math.max(from, SLASH + 1), high, other, kind);
			if (from <= SLASH && high >= SLASH && (detail & 4) === 0) {
				this.result.edge(id, SLASH, SLASH, this.place(to, PHASE.kept, wild ? 2 : 1), kind);
			}
		}
	}

	/** Reads a word without a slash as it is written. `detail`: 1 something was read. */
	private stem(id: number, state: number, detail: number): void {
		for (let i = 0; detail === 1 && i < EXTENSIONS.length; i++)
			this.result.skip(id, this.place(state, PHASE.extension, i * EXTENSION_STATES));
		for (const { low, high, to, kind } of this.out.edges[state] ?? []) {
			if (kind === EDGE.mark || high === BORDER) continue;
			const from = Math.max(low, 1);
			const next = this.place(to, PHASE.stem, 1);
			if (from < SLASH) this.result.edge(id, from, Math.min(high, SLASH - 1), next, kind);
			if (high > SLASH) this.result.edge(id, Math.max(from, SLASH + 1), high, next, kind);
		}
	}

	/** `detail`: per extension twice the number of its bytes that were read, and one more where a wildcard took one. */
	private extension(id: number, state: number, detail: number): void {
		const text = EXTENSIONS[Math.trunc(detail / EXTENSION_STATES)] ?? "";
		const read = (detail % EXTENSION_STATES) >> 1;
		if (read === text.length) {
			if ((detail & 1) === 1) this.copyEnds(id, state);
			return;
		}
		const wanted = text.charCodeAt(read);
		for (const { low, high, to, kind } of this.out.edges[state] ?? []) {
			if (kind === EDGE.mark) continue;
			const next = (detail + 2) | (kind === EDGE.literal ? 0 : 1);
			for (const byte of bothCases(wanted)) {
				if (low <= byte && byte <= high) this.result.edge(id, byte, byte, this.place(to, PHASE.extension, next), kind);
			}
		}
	}

	/** Reads the folded name; drops an extension before the border. `detail` is a state of the tracker. */
	private reduced(id: number, state: number, phase: Phase, detail: number): void {
		const named = phase === PHASE.name;
		if (!TRACKER.drops(detail)) this.copyEnds(id, state);
		if (detail !== ExtensionTracker.empty) for (const end of this.behindExtension(state)) this.copyEnds(id, end);
		for (const { low, high, to, kind } of this.out.edges[state] ?? []) {
			if (kind === EDGE.mark || (named && kind === EDGE.wild)) continue;
			let from = -1;
			let target = -1;
			let last = -1;
			const flush = () => {
				if (from >= 0) this.result.edge(id, from, last, this.place(to, phase, target), kind);
			};
			for (let byte = Math.max(low, 1); byte <= high; byte++) {
				if (byte === SLASH) continue;
				const folded = fold(byte);
				const next = TRACKER.step(detail, folded);
				if (folded !== last + 1 || next !== target || from < 0) {
					flush();
					from = folded;
					target = next;
				}
				last = folded;
			}
			flush();
		}
	}

	/** The states behind one extension that is written out, in any case. */
	private behindExtension(state: number): Set<number> {
		const all = new Set<number>();
		for (const extension of EXTENSIONS) {
			let states = this.closure([state]);
			for (const character of extension) {
				const cases = bothCases(character.charCodeAt(0));
				const edges = [...states].flatMap((from) => this.out.edges[from] ?? []);
				const taken = edges.filter(({ low, high, kind }) => kind === EDGE.literal && cases.some((byte) => low <= byte && byte <= high));
				states = this.closure(taken.map(({ to }) => to));
			}
			for (const found of states) all.add(found);
		}
		return all;
	}

	private closure(states: readonly number[]): Set<number> {
		const found = new Set(states);
		for (const state of found) for (const to of this.out.skips[state] ?? []) found.add(to);
		return found;
	}
}
