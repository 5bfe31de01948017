/** Plans the entries of a rule that allows: they let through nothing that the policy does not certainly allow. */

import { type Capabilities, type Extent, expandHead, type Head, type Note, type Registry, type RulePlan } from "../target.ts";
import { writeCommandLine } from "../writer/shell.ts";
import { readHead } from "./extents.ts";
import { findMeeting, type Meeting } from "./find-meeting.ts";
import { isSayable, MAX_COMBINATIONS } from "./fit-heads.ts";
import { literalHeads } from "./literal-heads.ts";
import type { HostFacts } from "./plan-restriction.ts";
import { restsLeftOut, textsOfMatcher } from "./propose-texts.ts";
import { findExcess, type Proof, proveHeld, proveNoneOf, proveWithin, takesAnything } from "./prove-containment.ts";
import type { LiteralStart, PolicyFacts, RuleFacts } from "./read-policy.ts";
import type { Restriction, Restrictions } from "./restrictions.ts";
import { restsBehind } from "./rests.ts";
import { programOf } from "./spellings.ts";
import { restsOfUnsafe, unsafeOptions, wordsWith } from "./unsafe-options.ts";

const LONGER = "an entry also covers every longer command";

/** An entry that could be written, and what the host would ask about beside it. */
interface Candidate {
	readonly head: Head;
	readonly carved: readonly Head[];
}

/** What a candidate is held against. */
interface Setting {
	readonly facts: RuleFacts;
	readonly policy: PolicyFacts;
	readonly host: HostFacts;
	readonly restrictions: Restrictions;
}

/** The plan of an allow rule beside the restrictions of the host. */
export function planAllowance(facts: RuleFacts, policy: PolicyFacts, host: HostFacts, restrictions: Restrictions): RulePlan {
	const { rule, sample } = facts;
	const setting: Setting = { facts, policy, host, restrictions };
	const heads: Head[] = [];
	const carved: Head[] = [];
	const notes: Note[] = [];
	for (const group of candidateGroups(setting)) {
		const reasons: Meeting[] = [];
		const fitting = group.candidates.find((candidate) => {
			const meeting = reasonAgainst(candidate, setting);
			if (meeting) reasons.push(meeting);
			return meeting === null;
		});
		if (fitting) {
			heads.push(fitting.head);
			carved.push(...fitting.carved);
		} else {
			const [reason] = reasons;
			const status = group.unsayable !== null ? "not_expressible" : reason?.settled ? "stricter" : "left_to_hook";
			notes.push({
				status,
				direction: "stricter",
				reason: group.unsayable ?? reason?.reason ?? LONGER,
				witness: reason?.witness ?? group.line,
			});
		}
	}
	if (heads.length === 0 && notes.length === 0)
		notes.push({ status: "left_to_hook", direction: "stricter", reason: NO_WORDS, witness: sample });
	notes.push(...missingNotes(setting, heads, carved, notes));
	return { rule, effect: heads.length > 0 ? "allow" : null, heads, carved, notes, sample, example: facts.example };
}

const RUNS = "options that run or load something else may stand behind it";
const NO_WORDS = "no entry lets through these commands and no others";
const LESS = "an entry covers less than the rule allows";
const COVERED = "an entry of another rule asks or refuses";

/** Candidates for one part of a rule, the widest first. */
interface Group {
	readonly candidates: readonly Candidate[];
	/** Why no entry can name these words; null where the host can. */
	readonly unsayable: string | null;
	/** A command of this part. */
	readonly line: string;
}

function candidateGroups(setting: Setting): readonly Group[] {
	const { facts, policy, host } = setting;
	const { capabilities } = host;
	const starts = facts.literal ?? [];
	if (starts.length > 0)
		return starts.flatMap((start) => splitStart(start, policy.registry, capabilities)).map((start) => groupOf(start, setting));
	return [...textGroups(facts, capabilities), ...enumeratedGroups(setting)];
}

