/** Faults that change nothing that an evaluator does, with the reason. */

export interface Equivalent {
	readonly language: string;
	readonly file: string;
	/** The line as it is written, without its indentation. */
	readonly before: string;
	readonly after: string;
	readonly reason: string;
}

export const EQUIVALENTS: readonly Equivalent[] = [
	{
		language: "go",
		file: "reasons.go",
		before: "return 4",
		after: "return 5",
		reason: "Kinds are only compared with each other, and this is the last.",
	},
	{
		language: "go",
		file: "reasons.go",
		before: "return reason{rank: rankDeny, by: byInput}",
		after: "return reason{rank: rankRequest, by: byInput}",
		reason: "Every command has a reason, and a line without commands has the default: the guard is never reached.",
	},
];
