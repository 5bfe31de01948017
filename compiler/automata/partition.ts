/**
 * A partition of the numbers 0 … n-1 that can only be refined: elements are marked, then every set
 * that holds marked and unmarked ones is split. Both steps cost time in the marked elements alone.
 *
 * The structure is the one that A. Valmari describes in "Fast brief practical DFA minimization" (2012).
 */
export class Partition {
	/** How many sets there are. */
	count: number;
	/** Elements, set by set. */
	readonly elements: Int32Array;
	/** Per element its set. */
	readonly setOf: Int32Array;
	/** Per set its first place in `elements`, and the place behind its last. */
	readonly first: Int32Array;
	readonly past: Int32Array;
	private readonly placeOf: Int32Array;
	private readonly marked: Int32Array;
	private readonly touched: number[] = [];

	/** Starts with the sets that `setOf` gives, numbered 0 … sets-1 without gaps. */
	constructor(setOf: Int32Array, sets: number) {
		const size = setOf.length;
		this.count = sets;
		this.setOf = setOf;
		this.elements = new Int32Array(size);
		this.placeOf = new Int32Array(size);
		this.first = new Int32Array(size + 1);
		this.past = new Int32Array(size + 1);
		this.marked = new Int32Array(size + 1);
		for (let i = 0; i < size; i++) this.past[setOf[i] ?? 0] = (this.past[setOf[i] ?? 0] ?? 0) + 1;
		for (let set = 0, at = 0; set < sets; set++) {
			this.first[set] = at;
			at += this.past[set] ?? 0;
			this.past[set] = this.first[set] ?? 0;
		}
		for (let i = 0; i < size; i++) {
			const set = setOf[i] ?? 0;
			const place = this.past[set] ?? 0;
			this.elements[place] = i;
			this.placeOf[i] = place;
			this.past[set] = place + 1;
		}
	}

	/** Marks an element; marking it twice is the same as once. */
	mark(element: number): void {
		const set = this.setOf[element] ?? 0;
		const place = this.placeOf[element] ?? 0;
		const border = (this.first[set] ?? 0) + (this.marked[set] ?? 0);
		if (place < border) return;
		const other = this.elements[border] ?? 0;
		this.elements[place] = other;
		this.placeOf[other] = place;
		this.elements[border] = element;
		this.placeOf[element] = border;
		if (this.marked[set] === 0) this.touched.push(set);
		this.marked[set] = (this.marked[set] ?? 0) + 1;
	}

	/** Splits every set that holds marked and unmarked elements; the smaller part becomes a new set. Clears all marks. */
	split(): void {
		for (let set = this.touched.pop(); set !== undefined; set = this.touched.pop()) {
			const first = this.first[set] ?? 0;
			const past = this.past[set] ?? 0;
			const border = first + (this.marked[set] ?? 0);
			this.marked[set] = 0;
			if (border === past) continue;
			const fresh = this.count++;
			if (border - first <= past - border) {
				this.first[fresh] = first;
				this.past[fresh] = border;
				this.first[set] = border;
			} else {
				this.first[fresh] = border;
				this.past[fresh] = past;
				this.past[set] = border;
			}
			const end = this.past[fresh] ?? 0;
			for (let place = this.first[fresh] ?? 0; place < end; place++) this.setOf[this.elements[place] ?? 0] = fresh;
		}
	}
}
