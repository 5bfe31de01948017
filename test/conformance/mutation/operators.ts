/** What is made wrong: small changes of one line, such as people make by mistake. Each works on the text of any of the languages. */

/** One way to make a line wrong. */
interface Operator {
	readonly name: string;
	/** What is looked for; `g` is set. */
	readonly pattern: RegExp;
	/** What stands there instead. */
	readonly instead: (found: string) => string;
}

const SWAPS: ReadonlyMap<string, string> = new Map(
	[
		["==", "!="],
		["<", "<="],
		[">", ">="],
		["&&", "||"],
		["and", "or"],
		["true", "false"],
		["max", "min"],
		["any", "all"],
		["some", "every"],
		["append", "prepend"],
		["continue", "break"],
	].flatMap(([one, other]): [string, string][] =>
		one && other
			? [
					[one, other],
					[other, one],
				]
			: [],
	),
);

const swap = (found: string): string => found.replace(/[^\s(.]+/, (sign) => SWAPS.get(sign) ?? sign);

/** Ranks and answers, each with a neighbour; in the spellings of the languages. */
const NEIGHBOURS: ReadonlyMap<string, string> = new Map([
	["deny", "request"],
	["request", "allow"],
	["allow", "deny"],
	["yes", "maybe"],
	["maybe", "no"],
	["no", "yes"],
	["unknown", "true"],
]);

/** The same name with a neighbour in it: `answerYes` becomes `answerMaybe`, `.yes` becomes `.maybe`. */
function neighbour(found: string): string {
	return found.replace(/(deny|request|allow|yes|maybe|no|unknown)$/i, (rank) => {
		const other = NEIGHBOURS.get(rank.toLowerCase()) ?? rank;
		return rank[0] === rank[0]?.toUpperCase() ? other[0]?.toUpperCase() + other.slice(1) : other;
	});
}

export const OPERATORS: readonly Operator[] = [
	{ name: "comparison", pattern: / (?:==|!=|<=|>=|<|>) /g, instead: swap },
	{ name: "connective", pattern: / (?:&&|\|\||and|or) /g, instead: swap },
	{ name: "truth value", pattern: /\b(?:true|false)\b/g, instead: swap },
	{ name: "negation", pattern: /!(?=[A-Za-z_(])(?!=)/g, instead: () => "" },
	{ name: "number", pattern: /(?<=[ ([])(?:[0-9]{1,3})(?=[ )\],;:]|$)/g, instead: (found) => String(Number(found) + 1) },
	{ name: "sign", pattern: / [+-] (?=[0-9])/g, instead: (found) => (found === " + " ? " - " : " + ") },
	{ name: "extreme", pattern: /\b(?:max|min)(?=\()/g, instead: swap },
	{ name: "quantifier", pattern: /\b(?:any|all)(?=\()/g, instead: swap },
	{ name: "loop", pattern: /\b(?:continue|break)\b/g, instead: swap },
	{
		name: "rank",
		pattern:
			/\b(?:(?:answer|Answer::|rank|decision|Decision::|Truth::|truth)(?:Deny|Request|Allow|Yes|Maybe|No|Unknown)\b)|(?<=[ (,])\.(?:deny|request|allow|yes|maybe|no|unknown)\b/g,
		instead: neighbour,
	},
	{
		name: "statement",
		pattern:
			/^\t+(?: {4})*[A-Za-z_][A-Za-z0-9_.]*(?:\(.*\)| (?:\+|\||&)?= .*);?$|^ {4,}(?:try )?[A-Za-z_][A-Za-z0-9_.]*(?:\(.*\)| (?:\+|\||&)?= .*);$/g,
		instead: () => "",
	},
];

/** One change of a line. */
export interface Change {
	readonly operator: string;
	readonly before: string;
	readonly after: string;
}

/** All changes of a line; none of comments, imports, texts alone and declarations of names. */
export function changesOf(line: string): readonly Change[] {
	if (/^\s*(?:\/\/|\*|import |use |mod |pub mod |package |const .*@import|#\[)/.test(line)) return [];
	const texts = [...line.matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)'|\/\/.*$/g)].map((match): [number, number] => [
		match.index,
		match.index + match[0].length,
	]);
	return OPERATORS.flatMap(({ name, pattern, instead }) =>
		[...line.matchAll(pattern)]
			.filter(({ index }) => name === "statement" || !texts.some(([from, to]) => index >= from && index < to))
			.map((match) => ({
				operator: name,
				before: line,
				after: line.slice(0, match.index) + instead(match[0]) + line.slice(match.index + match[0].length),
			}))
			.filter(({ before, after }) => before !== after),
	);
}
