/**
 * Regular languages over words: build, combine, minimise, ask, run, ship. Stands by itself.
 *
 * Builders give `TooLarge` or `PatternError` as values where they cannot build; every `Dfa` is minimal
 * and canonical, so that `equal` compares tables.
 */

export { differing, intersects, isEmpty, notContained, shortest } from "./ask.ts";
export { containedInUnion, type UnionAnswer, type UnionOptions } from "./ask-union.ts";
export { commandGlob, type Reading, readCommandGlob, readWordGlob, readWordPattern, textGlob, wordPattern } from "./build-glob.ts";
export { normalisePath, pathLanguage, splitPath } from "./build-paths.ts";
export { commandRegex, readRegex } from "./build-regex.ts";
export { anyWords, combine, complement, difference, intersection, noWords, relabel, union, unionOf } from "./combine.ts";
export { determinise } from "./determinise.ts";
export { BORDER, bytesOf, DEAD, type Dfa, equal, keyOf, labelAt, labelOfWords, step, walk } from "./dfa.ts";
export { eraseMarks } from "./erase-marks.ts";
export { differenceWitness, findWitness, type WitnessGoal, type WitnessOptions, wordsOf } from "./find-witness.ts";
export { isTooLarge, LIMITS, type TooLarge, tooLarge } from "./limits.ts";
export { emptyDfa } from "./minimise.ts";
export { EDGE, eachRun, Nfa } from "./nfa.ts";
export { literalOfGlob, type PatternError, parseCommandGlob } from "./parse-glob.ts";
export { parseRegex } from "./parse-regex.ts";
export { type Place, precede } from "./precede-machine.ts";
export { reduceProgram } from "./program-word.ts";
export { reduceFirstWord } from "./reduce-program.ts";
export { type Match, type Piece, runPieces } from "./run.ts";
export { AutomatonPool, fromTable, type Table, toTable } from "./table.ts";
export { append, insertMarks, without } from "./transform-nfa.ts";
export { unreduceFirstWord } from "./unreduce-program.ts";
export { type Classifier, classifyWords, expandWords, type Property, type WordMachine } from "./word-machine.ts";
