/** The `.policy` surface: text to tree and back, and the pieces of it that other surfaces share. */

export { parsePolicy } from "./parse.ts";
export { printPolicy } from "./print.ts";
export { parseWord, type SpanMapper, splitCommandLiteral } from "./words.ts";
