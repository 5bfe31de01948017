/** From rules to languages: the readings of `docs/semantics.md`, compiled to automata. */

export { collectVocabulary } from "./collect-vocabulary.ts";
export { compileLanguages } from "./compile-languages.ts";
export { programKey } from "./index-programs.ts";
export { languageOf } from "./language-of.ts";
export type { KnownOptions, OptionKnowledge } from "./option-knowledge.ts";
export type { Clause, LanguageReport, Locate } from "./problems.ts";
export { type RegistryData, registryKnowledge } from "./registry-knowledge.ts";
