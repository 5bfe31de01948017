/** Each language's evaluator is written as its own tools want it, and passes its own tests. */

import { describe, expect, test } from "vitest";
import { isRequired, LANGUAGES, missing, runStep } from "./languages.ts";

describe.each(LANGUAGES)("$name", (language) => {
	const why = missing(language);
	test.skipIf(why !== null && !isRequired(language))(`can be built${why === null ? "" : ` (not run: ${why})`}`, () => {
		expect(why).toBeNull();
	});

	test.skipIf(why !== null).each(language.checks)("$about", (check) => {
		const { ok, text } = runStep(language, check);
		expect(ok, text).toBe(true);
	});
});
