/** Lines of a length, each of one construct over and over: what an evaluator could be slow on. */
export const SHAPES: Readonly<Record<string, (bytes: number) => string>> = {
	words: (bytes) => fill("git push ", "word ", bytes),
	"one word": (bytes) => fill("git push ", "x", bytes),
	"unknown words": (bytes) => fill("git push ", '"$x" ', bytes),
	"words that may split": (bytes) => fill("git push ", "$x ", bytes),
	globs: (bytes) => fill("git push ", "*a?", bytes),
	"options that may be flags": (bytes) => fill("git push ", "-abcdefgh ", bytes),
	"an unknown program": (bytes) => fill("frob ", "git push ", bytes),
	"open parentheses": (bytes) => fill("", "(", bytes),
	braces: (bytes) => fill("echo ", "{a,b}", bytes),
	quotes: (bytes) => fill("echo ", "'\"'", bytes),
	assignments: (bytes) => `${fill("", "A=1 ", bytes - 8)}git push`,
	"wrappers in wrappers": (bytes) => `${fill("", "env ", bytes - 8)}git push`,
};

function fill(start: string, part: string, bytes: number): string {
	return start + part.repeat(Math.max(0, Math.floor((bytes - start.length) / part.length)));
}
