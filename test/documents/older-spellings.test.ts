import { describe, expect, test } from "vitest";
import { findingsOf, itemsOf } from "./read.ts";

describe("an older spelling reads like the word that replaced it", () => {
	test.each([
		["policy_version: v1", "version: v1"],
		["scope: task_domain\nname: release", "scope: task-domain\nname: release"],
		["scope: task_instance", "scope: task-instance"],
		["task_domain: release", "scope: task-domain\nname: release"],
		["task_instance: t-1\nsealed: true", "scope: task-instance\nname: t-1\nsealed: true"],
		["scope: task_domain\ntask_domain: release", "scope: task-domain\nname: release"],
		["default: ask", "default: request"],
		["default: {decision: block, sealed: true}", "default: {decision: deny, sealed: true}"],
		["fallbacks: {opaque: ask_user, unattended: block}", "fallbacks: {opaque: request, unattended: deny}"],
		["command_rules: [{id: a, action: ask, pattern: x}]", "command_rules: [{id: a, action: request, match: x}]"],
		["command_rules: [{id: a, action: ask_user, pattern: {prefix: x}}]", "command_rules: [{id: a, action: request, match: {prefix: x}}]"],
		["command_rules: [{id: a, action: require_approval}]", "command_rules: [{id: a, action: request}]"],
		[
			"command_rules: [{id: a, action: block, on_mismatch: ask, on_unknown: block}]",
			"command_rules: [{id: a, action: deny, on_mismatch: request, on_unknown: deny}]",
		],
		["tests: [{title: t, expect: [{command: x, decision: ask}]}]", "tests: [{title: t, expect: [{command: x, decision: request}]}]"],
	])("%s", (older, newer) => {
		expect(itemsOf(older)).toEqual(itemsOf(newer));
	});
});

describe("two spellings of one thing are refused", () => {
	test.each([
		["version: v1\npolicy_version: v1", "2:1 PC2026 `policy_version` cannot stand beside `version` @/policy_version <policy_version>"],
		[
			"command_rules: [{id: a, action: deny, match: x, pattern: y}]",
			"1:49 PC2026 `pattern` cannot stand beside `match` @/command_rules/0/pattern <pattern>",
		],
		[
			"command_rules: [{id: a, action: deny, when: x, conditions: y}]",
			"1:39 PC2026 `when` cannot stand beside `conditions` @/command_rules/0/when <when>",
		],
		["task_domain: a\nname: b", "2:1 PC2026 `name` cannot stand beside `task_domain` @/name <name>"],
		[
			"scope: repo\ntask_domain: a",
			"2:1 PC2030 `task_domain` says that the scope is task-domain, and `scope` says otherwise @/task_domain <task_domain>",
		],
	])("%s", (text, finding) => {
		expect(findingsOf(text)).toEqual([finding]);
	});
});
