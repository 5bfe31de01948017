/** Plans the entries of a rule that refuses or asks: they hold all that the rule is about, and more where the host has no words for it. */

import { literalOfGlob } from "../../compiler/automata/index.ts";
import type { Decision, Matcher } from "../../compiler/ir/types.ts";
import {
	type Capabilities,
	type Extent,
	firstWords,
	type Head,
	type HostModel,
	type Note,
	type Registry,
	type RulePlan,
} from "../target.ts";
import { writeCommandLine } from "../writer/shell.ts";
import { readHead } from "./extents.ts";
import { cutHead, isSayable } from "./fit-heads.ts";
import { foldStems } from "./fold-stems.ts";
import { literalHeads } from "./literal-heads.ts";
import { globalOptions, optionTwins } from "./option-twins.ts";
import { inQuotes, restsOfArgs, textsOfMatcher } from "./propose-texts.ts";
import { findExcess, proveHeld, takesAnything, takesNothing } from "./prove-containment.ts";
import type { RuleFacts } from "./read-policy.ts";
import { reduceWord } from "./reduce-word.ts";
import { otherTexts } from "./spellings.ts";

/** What a host does: its capabilities, and the reading of one entry. */
export interface HostFacts {
	readonly capabilities: Capabilities;
	readonly model: Pick<HostModel<never>, "extentsOf">;
}

/** Entries for a restriction, or why there are none. */
interface Choice {
	readonly heads: readonly Head[];
	readonly notes: readonly Note[];
}

/** The plan of a rule whose entries give `effect`, which is request or deny. */
export function planRestriction(facts: RuleFacts, effect: Decision, host: HostFacts, registry: Registry): RulePlan {
	const { rule, sample } = facts;
	const form = host.capabilities.lists[effect];
	if (typeof form === "string") {
		const notes = host.capabilities.unmatched.asks && effect === "request" ? [] : [looser("left_to_hook", form, sample)];
		return { rule, effect: null, heads: [], carved: [], notes, sample, example: facts.example };
	}
	const { heads: chosen, notes } = choose(facts, effect, host, registry);
	const written = host.capabilities.globs === true ? foldStems(chosen, registry) : chosen;
	const twins = host.capabilities.globs === true ? written.flatMap((head) => optionTwins(head, effect, registry)) : [];
	const heads = [...written, ...twins];
	const all = [...notes, ...(notes.length === 0 ? twinNotes(twins, registry) : [])];
	return { rule, effect: heads.length > 0 ? effect : null, heads, carved: [], notes: all, sample, example: facts.example };
}

/** An entry with `-*` holds the words behind it wherever they stand, other subcommands before them too. */
function twinNotes(twins: readonly Head[], registry: Registry): readonly Note[] {
	const [twin] = twins;
	const [name = ""] = twin ? firstWords(twin) : [];
	const [option] = globalOptions(name, registry);
	if (!twin || option === undefined) return [];
	const behind = (twin.rest ?? "").replace(" -*", "").replaceAll("*", "").trim().split(/ +/);
	const witness = writeCommandLine([name, option, "x", "x", ...behind.filter(Boolean)]);
	return [{ status: "stricter", direction: "stricter", reason: BEHIND_OPTIONS, witness }];
}

const BEHIND_OPTIONS = "where options stand before the subcommand, an entry also covers its words behind other ones";

function choose(facts: RuleFacts, effect: Decision, host: HostFacts, registry: Registry): Choice {
	const { sample, region } = facts;
	if (!region) return { heads: [], notes: [looser("left_to_hook", facts.obstacle ?? "the rule has no command", sample)] };
	const literal = fitHeads(baseHeads(facts, effect, host.capabilities), effect, host.capabilities, sample);
	for (const heads of proposals(facts, host.capabilities, literal, registry)) {
		if (!heads.every((head) => isSayable(head, effect, host.capabilities))) continue;
		if (proveHeld(region, extentsOf(heads, effect, host)) !== "proven") continue;
		return { heads, notes: excessNotes(facts, heads, effect, host) };
	}
	if (literal.notes.length > 0) return literal;
	const proof = proveHeld(region, extentsOf(literal.heads, effect, host));
	if (proof === "proven") return { heads: literal.heads, notes: excessNotes(facts, literal.heads, effect, host) };
	const witness = proof === "undecided" ? sample : writeCommandLine(proof.witness);
	return {
		heads: literal.heads,
		notes: [looser("not_expressible", "the rule may be about any program, and entries name theirs", witness)],
	};
}

