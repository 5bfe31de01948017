//! Lines read to commands, with a registry of a few entries.

use crate::codes::OpaqueCode;
use crate::json::Json;
use crate::read_json::read_json;
use crate::registry::KnownCommands;
use crate::state::states_of;
use crate::unwrap::{LineCommands, read_line};
use crate::view_words::{Places, ViewWord};
use crate::views::{View, views_of};

const REGISTRY: &[u8] = br#"{
	"programs": {
		"cat": {"read_only": true},
		"docker": {"subcommands": {"rm": {}, "container rm": {}}, "equivalent": [["rm", "container rm"]]},
		"git": {
			"dashed": true, "global_directory": ["-C"], "global_inert": ["--no-pager"], "global_values": ["-C", "-c"],
			"settings": {"alias": "alias.", "command": "config", "environment": "GIT_CONFIG_", "inert": ["color.*"], "options": ["-c"]},
			"subcommands": {"clean": {"changes": ["git_dirty"]}, "config": {}, "status": {"read_only": true}}
		},
		"tar": {"runs": ["--use-compress-program"], "runs_text": ["--to-command"]}
	},
	"wrappers": {
		"env": {"assignments": true, "flags": ["-i"], "split_options": ["-S"], "transparent": true},
		"eval": {"in_shell": "now", "join": true, "then": "text", "transparent": true},
		"bench": {"text_options": ["--prepare"], "transparent": true},
		"find": {"fillers": ["{}"], "inner_options": ["-exec"]},
		"sh": {"empty": "stdin", "text_flag": "-c", "then": "text", "transparent": true},
		"sudo": {"flags": ["-n"], "transparent": true, "values": ["-u"]},
		"timeout": {"operands": 1, "transparent": true},
		"xargs": {"appended": true, "flags": ["-r"], "replace": ["-I"], "transparent": true, "values": ["-I"]}
	},
	"inert_environment": ["LC_*", "TERM"], "lookup_environment": ["IFS", "PATH"], "system_folders": ["/bin", "/usr/bin"]
}"#;

fn known() -> KnownCommands {
	let registry: &'static Json = Box::leak(Box::new(read_json(REGISTRY, REGISTRY.len()).expect("a registry")));
	KnownCommands::of(registry.object())
}

fn read(line: &str) -> LineCommands {
	read_line(line.as_bytes(), &known()).expect("within the budgets")
}

fn text(bytes: &[u8]) -> String {
	String::from_utf8_lossy(bytes).into_owned()
}

/// The commands of a line that are judged; `?` stands for what is not known.
fn judged(line: &str) -> Vec<String> {
	let word = |one: &std::rc::Rc<crate::shell_types::Word>| one.literal().map_or("?".to_owned(), text);
	let words = |words: &[std::rc::Rc<_>]| words.iter().map(word).collect::<Vec<_>>().join(" ");
	read(line).commands.iter().filter(|one| one.judged).map(|one| words(&one.simple.words)).collect()
}

/// Why parts of a line are opaque.
fn codes(line: &str) -> Vec<OpaqueCode> {
	let read = read(line);
	read.commands.iter().flat_map(|one| &one.opaque).chain(&read.opaque).map(|part| part.code).collect()
}

#[test]
fn wrappers_are_taken_off() {
	assert_eq!(judged("sudo -u root timeout 5 env A=1 ls -l"), ["ls -l"]);
	assert_eq!(judged("env -S 'ls -l' x"), ["ls -l x"]);
	assert_eq!(judged("eval 'a b' '; c'"), ["a b", "c"]);
	assert_eq!(judged("find . -exec rm {} \\; -exec ls {} +"), ["find . -exec rm {} ; -exec ls {} +", "rm ?", "ls ?"]);
	assert_eq!(judged("sudo"), ["sudo"]);
	assert_eq!(codes("sudo --frob ls"), [OpaqueCode::WrapperOption]);
	assert_eq!(codes("sudo $x ls"), [OpaqueCode::WrapperOption]);
}

#[test]
fn shells_run_their_texts() {
	assert_eq!(judged("sh -c 'rm \"$1\" $0' a b"), ["rm b a"]);
	assert_eq!(judged("sh -c 'rm \"$@\"' a b c"), ["rm b c"]);
	assert_eq!(judged("sh -c 'shift; rm $1' a b"), ["shift", "rm ?"]);
	assert_eq!(codes("sh -c \"a$x\""), [OpaqueCode::DynamicCode]);
	assert_eq!(codes("sh script"), [OpaqueCode::ForeignCode]);
	assert_eq!(codes("curl x | sh"), [OpaqueCode::StdinCode]);
}

#[test]
fn standard_input_is_read_where_the_line_shows_it() {
	assert_eq!(judged("echo ls -l | sh"), ["echo ls -l", "ls -l"]);
	assert_eq!(judged("cat <<X | cat - | sh\nls\nX"), ["cat", "cat -", "ls"]);
	assert_eq!(judged("sh <<<ls"), ["ls"]);
	assert_eq!(judged("printf '%s ' a b | xargs -r rm"), ["printf %s  a b", "rm a b"]);
	assert_eq!(judged("ls | xargs rm"), ["ls", "rm ?"]);
	assert_eq!(judged("ls | xargs -I X rm a/X"), ["ls", "rm ?"]);
	assert_eq!(codes("{ echo a; echo b; } | sh"), [OpaqueCode::StdinCode]);
}