/** A program alone stands for all its subcommands that are known: behind an option another command could hide. */
function splitStart(start: LiteralStart, registry: Registry, capabilities: Capabilities): readonly LiteralStart[] {
	const [programs = [], ...rest] = start.words;
	if (rest.length > 0 || !start.tail) return [start];
	const open = start.tail;
	return programs.flatMap((program): readonly LiteralStart[] => {
		const known = programOf(program, registry);
		const subcommands = Object.keys(known?.subcommands ?? {}).filter((name) => isSayableWord(name, capabilities));
		if (subcommands.length === 0 || !takesAnything(open)) return [{ words: [[program]], tail: open }];
		return subcommands.map((name) => ({ words: [[program], [name]], tail: open }));
	});
}

function isSayableWord(word: string, { lists }: Capabilities): boolean {
	return typeof lists.allow !== "string" && lists.allow.sayable.test(word) && !word.startsWith("-");
}

function groupOf({ words, tail }: LiteralStart, setting: Setting): Group {
	const { capabilities } = setting.host;
	const open: Head = { words, exact: false, rest: null };
	const line = writeCommandLine(words.map((alternatives) => alternatives[0] ?? ""));
	const combinations = words.reduce((product, alternatives) => product * alternatives.length, 1);
	const form = capabilities.lists.allow;
	if (typeof form === "string") return { candidates: [], unsayable: form, line };
	const odd = words.flat().find((word) => !form.sayable.test(word));
	if (odd !== undefined) return { candidates: [], unsayable: `the word \`${odd}\`: ${form.reason}`, line };
	const hidden = words[0]?.find((program) => capabilities.transparent.programs.includes(program));
	if (hidden !== undefined) return { candidates: [], unsayable: `\`${hidden}\`: ${capabilities.transparent.reason}`, line };
	if (combinations > MAX_COMBINATIONS) return { candidates: [], unsayable: `it has more than ${MAX_COMBINATIONS} combinations`, line };
	const candidates: Candidate[] = [];
	const apart: Head = capabilities.carves === "plain" ? { ...open, plain: true } : open;
	if (tail && !isEmptyTail(tail)) {
		candidates.push({ head: open, carved: [] });
		if (apart !== open) candidates.push({ head: apart, carved: [] });
		candidates.push(...carvedCandidates(apart, setting));
	}
	if (tail && (tail.label[0] ?? 0) === 2 && capabilities.exact.allow === "held")
		candidates.push({ head: { ...open, exact: true }, carved: [] });
	return { candidates, unsayable: candidates.length === 0 ? LONGER : null, line };
}

function isEmptyTail(tail: NonNullable<LiteralStart["tail"]>): boolean {
	return tail.states === 1 && tail.next.every((target) => target < 0);
}

/** The words with anything behind them, but for what lines with `not` leave out and unsafe options, about which the host asks. */
function carvedCandidates(open: Head, { facts, policy, host: { capabilities } }: Setting): readonly Candidate[] {
	if (capabilities.carves === "never" || capabilities.globs !== true) return [];
	const unsafe = restsOfUnsafe(unsafeBehind(open, policy.registry, true));
	return restsLeftOut(facts.rule.command?.args ?? []).flatMap((leftOut) => {
		const rests = [...new Set([...leftOut, ...unsafe])];
		const carved = rests.map((rest): Head => ({ words: open.words, exact: false, rest }));
		return rests.length > 0 && carved.every((head) => isSayable(head, "request", capabilities)) ? [{ head: open, carved }] : [];
	});
}

/** The texts of globs, where the host has `*`. */
function textGroups({ rule }: RuleFacts, capabilities: Capabilities): readonly Group[] {
	if (capabilities.globs !== true) return [];
	const texts = (rule.command?.matchers ?? []).flatMap((matcher) => textsOfMatcher(matcher) ?? []);
	return texts.map((rest) => {
		const head: Head = { words: [], exact: false, rest };
		const isSaid = isSayable(head, "allow", capabilities);
		return {
			candidates: isSaid ? [{ head, carved: [] }] : [],
			unsayable: isSaid ? null : `\`${rest}\` holds words of another form`,
			line: rest,
		};
	});
}

