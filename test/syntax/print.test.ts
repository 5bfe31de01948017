import { expect, test } from "vitest";
import { printPolicy } from "../../compiler/syntax/index.ts";
import { read } from "./read.ts";

function canonical(text: string): string {
	const { file, diagnostics } = read(text);
	expect(diagnostics).toEqual([]);
	return printPolicy(file);
}

test("a canonical text has one layout", () => {
	const loose = `policy   1
scope repo   "a"
# comment
include "b.policy"
default deny   sealed
fallback opaque deny
words w {
  a
  \`b\\ c\\|d\`
}
deny x   sealed {
  reason "r"   match {
    \`l\`
  }
  when all { a not b "c" }
  args { any { flag \`-x\` count>1 } }
  command { prefix \`git   'a b'\` }
  except { p command exact \`q\` args { some w } }
  writes { "./a" "./b" } reads { "any" }
}
`;
	expect(canonical(loose)).toBe(`policy 1
scope repo "a"

include "b.policy"

default deny sealed
fallback opaque deny

words w { a \`b\\ c\\|d\` }

deny x sealed {
  command prefix \`git a\\ b\`
  args {
    any {
      flag \`-x\`
      count > 1
    }
  }
  except {
    p
    command exact \`q\`
    args { some w }
  }
  writes {
    "./a"
    "./b"
  }
  reads any
  when all {
    a
    not b "c"
  }
  reason "r"
  match { \`l\` }
}
`);
});

test("ignore comments keep their place", () => {
	const text = `# policyc: ignore PC4001 one
deny a {
  # policyc: ignore PC4002 two
  command x
  # policyc: ignore PC4003 three
  reason "r"
}

# policyc: ignore PC4004 four
deny b {
}
`;
	expect(canonical(text)).toBe(text);
	expect(canonical('deny a {\n  reason "r"\n  # policyc: ignore PC4002 two\n  command x\n}\n')).toBe(
		'deny a {\n  # policyc: ignore PC4002 two\n  command x\n  reason "r"\n}\n',
	);
});

test("a long list of words stands one a line", () => {
	const words = Array.from({ length: 30 }, (_, index) => `word-${index}`);
	expect(canonical(`words w { ${words.join(" ")} }`)).toBe(`words w {\n${words.map((word) => `  ${word}\n`).join("")}}\n`);
});

test("an empty file prints as nothing", () => {
	expect(canonical("# only a comment\n")).toBe("");
});
