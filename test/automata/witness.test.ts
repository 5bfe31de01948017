import { expect, test } from "vitest";
import {
	commandGlob,
	containedInUnion,
	differenceWitness,
	findWitness,
	runPieces,
	wordPattern,
	wordsOf,
} from "../../compiler/automata/index.ts";
import { built } from "./regex-cases.ts";

const glob = (text: string) => built(commandGlob(text, "narrow"));

test("a witness is made of the words that it is given, then of plain fillers, then of bytes", () => {
	const [push, forced] = [glob("git push*"), glob("git push --force*")];
	const vocabulary = ["git", "push", "--force"];
	expect(differenceWitness(push, forced, { vocabulary })).toEqual(["git", "push"]);
	expect(findWitness([push, forced], (labels) => labels.every((label) => label > 0), { vocabulary })).toEqual(["git", "push", "--force"]);
	expect(differenceWitness(glob("ls ?"), glob("ls [ax]"), { vocabulary: ["ls"] })).toEqual(["ls", "."]);
	expect(differenceWitness(glob("q[é-ü]"), glob("x"))?.[0]).toMatch(/^q.$/u);
	expect(differenceWitness(push, push)).toBe(null);
});

test("containment in a union is decided with a witness", () => {
	const all = ["a *", "b *"].map(glob);
	expect(containedInUnion(glob("[ab] *"), all)).toBe("yes");
	const answer = containedInUnion(glob("[a-c] *"), all);
	expect(typeof answer === "object" ? wordsOf(answer.witness)[0] : answer).toBe("c");
});

test("a union that needs every component to fail stays within its budget", () => {
	// Every list of one word over {a, b} of length 12 has an a or a b at each place: 24 components, 2^12 together.
	const length = 12;
	const words = built(wordPattern(["?".repeat(length)]));
	const components = Array.from({ length }, (_, i) => built(wordPattern([`${"?".repeat(i)}a${"?".repeat(length - i - 1)}`])));
	const answer = containedInUnion(words, components);
	expect(typeof answer === "object" ? wordsOf(answer.witness)[0]?.includes("a") : answer).toBe(false);
});

test("a word of nothing but unknown text may vanish", () => {
	const bytes = (text: string) => ({ kind: "literal", bytes: new TextEncoder().encode(text) }) as const;
	expect(runPieces(glob("rm"), [[bytes("rm")], [{ kind: "many" }]])).toBe("maybe");
	expect(runPieces(glob("rm*"), [[bytes("rm")], [{ kind: "many" }]])).toBe("yes");
	expect(runPieces(glob("rm"), [[bytes("rm")], [{ kind: "one" }]])).toBe("no");
});
