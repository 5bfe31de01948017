import { describe, expect, test } from "vitest";
import { itemsOf, policyItems } from "./read.ts";

/** A file of the older contract with all of its fields. */
const OLDER = `policy_version: v1
scope: task_domain
task_domain: release
commands:
  allow:   ["python cli.py lint check"]
  deny:    ["rm -rf .git"]
  require: ["python cli.py test run --scope integration"]
command_rules:
  - id: git_checkout_safe_sync
    action: allow
    pattern: "git checkout*"
    on_mismatch: ask
    conditions:
      all:
        - git_is_worktree
        - {name: git_clean_worktree, required: true}
        - any: [git_synced_to_upstream, {name: git_branch_is, value: "feature/*", required: false}]
  - id: release-tags
    action: require_approval
    match: {regex: "^git tag v[0-9]+$"}
    conditions: {mode: any, conditions: [git_clean_worktree, {not: git_is_worktree}]}
  - id: no-force
    action: block
    match: {prefix: ["git push"]}
    args: [{flag: ["-f", "--force"]}]
required_checks: [lint, unit]
approval: {allow_destructive: false, needs_confirmation_for: [production_release]}
tooling: {harness: [codex, claude]}
observability: {log_level: info}
security: {network: none}
x-owner: team-a
notes: "never part of the policy"
`;

const POLICY = `policy 1
scope task-domain "release"

allow cmd-b8b376ac7f73c0baf6ad {
  command glob \`python cli.py lint check\`
}
deny cmd-48bf942a522f648a6cb7 {
  command glob \`rm -rf .git\`
}
request cmd-c544608f150ab41ad36a {
  command glob \`python cli.py test run --scope integration\`
}
allow git_checkout_safe_sync {
  command glob \`git checkout*\`
  on_mismatch request
  when all {
    git_is_worktree
    git_clean_worktree
    any {
      git_synced_to_upstream
      optional git_branch_is "feature/*"
    }
  }
}
request release-tags {
  command regex /^git tag v[0-9]+$/
  when any {
    git_clean_worktree
    not git_is_worktree
  }
}
deny no-force {
  command prefix \`git push\`
  args { flag \`-f\` \`--force\` }
}
carry required_checks ["lint", "unit"]
carry approval {"allow_destructive": false, "needs_confirmation_for": ["production_release"]}
carry tooling {"harness": ["codex", "claude"]}
carry observability {"log_level": "info"}
carry security {"network": "none"}
carry x-owner "team-a"
`;

describe("a file of the older contract", () => {
	test("gives the tree of the `.policy` text that says the same", () => {
		expect(itemsOf(OLDER)).toEqual(policyItems(POLICY));
	});
});
