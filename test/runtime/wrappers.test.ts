/** What the commands of a line run: the list after unwrapping, with unknown words as `?` (one) and `*` (any number). */

import { describe, expect, test } from "vitest";
import { toBytes, toText } from "../../runtime/typescript/bytes.ts";
import { prepareRegistry } from "../../runtime/typescript/registry.ts";
import { splitText } from "../../runtime/typescript/split-text.ts";
import { readLine } from "../../runtime/typescript/unwrap.ts";
import { exact, judge, prefix, prepared, REGISTRY } from "./bundle.ts";

const known = prepareRegistry(REGISTRY);

function run(line: string): { readonly last: string; readonly opaque: readonly string[] } {
	const { commands, opaque } = readLine(toBytes(line) ?? "", known);
	const words = commands.at(-1)?.words ?? [];
	const texts = words.map(({ pieces }) =>
		pieces.map((piece) => ("text" in piece ? toText(piece.text) : piece.kind === "many" ? "*" : "?")).join(""),
	);
	return { last: texts.join(" "), opaque: [...opaque, ...commands.flatMap((command) => command.opaque)].map(({ code }) => code) };
}

describe("what runs last", () => {
	test.each([
		["env A=1 -u X ls", "-u X ls"],
		["env -i -- A=1 ls", "ls"],
		["env -S '-i A=1 git' push", "git push"],
		["sudo A=1 -n B=2 ls", "ls"],
		["sudo -sn rm -rf x", "rm -rf x"],
		["su -c 'git push' - root", "git push"],
		["flock -n 9 git push", "git push"],
		["flock f --command 'git push'", "git push"],
		["timeout --sig=KILL --kill 1 9 git push", "git push"],
		["ssh -4p22 host -v git push", "git push"],
		["mise exec node@20 jq@1 -- git push", "git push"],
		["docker run --entrypoint=git image push", "git push"],
		["docker --debug compose --profile x run --rm web git push", "git push"],
		["kubectl exec -n x pod -i -- git push", "git push"],
		["watch -xn2 git push", "git push"],
		["nix shell a b --command git push", "git push"],
		["fd -tf -x git add {} --force", "git add * --force"],
		["find . -okdir git add {} ';'", "git add ?"],
		["parallel -k 'git add {.} x' ::: a", "git add * x"],
		["git submodule --quiet foreach 'git push'", "git submodule --quiet foreach git push"],
		["git submodule foreach --recursive git push", "git push"],
		["busybox env A=1 sh -c 'git push'", "git push"],
	])("%s", (line, last) => expect(run(line).last).toBe(last));

	test.each([
		["echo 'git push' | sh", "git push"],
		["echo -n git push | env bash -s", "git push"],
		["printf 'git %s\\n' push | sh", "git push"],
		["printf '%s %s\\n' git push git pull | sh", "git pull"],
		["cat <<'X' | sh\ngit push\nX", "git push"],
		["bash <<'X'\ngit push\nX", "git push"],
		["bash <<<'git push'", "git push"],
		["echo push | xargs git", "git push"],
		["echo a b | xargs -n1 git add", "git add *"],
		["echo a | xargs -I% git add %", "git add ?"],
	])("standard input of %s", (line, last) => expect(run(line)).toMatchObject({ last, opaque: [] }));

	test.each([
		"echo -e 'git push' | sh",
		'echo "$x" | sh',
		"printf '%b' 'git push' | sh",
		"cat f | sh",
		"echo 'git push' | tee f | sh",
		"sh < f",
		"(read x; sh) <<<'git push'",
	])("%s is opaque: its input is not shown", (line) => expect(run(line).opaque).toContain("stdin_code"));

	test.each([
		["sh -c 'git push \"$1\"' x --force", "git push --force"],
		["sh -c 'git push $1 $0' x --force", "git push --force x"],
		["sh -c 'git push $1' x 'a b'", "git push *"],
		["sh -c 'git push \"a$1\"' x b", "git push ab"],
		["sh -c 'git push \"$@\"' x a b", "git push a b"],
		["sh -c 'git push $2' x a", "git push *"],
		["sh -c 'set -- y; git push \"$1\"' x a", "git push ?"],
		["sh -c 'f() { shift; }; f; git push \"$1\"' x a", "git push ?"],
		['sh -c \'git push "$1"\' x "$y"', "git push ?"],
	])("positional parameters of %s", (line, last) => expect(run(line).last).toBe(last));
});

describe("what a command runs beside its own work", () => {
	const policy = prepared([{ id: "no", action: "deny", command: prefix("git clean") }]);
	test.each([
		"git-clean -f",
		"/usr/lib/git-core/git-clean -f",
		"git -c alias.tidy='clean -f' tidy",
		"git -c ALIAS.Tidy='!git clean -f #' tidy",
		"GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=alias.tidy GIT_CONFIG_VALUE_0='clean -f' git tidy",
		"GIT_CONFIG_COUNT=' +01' GIT_CONFIG_KEY_0=alias.tidy GIT_CONFIG_VALUE_0='clean -f' git tidy",
		"git rebase --exec 'git clean -f' main",
		"tar xf a --to-command 'git clean -f'",
		"rsync -avze 'git clean -f' a b",
		"hyperfine -p 'git clean -f' ls",
	])("%s is denied for it", (line) => expect(judge(policy, line).decision).toBe("deny"));
	test.each(["0x1", "1e0", "1.0", "1 ", "-1", ""])("a count of %j is an error of git, and asks", (count) => {
		const line = `GIT_CONFIG_COUNT='${count}' GIT_CONFIG_KEY_0=alias.tidy GIT_CONFIG_VALUE_0='clean -f' git tidy`;
		expect(judge(policy, line).decision).toBe("request");
	});
	test.each(["git -c alias.tidy='clean -f' status", "git -c alias.status='clean -f' status", "echo git-clean"])(
		"%s runs nothing of the kind",
		(line) => expect(judge(policy, line).decision).toBe("allow"),
	);
});

describe("an unknown word may end what find runs", () => {
	const policy = prepared([
		{ id: "no", action: "deny", command: exact("git push") },
		{ id: "yes", action: "allow", command: prefix("ls") },
	]);
	test.each([
		['find . -exec git push "$x"', "deny"],
		['find . -exec git push "$x" -exec ls \\;', "deny"],
		['find . -exec ls "$x" -exec git push \\;', "deny"],
		["find . -exec ls $x \\;", "request"],
		['fd -x git push "$x" .', "request"],
		['find . -exec git push a"$x" \\;', "allow"],
		['find . -exec ls "$x" {} +', "allow"],
		[`find . -exec ls ${'"$x" '.repeat(9)} \\;`, "request"],
	])("%s: %s", (line, decision) => expect(judge(policy, line).decision).toBe(decision));
});

describe("a text that a program cuts into words", () => {
	test.each([
		["clean  -f 'a b'", ["clean", "-f", "a b"]],
		['""', [""]],
		["a'b'\"c\"", ["abc"]],
		[" ", []],
	])("%j", (text, words) => expect(splitText(text)).toEqual(words));
	test.each(["a\\ b", "$x", "a # b", "'a"])("%j is not cut: programs differ on it", (text) => expect(splitText(text)).toBeNull());
});