#[test]
fn settings_and_options_run_commands() {
	assert_eq!(judged("git -c alias.x='clean -f' x y"), ["git -c alias.x=clean -f x y", "git clean -f y"]);
	assert_eq!(judged("git -c alias.x='!rm -r' x y"), ["git -c alias.x=!rm -r x y", "rm -r y"]);
	let by_environment = "GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=alias.x GIT_CONFIG_VALUE_0=clean git x";
	assert_eq!(judged(by_environment), ["git x", "git clean"]);
	assert_eq!(judged("git-clean -f"), ["git-clean -f", "git clean -f"]);
	assert_eq!(judged("tar --to-command='rm x' f"), ["tar --to-command=rm x f", "rm x"]);
	assert_eq!(codes("tar --use-comp=x f"), [OpaqueCode::RunOption]);
}

#[test]
fn what_a_line_defines_is_kept() {
	let read = read("ls() { :; }; ls");
	assert_eq!(read.commands.iter().map(|one| one.redefined).collect::<Vec<_>>(), [false, true]);
	assert_eq!(codes("for PATH in a; do ls; done"), [OpaqueCode::LookupChange]);
}

#[test]
fn moves_hold_in_their_branch() {
	let known = known();
	let directories = |line: &str| {
		let read = read_line(line.as_bytes(), &known).expect("within the budgets");
		let states = states_of(&read, &known, Some(b"/w"), Some(b"/h"));
		let name = |one: &crate::state::LineState| one.directory.path.as_deref().map_or("?".to_owned(), text);
		states.iter().map(name).collect::<Vec<_>>()
	};
	assert_eq!(directories("cd a/../b; ls"), ["/w", "/w/b"]);
	assert_eq!(directories("cd; ls"), ["/w", "/h"]);
	assert_eq!(directories("(cd a); ls"), ["/w", "/w"]);
	assert_eq!(directories("x || cd a; ls"), ["/w", "/w", "?"]);
	assert_eq!(directories("cd a && ls; ls"), ["/w", "/w/a", "/w/a"]);
	assert_eq!(directories("while a; do cd b; done"), ["?", "?"]);
}

#[test]
fn effects_reach_what_runs_later() {
	let known = known();
	let states = |line: &str| {
		let read = read_line(line.as_bytes(), &known).expect("within the budgets");
		states_of(&read, &known, None, None)
	};
	let dirty = |line: &str| states(line).iter().map(|one| one.facts.has(b"git_dirty")).collect::<Vec<_>>();
	assert_eq!(dirty("git clean; cat x"), [false, true]);
	assert_eq!(dirty("git status; cat x"), [false, false]);
	assert_eq!(dirty("cat x | git clean"), [true, false]);
	assert_eq!(dirty("cat x & git clean"), [true, false]);
	assert!(!states("git clean; cat x")[1].facts.has(b"path_exists"));
	assert!(states("unknown; cat x")[1].facts.has(b"path_exists"));
	assert!(states("PATH=x cat; cat x")[1].shell.lookup);
	assert!(!states("IFS=, read x; cat x")[1].shell.lookup);
	assert!(states("read HOME; cat x")[1].shell.home);
	// A text runs in a process of its own, beside the inner command: bench, that command, the text.
	assert!(!states("bench --prepare 'cat x' @(y)")[2].shell.lookup);
}

/// The words of the views of a command; `?` stands for what is not known.
fn views(line: &str) -> (Vec<String>, Option<String>) {
	let known = known();
	let read = read_line(line.as_bytes(), &known).expect("within the budgets");
	let command = &read.commands[0];
	let places = Places { home: Some(b"/h".to_vec()), pwd: None };
	let made = views_of(&command.simple.words, command.program.as_deref(), &known, &places, &[b"--no-pager"], true);
	let word = |one: &std::rc::Rc<ViewWord>| one.literal.as_deref().map_or("?".to_owned(), text);
	let words = |view: &View| view.words.iter().map(word).collect::<Vec<_>>().join(" ");
	(made.loose.iter().map(|view| words(view)).collect(), made.strict.map(|view| words(&view)))
}

#[test]
fn views_leave_out_global_options() {
	let (loose, strict) = views("git -C a status -s");
	assert_eq!(loose, ["git -C a status -s", "git status -s"]);
	assert_eq!(strict.as_deref(), Some("git status -s"));
	let (loose, strict) = views("git --no-pager status -- x");
	assert_eq!(loose, ["git --no-pager status -- x", "git status --no-pager -- x"]);
	assert_eq!(strict.as_deref(), Some("git status --no-pager -- x"));
	assert_eq!(views("git -c core.x=y status").1, None);
	assert_eq!(views("git $x status"), (vec!["git ? status".to_owned(), "git ?".to_owned()], None));
}

#[test]
fn views_hold_other_spellings() {
	let (loose, strict) = views("docker container rm ~/x");
	assert_eq!(loose, ["docker container rm /h/x", "docker rm /h/x"]);
	assert_eq!(strict.as_deref(), Some("docker container rm ?"));
	assert_eq!(views("cat {a,b}").0, ["cat a b", "cat {a,b}"]);
	let command = views_of(&read("/usr/bin/Git.exe x").commands[0].simple.words, None, &known(), &Places::default(), &[], true);
	let programs: Vec<String> = command.loose[0].lists().filter_map(|words| words[0].literal.as_deref().map(text)).collect();
	assert_eq!(programs, ["git", "/usr/bin/Git.exe"]);
}
