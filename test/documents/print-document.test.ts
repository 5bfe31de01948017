import { describe, expect, test } from "vitest";
import { Session } from "../../compiler/diagnostics/session.ts";
import { printDocument } from "../../compiler/documents/index.ts";
import { parsePolicy } from "../../compiler/syntax/index.ts";
import { itemsOf, policyItems, readDocument } from "./read.ts";

function yamlOf(policy: string): string {
	return printDocument(parsePolicy({ path: "repo.policy", text: policy }, new Session()), "yaml");
}

test("a policy as YAML", () => {
	const policy =
		'policy 1\nscope repo "acme"\ndefault deny sealed\nallow a {\n  command prefix `git {log,diff}`\n  args { not flag `--output` }\n  when optional git_branch_is "x*"\n}\n';
	expect(yamlOf(policy)).toBe(`version: v1
scope: repo
name: acme
default:
  decision: deny
  sealed: true
command_rules:
  - id: a
    action: allow
    match:
      prefix: git {log,diff}
    args:
      - not:
          flag: --output
    conditions:
      name: git_branch_is
      value: x*
      required: false
`);
});

test("rules of the short form are printed in the short form", () => {
	const text = "commands:\n  deny:\n    - rm -rf .git\n  require:\n    - make\n";
	expect(printDocument(readDocument(text).file, "yaml")).toBe(text);
});

describe("a carried value of any kind is kept", () => {
	test.each([
		["x- null", "x-: null\n"],
		["approval 3", "carry:\n  approval: 3\n"],
		["required_checks [1]", "carry:\n  required_checks:\n    - 1\n"],
		['version "v1"', "carry:\n  version: v1\n"],
		['security {"a": null}', "security:\n  a: null\n"],
	])("carry %s", (carried, text) => {
		expect(yamlOf(`carry ${carried}\n`)).toBe(text);
		expect(itemsOf(text)).toEqual(policyItems(`carry ${carried}\n`));
	});
});
