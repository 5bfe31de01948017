/**
 * Whether a language lies in the union of others. The problem is PSPACE-complete, so there is a budget
 * and a third answer. The product of all is walked lazily:
 *
 * - what is disjoint from `a` is dropped, and a component as soon as nothing of it can still be met;
 * - a branch ends where one component alone covers the rest of `a`;
 * - nodes with the fewest live components come first, since a witness needs them all to fail;
 * - a node is skipped where one with a subset of its components was seen: that one has the harder task.
 */

import { traceBack } from "./ask.ts";
import { classBytes, DEAD, type Dfa, labelAt } from "./dfa.ts";
import { type PairFacts, pairFacts } from "./pair-facts.ts";

export type UnionAnswer = "yes" | "undecided" | { readonly witness: Uint8Array };

export interface UnionOptions {
	/** How many nodes may be expanded; comparing nodes with each other counts too. */
	readonly budget?: number;
}

const BUDGET = 20_000;
/** So many comparisons of two nodes cost as much as one expansion. */
const COMPARISONS = 16;

/**
 * Asks whether every member of `a` is in one of `all`.
 *
 * @returns `yes`, a member of `a` that none has, or `undecided` past the budget
 *
 * @example containedInUnion(a, [b, c]) // { witness } for a string of a∖(b∪c)
 */
export function containedInUnion(a: Dfa, all: readonly Dfa[], options: UnionOptions = {}): UnionAnswer {
	return new UnionWalk(a, all, options.budget ?? BUDGET).answer();
}

interface Node {
	readonly state: number;
	/** Live components, ascending: their numbers and states. */
	readonly components: readonly number[];
	readonly states: readonly number[];
	/** In `parents` and `bytes`. */
	readonly trace: number;
}

class UnionWalk {
	private readonly facts: readonly PairFacts[];
	private readonly parents: number[] = [];
	private readonly bytes: number[] = [];
	/** Nodes to expand, by how many components they have. */
	private readonly waiting: Node[][] = [];
	/** Nodes seen, by the state of `a`. */
	private readonly seen = new Map<number, Node[]>();
	private comparisons = 0;
	private readonly representatives: Uint8Array;
	private readonly a: Dfa;
	private readonly all: readonly Dfa[];
	private readonly budget: number;

	constructor(a: Dfa, all: readonly Dfa[], budget: number) {
		this.a = a;
		const facts = all.map((b) => pairFacts(a, b));
		const kept = all.map((_, i) => i).filter((i) => facts[i]?.meets(0, 0) ?? false);
		this.all = kept.flatMap((i) => all[i] ?? []);
		this.facts = kept.flatMap((i) => facts[i] ?? []);
		this.budget = budget;
		this.representatives = jointBytes([a, ...this.all]);
	}

	answer(): UnionAnswer {
		const components = this.all.map((_, i) => i);
		const start = this.reach(
			0,
			components,
			components.map(() => 0),
			-1,
			0,
		);
		if (start) return { witness: start };
		let expanded = 0;
		for (let node = this.take(); node !== null; node = this.take()) {
			if (++expanded + this.comparisons / COMPARISONS > this.budget) return "undecided";
			const witness = this.expand(node);
			if (witness) return { witness };
		}
		return "yes";
	}

	private take(): Node | null {
		for (const nodes of this.waiting) {
			const node = nodes?.pop();
			if (node) return node;
		}
		return null;
	}

	private expand(node: Node): Uint8Array | null {
		for (const byte of this.representatives) {
			const to = this.a.next[node.state * this.a.width + (this.a.classOf[byte] ?? 0)] ?? DEAD;
			if (to === DEAD) continue;
			const states = node.components.map((component, i) => {
				const dfa = this.all[component];
				return dfa ? (dfa.next[(node.states[i] ?? 0) * dfa.width + (dfa.classOf[byte] ?? 0)] ?? DEAD) : DEAD;
			});
			const witness = this.reach(to, node.components, states, node.trace, byte);
			if (witness) return witness;
		}
		return null;
	}

	/** Notes a node, unless it is settled. Gives a witness where this very node is one. */
	private reach(state: number, among: readonly number[], at: readonly number[], parent: number, byte: number): Uint8Array | null {
		const components: number[] = [];
		const states: number[] = [];
		let accepted = labelAt(this.a, state) === 0;
		for (let i = 0; i < among.length; i++) {
			const component = among[i] ?? 0;
			const to = at[i] ?? DEAD;
			const dfa = this.all[component];
			const facts = this.facts[component];
			if (to === DEAD || !dfa || !facts) continue;
			if (facts.covers(state, to)) return null;
			if (labelAt(dfa, to) > 0) accepted = true;
			if (!facts.meets(state, to)) continue;
			components.push(component);
			states.push(to);
		}
		if (accepted && this.isKnown(state, components, states)) return null;
		const trace = this.parents.push(parent) - 1;
		this.bytes.push(byte);
		if (!accepted) return traceBack(this.parents, this.bytes, trace);
		const node: Node = { state, components, states, trace };
		const seen = this.seen.get(state);
		if (seen) seen.push(node);
		else this.seen.set(state, [node]);
		const size = components.length;
		for (let i = this.waiting.length; i <= size; i++) this.waiting.push([]);
		this.waiting[size]?.push(node);
		return null;
	}

	private isKnown(state: number, components: readonly number[], states: readonly number[]): boolean {
		for (const node of this.seen.get(state) ?? []) {
			this.comparisons++;
			if (isSubset(node, components, states)) return true;
		}
		return false;
	}
}

function isSubset(node: Node, components: readonly number[], states: readonly number[]): boolean {
	if (node.components.length > components.length) return false;
	let at = 0;
	for (let i = 0; i < node.components.length; i++) {
		while (at < components.length && (components[at] ?? 0) < (node.components[i] ?? 0)) at++;
		if (components[at] !== node.components[i] || states[at] !== node.states[i]) return false;
		at++;
	}
	return true;
}

/** One byte of every class that all automata share. */
function jointBytes(all: readonly Dfa[]): Uint8Array {
	const byColumn = new Map<string, number>();
	const classOf = new Uint8Array(256);
	for (let byte = 0; byte < 256; byte++) {
		let column = "";
		for (const dfa of all) column += String.fromCharCode(dfa.classOf[byte] ?? 0);
		const known = byColumn.get(column) ?? byColumn.size;
		byColumn.set(column, known);
		classOf[byte] = known;
	}
	return classBytes({ width: byColumn.size, classOf });
}