function enumeratedGroups(setting: Setting): readonly Group[] {
	const { facts, host } = setting;
	if (host.capabilities.globs === true) return [];
	const whole = facts.region?.behind([]) ?? null;
	const heads = whole && literalHeads(whole);
	return (heads ?? []).map(({ words }) => ({
		candidates: [{ head: { words: words.map((word) => [word]), exact: false, rest: null }, carved: [] }],
		unsayable: null,
		line: writeCommandLine(words),
	}));
}

/** Why an entry may not be written; null where it lets through only what the policy allows. */
function reasonAgainst({ head, carved }: Candidate, setting: Setting): Meeting | null {
	const { facts, policy, host, restrictions } = setting;
	const { capabilities, model } = host;
	const { region } = facts;
	const line = writeCommandLine(head.words.map((alternatives) => alternatives[0] ?? ""));
	if (!region) return { reason: facts.obstacle ?? NO_WORDS, witness: facts.sample };
	const clause = meetClause(line || facts.sample, policy.strict.clauses, capabilities.passes);
	if (clause) return clause;
	const covered = readHead(model, head, "allow").every((extent) => isCovered(extent, restrictions));
	if (covered) return { reason: COVERED, witness: line || facts.sample, settled: true };
	const met: Restriction[] = [];
	const isHeld = (rule: string) => {
		const restriction = restrictions.byRule.get(rule);
		const isApart = capabilities.carves === "always" || (capabilities.carves === "plain" && (head.plain || head.exact));
		if (!isApart || !restriction?.whole || restriction.extents.length === 0) return false;
		met.push(restriction);
		return true;
	};
	const programs: readonly (string | undefined)[] = head.words[0] ?? [undefined];
	const nearOf = (restriction: Restriction) => programs.flatMap((program) => restriction.aboutProgram(program));
	const context = { strict: policy.strict, registry: policy.registry, passes: capabilities.passes, isHeld };
	for (const words of startsOf(head)) {
		const meeting = findMeeting(context, words, head.exact);
		if (meeting) return meeting;
	}
	const asked = [...carved.flatMap((part) => readHead(model, part, "request")), ...met.flatMap(nearOf)];
	const unsafe = head.exact ? [] : unsafeBehind(head, policy.registry, met.length > 0);
	const running = wordsWith(unsafe);
	for (const extent of readHead(model, head, "allow")) {
		const apart = running ? proveNoneOf(extent, running, asked, unsafe) : "undecided";
		if (apart !== "proven") return { reason: RUNS, witness: witnessOf(apart, facts) };
		const proof = proveWithin(extent, [region], asked, facts.vocabulary);
		if (proof !== "proven") return { reason: NO_WORDS, witness: witnessOf(proof, facts) };
	}
	return null;
}

function witnessOf(proof: Proof, { sample }: RuleFacts): string {
	return typeof proof === "object" ? writeCommandLine(proof.witness) : sample;
}

/** Seen by literal words alone: whether one entry that refuses or asks holds all that an entry would allow. */
function isCovered(extent: Extent, restrictions: Restrictions): boolean {
	if (extent.kind !== "words") return false;
	const [programs = []] = extent.words;
	return programs
		.flatMap((program) => restrictions.aboutProgram(program))
		.some(({ extents }) => extents.some((other) => other.kind === "words" && !other.exact && startsWith(extent.words, other.words)));
}

function startsWith(words: Head["words"], start: Head["words"]): boolean {
	return start.length <= words.length && start.every((alternatives, at) => words[at]?.every((word) => alternatives.includes(word)));
}

