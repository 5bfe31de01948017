/**
 * Programs that run a command given in their words, whatever the registry says of them: an entry that
 * allows one of them would allow what it carries. `true`: always; a list: with one of these first words.
 *
 * Sources: the manuals' sections on `-exec`, `-c`, `--exec` and the like; git(1) sub-commands that take a command
 * or the name of a program to run (`rebase --exec`, `fetch --upload-pack`, `grep --open-files-in-pager`).
 */
export const CARRIERS: Readonly<Record<string, true | readonly string[]>> = {
	...always(
		["sh", "bash", "dash", "zsh", "ksh", "mksh", "ash", "fish", "busybox", "toybox"],
		["command", "builtin", "exec", "eval", "trap", "source", ".", "coproc", "enable", "hash", "fc", "bind", "complete", "compgen"],
		["env", "sudo", "sudoedit", "doas", "su", "runuser", "pkexec", "run0", "systemd-run"],
		["nice", "ionice", "chrt", "taskset", "nohup", "setsid", "stdbuf", "timeout", "time", "flock", "unshare", "nsenter", "setpriv"],
		["prlimit", "setarch", "chroot", "start-stop-daemon", "fakeroot", "proot", "bwrap", "firejail", "caffeinate", "arch"],
		["xargs", "find", "fd", "parallel", "watch", "entr", "at", "batch", "crontab"],
		["ssh", "mosh", "scp", "sftp", "rsync", "script", "screen", "tmux", "expect", "wsl", "adb"],
		["npx", "bunx", "direnv", "mise", "asdf", "nix-shell", "xvfb-run", "dbus-run-session", "hyperfine", "dotenv", "cross-env"],
		["rg", "ag", "sort"],
		["strace", "ltrace", "gdb", "valgrind", "perf", "rr", "tar", "zip", "man", "less", "more", "vi", "vim", "emacs", "nano", "ed"],
	),
	docker: ["exec", "run", "compose", "container"],
	podman: ["exec", "run", "compose", "container"],
	kubectl: ["exec", "debug", "run"],
	git: [
		...["rebase", "submodule", "bisect", "filter-branch", "for-each-repo", "difftool", "mergetool", "grep", "push", "fetch", "pull"],
		...["clone", "ls-remote", "archive", "config", "remote"],
	],
	npm: ["exec", "x"],
	pnpm: ["exec", "dlx"],
	yarn: ["exec", "dlx"],
	bundle: ["exec"],
	poetry: ["run"],
	pipenv: ["run"],
	pdm: ["run"],
	conda: ["run"],
	uv: ["run", "tool"],
	nix: ["develop", "shell", "run"],
	go: ["test", "build", "vet", "run", "generate"],
};

/** Whether these words, or unless `exact` more of them, may run another command that stands in them. */
export function isCarrier(words: readonly string[], exact: boolean): boolean {
	const [program = "", first] = words;
	const carried = Object.hasOwn(CARRIERS, program) ? CARRIERS[program] : undefined;
	if (carried === true || carried === undefined) return carried === true;
	return first === undefined ? !exact : carried.includes(first);
}

function always(...groups: readonly (readonly string[])[]): Readonly<Record<string, true>> {
	return Object.fromEntries(groups.flat().map((name) => [name, true] as const));
}
