/** What is not known of a command, and what an allow rule lifts. */

import { describe, expect, test } from "vitest";
import { exact, judge, prefix, prepared } from "./bundle.ts";

const nothing = prepared([]);
const codes = (line: string): readonly string[] => judge(nothing, line).opaque.map(({ code }) => code);

describe("an unknown program with a denied command behind it", () => {
	const deny = { id: "no", action: "deny" as const, command: prefix("terraform destroy") };
	const allow = { id: "ok", action: "allow" as const, command: prefix("acme-run") };
	const certain = "acme-run --env=prod -- terraform destroy";
	test.each([
		[certain, "suffix_match"],
		["acme-run terraform -chdir=x destroy", "suffix_match"],
		['acme-run -- terraform destroy "$x"', "suffix_match"],
		['acme-run terraform "$x"', "suffix_unknown"],
		['acme-run "$x" destroy', "suffix_unknown"],
		["acme-run $ARGS", "suffix_unknown"],
	])("%s: %s", (line, code) => {
		expect(judge(prepared([deny]), line)).toMatchObject({ decision: "request", by: "opaque" });
		expect(judge(prepared([deny]), line).opaque.map((part) => part.code)).toEqual([code]);
		expect(judge(prepared([deny, allow]), line).decision).toBe(code === "suffix_match" ? "request" : "allow");
	});
	test.each(["acme-run -- terraform plan", "acme-run terraform", 'acme-run "a $x"', "echo terraform destroy"])("%s: nothing", (line) =>
		expect(judge(prepared([deny]), line).decision).toBe("allow"),
	);
});

describe("options that run something", () => {
	test.each([
		"tar xf a.tar --to-command=x",
		"tar xf a.tar --to-comm x",
		"tar czf a.tgz *",
		'tar cf a.tar "$f"',
		'tar cf a.tar "-$f"',
		"rsync -avzesh a b",
		"rg --pre=x y",
		"sort --compress-program x f",
		"git push --exec=x",
		"git push --receive-pack x",
		"git fetch ext::x",
		"git clone -c a=b url",
		"git grep -O x",
		"git show --textconv",
		"man -Px y",
		"less +G f",
		"go build -toolexec=x",
		"socat - EXEC:sh",
		"helm upgrade a b --post-renderer=x",
	])("%s", (line) => expect(codes(line)).toContain("run_option"));
	test.each([
		"tar xf a.tar",
		'tar xf "$f"',
		"tar czf a.tgz -- *",
		"tar czf a.tgz src/*.c",
		"tar czf a.tgz ~/x",
		'tar cf a.tar "./$f"',
		"rsync -avz a b",
		"rg -e --pre x",
		'git log --grep="$w"',
		'git push origin "refs/heads/$x"',
		'git commit -m "$x"',
		"go build ./...",
		"man git",
	])("%s: nothing", (line) => expect(codes(line)).toEqual([]));
});

describe("unknown words in data slots raise nothing", () => {
	const policy = prepared(
		[
			{ id: "ok", action: "allow", command: prefix("git|kubectl|gh log|get|pr") },
			{ id: "no", action: "deny", command: exact("git push --force") },
		],
		{ default: "request" },
	);
	test.each(['git log --grep="$W"', 'kubectl get pods -n "$NS"', 'gh pr create --title "$T" --body "$(cat f)"'])("%s", (line) => {
		expect(judge(policy, line).opaque).toEqual([]);
	});
	test('git log --grep="$W" is allowed', () => expect(judge(policy, 'git log --grep="$W"').decision).toBe("allow"));
	test('kubectl get pods -n "$NS" is allowed', () => expect(judge(policy, 'kubectl get pods -n "$NS"').decision).toBe("allow"));
});

describe("foreign code", () => {
	test.each([
		"python3 x.py",
		"python3 -c 1",
		"make",
		"make test",
		"npm run x",
		"npm tes",
		"cargo b",
		"go run .",
		"pytest",
		"./gradlew x",
		"bash x.sh",
		". ./x.sh",
		"git tidy",
		'git "$x"',
		"docker run image",
		"docker build .",
		"npx tsc",
		"sed 's/a/b/e' f",
		"sed 's/a/b/w f' g",
		"sed -n '/a/w f' g",
		"sed 'r f' g",
		"sed '1!G;h' f",
		"sed 's/[/]/w f' g",
		"sed -f x g",
		'sed "s/$a/b/" f',
		"awk '{print > \"f\"}' g",
		"awk '{getline x}' g",
		"awk -f x g",
		"jq -f x g",
		"jq 'include \"a\"; .' g",
	])("%s", (line) => expect(codes(line)).toContain("foreign_code"));
	test.each([
		"python3 --version",
		"make --help",
		"npm run --help",
		"npm ls",
		"cargo fmt --help",
		"go vet ./...",
		"git submodule status",
		"sed -n '/^v/p' f",
		"sed -n '2,5p;$d' f",
		"sed -i 's/a/b/gI' f",
		"sed -e 's/a/b/' -e 's|c|d|2' f",
		"sed -E 's/(a|b)+/\\1/g' f",
		"awk '{print $1}' f",
		"awk -F, 'NR == 1 {next} {s += $2} END {print s}' f",
		"jq -r '.a[0].b // empty' f",
	])("%s: nothing", (line) => expect(codes(line)).toEqual([]));
});

describe("settings and what is read as code", () => {
	test.each([
		["git config core.pager less", "configuration"],
		["git config --global alias.x '!sh'", "configuration"],
		["git config set core.editor vi", "configuration"],
		["git config --edit", "configuration"],
		['git config "$k" v', "configuration"],
		["git -c core.editor=./e commit", "configuration"],
		["psql app <<<'drop table x'", "stdin_code"],
		["psql app < f.sql", "stdin_code"],
		["cat f.sql | mysql app", "stdin_code"],
	])("%s: %s", (line, code) => expect(codes(line)).toContain(code));
	test.each([
		"git config user.name",
		"git config --get alias.x",
		"git config user.name me",
		"git config get core.pager",
		"psql -c 'select 1' app",
	])("%s: nothing", (line) => expect(codes(line)).toEqual([]));
});

describe("environment names", () => {
	test.each([
		"LD_PRELOAD=./x ls",
		"export PATH=x",
		"typeset PS4=x",
		"env PYTHONPATH=x ls",
		"GIT_PAGER=less git log",
		"GIT_DIR=x git status",
		"IFS=x; ls",
	])("%s changes lookup", (line) => expect(codes(line)).toContain("lookup_change"));
	test.each(["LANG=C TZ=UTC ls", "FOO=1 ls", "GIT_PAGER=cat git log", "IFS= read -r x", "NODE_OPTIONS=--max-old-space-size=1 tsc"])(
		"%s: nothing",
		(line) => expect(codes(line)).toEqual([]),
	);
});