/** The unsafe options that may stand in commands of a head. */
function unsafeBehind(head: Head, registry: Registry, sources: boolean): readonly string[] {
	return [...new Set(startsOf(head).flatMap((words) => unsafeOptions(words, registry, sources)))];
}

/** The literal words that commands of a head start with. */
function startsOf({ words, rest }: Head): readonly (readonly string[])[] {
	if (words.length > 0) return expandHead({ words });
	const literal = /^[^*]*(?=[* ]|$)/.exec(rest ?? "")?.[0] ?? "";
	const whole = literal.split(" ");
	// A word that goes on in a star is not known whole.
	return [(rest ?? "").charAt(literal.length) === "*" ? whole.slice(0, -1) : whole];
}

/**
 * What an allow entry lets pass besides the command, where a rule is about that. An input redirection is another spelling, in the
 * report as such: it changes nothing, and few hosts look at it.
 */
const CLAUSES = [
	["writes", "output redirection", (line: string) => `${line} > x`],
	["env", "assignment", (line: string) => `X=x ${line}`],
] as const;

function meetClause(line: string, clauses: PolicyFacts["strict"]["clauses"], passes: Capabilities["passes"]): Meeting | null {
	for (const [clause, noun, spell] of CLAUSES) {
		if (clauses[clause] === null || !passes[clause]) continue;
		return { reason: `an allow entry lets any ${noun} pass, and rule \`${clauses[clause]}\` is about some`, witness: spell(line) };
	}
	return null;
}

/** What the rule allows and the host does not: less than the rule's words, or more of other rules' entries than they are about. */
function missingNotes(setting: Setting, heads: readonly Head[], carved: readonly Head[], found: readonly Note[]): readonly Note[] {
	const { facts, host, restrictions } = setting;
	const { region } = facts;
	if (!region || (heads.length === 0 && !found.every(({ status }) => status === "stricter"))) return [];
	const notes: Note[] = [];
	const extents = heads.flatMap((head) => readHead(host.model, head, "allow"));
	const programs = new Set([...extents.flatMap(programsIn), ...(facts.literal ?? []).flatMap(({ words }) => words[0] ?? [])]);
	const beside = new Set([...programs].flatMap((program) => restrictions.aboutProgram(program)));
	if (found.every(({ status }) => status === "stricter")) {
		const proof = proveHeld(region, [...extents, ...[...beside].flatMap((restriction) => restriction.extents)]);
		if (proof !== "proven") notes.push({ status: "left_to_hook", direction: "stricter", reason: LESS, witness: witnessOf(proof, facts) });
	}
	const asked = carved.flatMap((head) => readHead(host.model, head, "request"));
	const shared = findBeyond(
		[...beside].filter(({ wider }) => wider),
		asked,
		extents,
		setting,
	);
	if (shared) notes.push({ status: "stricter", direction: "stricter", reason: COVERED, witness: writeCommandLine(shared) });
	return notes;
}

/** A command that this rule allows and that entries hold which refuse or ask, though their rules are not about it. */
function findBeyond(
	wider: readonly Restriction[],
	asked: readonly Extent[],
	allowed: readonly Extent[],
	{ facts: { region, vocabulary } }: Setting,
): readonly string[] | null {
	if (!region) return null;
	const lines = allowed.flatMap((entry) => (entry.kind === "words" ? expandHead(entry) : [[]]));
	const mayMeet = (extent: Extent) => lines.some((line) => line.length === 0 || restsBehind(extent, line).length > 0);
	for (const { facts, extents } of [...wider, { facts: null, extents: asked }]) {
		for (const extent of extents) {
			if (!mayMeet(extent)) continue;
			const found = findExcess(extent, facts?.region ? [facts.region] : [], vocabulary, region);
			if (found) return found;
		}
	}
	return null;
}

function programsIn(extent: Extent): readonly string[] {
	return extent.kind === "words" ? (extent.words[0] ?? []) : [];
}
