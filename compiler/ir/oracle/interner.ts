/** Gives equal lists of numbers one number. */
export class Interner {
	private readonly numbers = new Map<string, number>();
	private readonly lists: (readonly number[])[] = [];

	number(list: readonly number[]): number {
		const key = list.join();
		const known = this.numbers.get(key);
		if (known !== undefined) return known;
		this.numbers.set(key, this.lists.length);
		return this.lists.push(list) - 1;
	}

	list(number: number): readonly number[] {
		return this.lists[number] ?? [];
	}
}
