/** Views that the registry adds: other spellings of a subcommand, settings, operands that stand elsewhere. */

import { describe, expect, test } from "vitest";
import { exact, judge, prefix, prepared } from "./bundle.ts";

const decide = (rules: Parameters<typeof prepared>[0], line: string) => judge(prepared(rules, { default: "request" }), line);

describe("another spelling of a subcommand", () => {
	test.each([
		["docker rm", "docker container rm x"],
		["docker container rm", "docker rm x"],
		["docker container remove", "docker rm x"],
		["docker images", "docker --debug image ls"],
		["npm install", "npm i x"],
		["npm run", "npm --silent rum x"],
		["npm publish", "npm publ"],
		["npm uninstall", "npm unins x"],
		["terraform destroy", "terraform -chdir=x apply -destroy"],
		["helm uninstall", "helm -n x delete a"],
		["docker compose down", "docker compose -f x.yaml --profile p down -v"],
		["podman compose down", "podman compose -f x.yaml down"],
		["docker compose down", "docker --context x compose -p y down"],
	])("deny `%s` matches %s", (command, line) => {
		expect(decide([{ id: "no", action: "deny", command: prefix(command) }], line)).toMatchObject({ decision: "deny", rule: "no" });
	});
	test.each([
		["docker rm", "docker container rm x"],
		["npm view", "npm v x"],
		["docker ps", "docker container ls"],
	])("allow `%s` does not cover %s", (command, line) => {
		expect(decide([{ id: "ok", action: "allow", command: prefix(command) }], line).decision).toBe("request");
	});
	test("what is no other spelling stays what it is", () => {
		expect(decide([{ id: "no", action: "deny", command: prefix("docker rm") }], "docker image rm x").rule).toBeNull();
		expect(decide([{ id: "no", action: "deny", command: prefix("npm publish") }], "npm pack").rule).toBeNull();
	});
});

describe("settings on the command line", () => {
	const rules = [{ id: "ok", action: "allow" as const, command: exact("git status") }];
	test.each([
		["git -c color.ui=never status", "allow"],
		["git -c Color.UI=never --no-pager status", "allow"],
		['git -c user.name="$x" status', "allow"],
		["git -c core.pager=cat status", "request"],
		["git -c clean.requireForce=false status", "request"],
		['git -c "$x" status', "request"],
		["git -c status", "request"],
		["git --config-env=core.pager=X status", "request"],
		["git --config-env user.name=X status", "allow"],
	])("%s: %s", (line, decision) => expect(decide(rules, line).decision).toBe(decision));
});

describe("operands that stand elsewhere", () => {
	const rules = [
		{ id: "no", action: "deny" as const, command: exact("kubectl delete -f x ns") },
		{ id: "ok", action: "allow" as const, command: prefix("kubectl delete") },
	];
	test.each([
		["kubectl delete -f x ns", "deny"],
		["kubectl delete -f x", "request"],
		["kubectl delete --filename=y", "allow"],
		["kubectl delete pod x", "allow"],
	])("%s: %s", (line, decision) => expect(decide(rules, line).decision).toBe(decision));
});
