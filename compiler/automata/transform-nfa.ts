/** Changes of automata under construction that keep what stands behind every edge. */

import { BORDER, DEAD, type Dfa } from "./dfa.ts";
import { EDGE, EDGE_SIZE, type EdgeKind, MARK_INSIDE, MARK_OUTSIDE, Nfa } from "./nfa.ts";

interface FullEdge {
	readonly from: number;
	readonly low: number;
	readonly high: number;
	readonly to: number;
	readonly kind: EdgeKind;
}

function* edgesOf(nfa: Nfa): Generator<FullEdge> {
	const { edges } = nfa;
	for (let e = 0; e < edges.length; e += EDGE_SIZE) {
		const kind = (edges[e + 4] ?? EDGE.literal) as EdgeKind;
		yield { from: edges[e] ?? 0, low: edges[e + 1] ?? 0, high: edges[e + 2] ?? 0, to: edges[e + 3] ?? 0, kind };
	}
}

/** Puts mark bytes of any kind before every border. */
export function insertMarks(nfa: Nfa, marks: number): Nfa {
	if (marks === 0) return nfa;
	const marked = new Nfa();
	while (marked.size < nfa.size) marked.state();
	copyRest(nfa, marked, 0);
	for (const { from, low, high, to, kind } of edgesOf(nfa)) {
		if (high > BORDER) marked.edge(from, Math.max(low, 1), high, to, kind);
		if (low > BORDER) continue;
		let at = from;
		for (let i = 0; i < marks; i++) at = marked.range(at, MARK_OUTSIDE, MARK_INSIDE, EDGE.mark);
		marked.edge(at, BORDER, BORDER, to, kind);
	}
	return marked;
}

/** Lays out another automaton from a state onwards; it accepts where that one does. */
export function append(target: Nfa, from: number, nfa: Nfa): void {
	const base = target.size;
	for (let state = 0; state < nfa.size; state++) target.state();
	target.skip(from, base);
	copyRest(nfa, target, base);
	for (const edge of edgesOf(nfa)) target.edge(base + edge.from, edge.low, edge.high, base + edge.to, edge.kind);
}

function copyRest(nfa: Nfa, target: Nfa, base: number): void {
	for (let state = 0; state < nfa.size; state++) target.accept(base + state, nfa.labels[state] ?? 0);
	for (let i = 0; i < nfa.skips.length; i += 2) target.skip(base + (nfa.skips[i] ?? 0), base + (nfa.skips[i + 1] ?? 0));
}

/** What `nfa` accepts and `dfa` does not. */
export function without(nfa: Nfa, dfa: Dfa): Nfa {
	const result = new Nfa();
	const numberOf = new Map<number, number>([[1, 0]]);
	const pairs = [1];
	const stride = dfa.states + 1;
	const place = (state: number, other: number): number => {
		const pair = state * stride + other + 1;
		const known = numberOf.get(pair);
		if (known !== undefined) return known;
		pairs.push(pair);
		const id = result.state();
		numberOf.set(pair, id);
		return id;
	};
	const edges: FullEdge[][] = Array.from({ length: nfa.size }, () => []);
	for (const edge of edgesOf(nfa)) edges[edge.from]?.push(edge);
	const skips: number[][] = Array.from({ length: nfa.size }, () => []);
	for (let i = 0; i < nfa.skips.length; i += 2) skips[nfa.skips[i] ?? 0]?.push(nfa.skips[i + 1] ?? 0);
	for (let id = 0; id < pairs.length; id++) {
		const pair = pairs[id] ?? 0;
		const state = Math.trunc(pair / stride);
		const other = (pair % stride) - 1;
		const excluded = other !== DEAD && (dfa.label[other] ?? 0) > 0;
		if (!excluded) result.accept(id, nfa.labels[state] ?? 0);
		for (const to of skips[state] ?? []) result.skip(id, place(to, other));
		for (const { low, high, to, kind } of edges[state] ?? []) {
			for (let from = low; from <= high; ) {
				const target = targetOf(dfa, other, from);
				let last = from;
				while (last < high && targetOf(dfa, other, last + 1) === target) last++;
				result.edge(id, from, last, place(to, target), kind);
				from = last + 1;
			}
		}
	}
	return result;
}

function targetOf(dfa: Dfa, state: number, byte: number): number {
	return state === DEAD ? DEAD : (dfa.next[state * dfa.width + (dfa.classOf[byte] ?? 0)] ?? DEAD);
}
