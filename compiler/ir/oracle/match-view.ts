/** What a language answers about one view: literal words by the plain way, opaque ones by following all fillings. */

import type { CommandLanguage } from "../types.ts";
import { either } from "./answers.ts";
import { bytesOf } from "./bytes.ts";
import { answerOf, fillWords, type Marks } from "./fill-words.ts";
import { couldHold, holdLanguage, holdLoosely, isPlain } from "./hold-language.ts";
import type { InPaths, Reading } from "./hold-lines.ts";
import { LanguageResiduals, pathSetsOf } from "./language-residuals.ts";
import { LooseResiduals } from "./loose-residuals.ts";
import type { Residuals } from "./residuals.ts";
import { matchPaths, type Places, resolvePath } from "./resolve-paths.ts";
import { writtenSubject } from "./subjects.ts";
import type { Answer, Registry, Word } from "./types.ts";
import { isOneWord, textOf } from "./words.ts";

/** What a view is read in. */
export interface Setting {
	readonly registry: Registry;
	readonly places: Places;
	/** The directory that operands are paths in. */
	readonly directory: string | null;
}

const ANSWERS: readonly Answer[] = ["no", "maybe", "yes"];

/** The answer of a language about a view. `loose`: the program words of both count reduced or as written. */
export function matchView(language: CommandLanguage, reading: Reading, loose: boolean, view: readonly Word[], setting: Setting): Answer {
	const pathSets = pathSetsOf(language);
	const marksOf = (word: Word): Marks => pathSets.map((paths) => markOf(word, paths, setting));
	const texts = view.map(textOf).filter((text) => text !== null);
	const known = texts.length === view.length && !view.some((word) => marksOf(word).includes(null));
	if (known) {
		const words = texts.map(bytesOf);
		const inPaths: InPaths = (place, paths) => markOf(view[place] ?? [], paths, setting) === true;
		const plain = { reading, registry: setting.registry, inPaths };
		const hold = (one: CommandLanguage) =>
			loose ? holdLoosely(one, words, plain) : holdLanguage(one, { ...plain, subject: writtenSubject(words) });
		if (isPlain(language, reading, loose)) return ANSWERS[hold(language)] ?? "no";
		// Exceptions only take away.
		const whole = { ...language, except: [] };
		if (isPlain(whole, reading, loose) && hold(whole) === 0) return "no";
	}
	// What no words behind the first literal ones could make a member needs no search.
	const opaque = view.findIndex((word) => textOf(word) === null);
	const start = opaque < 0 ? texts : texts.slice(0, opaque);
	if (!(loose && start.length === 0) && !couldHold(language, reading, loose, start.map(bytesOf))) return "no";
	const fill = (words: readonly Word[], way: Way) =>
		answerOf(fillWords(residualsOf(language, reading, way, setting.registry), words, marksOf));
	if (!loose) return fill(view, "written");
	const whole = withWholeProgram(view);
	return whole === view ? fill(view, "loose") : either([fill(view, "loose, as written"), fill(whole, "loose")]);
}

/** Of a program word of which the last path component is not written out, nothing is known once it is reduced. */
export function withWholeProgram(view: readonly Word[]): readonly Word[] {
	const [program, ...rest] = view;
	if (!program || textOf(program) !== null || endsInName(program)) return view;
	return [[{ kind: isOneWord(program) ? "one" : "many" }], ...rest];
}

/** How a language is followed: program words of members as written, or reduced; and those of the view both ways, or as written. */
type Way = "written" | "loose" | "loose, as written";

function endsInName(program: Word): boolean {
	const last = program.at(-1);
	return last?.kind === "literal" && last.text.includes("/") && isOneWord(program);
}

/** Whether a word as a path lies in a path set; null where that is not known. */
function markOf(word: Word, paths: readonly string[], setting: Setting): boolean | null {
	const text = textOf(word);
	const answer = matchPaths(text === null ? null : resolvePath(text, setting.directory), paths, setting.places, true);
	return answer === "maybe" ? null : answer === "yes";
}

const residualsKnown = new WeakMap<CommandLanguage, Map<string, { readonly registry: Registry; readonly residuals: Residuals }>>();

/** The residuals of a language, kept as long as the language is. */
function residualsOf(language: CommandLanguage, reading: Reading, way: Way, registry: Registry): Residuals {
	const known = residualsKnown.get(language) ?? new Map();
	residualsKnown.set(language, known);
	const key = `${reading} ${way}`;
	const kept = known.get(key);
	if (kept?.registry === registry) return kept.residuals;
	const written = new LanguageResiduals(language, reading, registry);
	const residuals = way === "written" ? written : new LooseResiduals(written, way === "loose");
	known.set(key, { registry, residuals });
	return residuals;
}