/** Heads with any words behind them, or none: they hold the rule, if not exactly. */
function baseHeads({ rule, region, literal }: RuleFacts, effect: Decision, { exact }: Capabilities): readonly Head[] {
	const asHead = (words: Head["words"], ends: boolean): Head => ({ words, exact: ends && exact[effect] === "held", rest: null });
	if (literal) return literal.map(({ words, tail }) => asHead(words, tail !== null && takesNothing(tail)));
	const whole = region?.behind([]) ?? null;
	const heads = whole && literalHeads(whole);
	if (heads)
		return heads.map(({ words, ends }) =>
			asHead(
				words.map((word) => [word]),
				ends,
			),
		);
	// Some of its programs may still be known: what else it is about is the hook's.
	return (rule.command?.matchers ?? []).flatMap((matcher) => {
		const words = literalPrefix(matcher);
		return words.length > 0 ? [asHead(words, false)] : [];
	});
}

/** The literal alternatives at the start of a matcher; of the first word, those that are literal. */
function literalPrefix(matcher: Matcher): Head["words"] {
	if (!("words" in matcher)) return [];
	const kept: (readonly string[])[] = [];
	for (const [at, pattern] of matcher.words.entries()) {
		const literals = pattern.flatMap((glob) => (glob === "**" ? [] : (literalOfGlob(glob) ?? [])));
		if (literals.length === 0 || (at > 0 && literals.length < pattern.length)) break;
		kept.push(at === 0 ? [...new Set(literals.map(reduceWord))] : literals);
	}
	return kept;
}

/** Each head as long as the host can say it. A program that no entry can name leaves the rule to the hook. */
function fitHeads(heads: readonly Head[], effect: Decision, capabilities: Capabilities, sample: string): Choice {
	const kept: Head[] = [];
	const notes: Note[] = [];
	for (const head of heads) {
		const { fitting, unsaid } = cutHead(head, effect, capabilities);
		if (fitting) kept.push(fitting);
		if (unsaid) notes.push(looser("not_expressible", unsaid.reason, writeCommandLine(unsaid.words) || sample));
	}
	return { heads: kept, notes };
}

/** Narrower heads than the literal ones, as far as the host has `*`. */
function* proposals({ rule, literal }: RuleFacts, { globs }: Capabilities, fitted: Choice, registry: Registry): Generator<readonly Head[]> {
	if (globs !== true || !rule.command) return;
	const matchers = rule.command.matchers;
	if (literal && rule.command.args.length > 0) {
		for (const rests of restsOfArgs(rule.command.args)) yield fitted.heads.flatMap((head) => withRests(head, rests));
	}
	if (literal) return;
	const texts = matchers.map(textsOfMatcher);
	if (!texts.every((list) => list !== null)) return;
	const all = texts.flat().flatMap((text) => [text, ...otherTexts(text, registry)]);
	// Texts that start with a star are about every program: known programs, whole, are narrower than that.
	if (all.some((text) => /^[^ ]*\*/.test(text)) && fitted.heads.length > 0 && fitted.notes.length === 0) yield fitted.heads;
	for (const written of [all, all.flatMap(inQuotes)]) yield [...new Set(written)].map((rest) => ({ words: [], exact: false, rest }));
}

function withRests(head: Head, rests: readonly string[]): readonly Head[] {
	return head.exact ? [head] : rests.map((rest) => ({ ...head, rest }));
}

function extentsOf(heads: readonly Head[], effect: Decision, { model }: HostFacts): readonly Extent[] {
	return heads.flatMap((head) => readHead(model, head, effect));
}

/** What entries hold beyond the rule: one note with a command that shows it. */
function excessNotes(facts: RuleFacts, heads: readonly Head[], effect: Decision, host: HostFacts): readonly Note[] {
	const { region, literal, vocabulary } = facts;
	if (!region || (facts.rule.command?.except.length === 0 && literal && heads.every((head) => isExactly(head, literal)))) return [];
	for (const head of heads) {
		for (const extent of readHead(host.model, head, effect)) {
			const excess = findExcess(extent, [region], vocabulary);
			if (excess) return [{ status: "stricter", direction: "stricter", reason: WIDER, witness: writeCommandLine(excess) }];
		}
	}
	return [];
}

const WIDER = "an entry also covers commands that the rule is not about";

/** Seen by the words alone: a literal head of the rule says the same. */
function isExactly(head: Head, literal: NonNullable<RuleFacts["literal"]>): boolean {
	return literal.some(
		({ words, tail }) =>
			tail !== null && words === head.words && head.rest === null && (head.exact ? takesNothing(tail) : takesAnything(tail)),
	);
}

/** Without an entry the host does what it does by itself. */
function looser(status: Note["status"], reason: string, witness: string): Note {
	return { status, direction: "looser", reason, witness };
}
