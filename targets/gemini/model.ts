import type { Decision } from "../../compiler/ir/types.ts";
import { type Extent, expandHead, type Head, type HostList, type HostModel } from "../target.ts";
import { GEMINI_CAPABILITIES } from "./capabilities.ts";
import { type GeminiModel, type GeminiPattern, patternOf } from "./lower.ts";

/** Gemini CLI takes the rule of the highest priority whose expression holds the text as it was written. */
export const GEMINI_MODEL: HostModel<GeminiModel> = {
	extentsOf: (head: Head) =>
		readPattern(
			head.rest === null ? patternOf(head) : { kind: "texts", texts: expandHead(head).map((words) => words.join(" ") + head.rest) },
		),
	readLists: ({ rules }) => {
		const priorities = [...new Set(rules.map(({ priority }) => priority))].sort((a, b) => b - a);
		return priorities.map((priority): HostList => {
			const band = rules.filter((rule) => rule.priority === priority);
			const entries = band.flatMap(({ name, pattern }) => readPattern(pattern).map((extent) => ({ shown: name, extent })));
			return { name: `priority ${priority}`, decision: decisionOf(band[0]?.decision), entries };
		});
	},
};

function decisionOf(action: string | undefined): Decision {
	const { actions } = GEMINI_CAPABILITIES;
	return action === actions.allow ? "allow" : action === actions.request ? "request" : "deny";
}

function readPattern(pattern: GeminiPattern): readonly Extent[] {
	switch (pattern.kind) {
		case "any":
			return [{ kind: "words", words: [], exact: false }];
		case "words":
			return [{ kind: "words", words: pattern.words, exact: pattern.exact, ...(pattern.plain ? { plain: true } : {}) }];
		case "texts":
			return pattern.texts.map((glob) => ({ kind: "text", glob, quoted: true }));
	}
}
