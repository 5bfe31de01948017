//! The evaluator of compiled policies: decides whether a shell command may run. `runtime/PROTOCOL.md` says what it does; each file does
//! the step that it is named after, as in the evaluators in other languages.

use std::time::Instant;

use crate::command_line::run_evaluator;
use crate::hook_process::run_hook;
use crate::options::host_of;

mod append_input;
mod bind_positional;
mod bundle;
mod bundle_shape;
mod bytes;
mod canonical_json;
mod codes;
mod command_line;
mod conditions;
mod decide;
mod effects;
mod embedded_policy;
mod entries;
mod environment_facts;
mod facts;
mod find_git;
mod find_program;
mod find_wrapper;
mod floors;
mod foreign_code;
mod git_branch;
mod git_clean;
mod git_config;
mod git_directory;
mod git_index;
mod git_list_refs;
mod git_refs;
mod git_settings;
mod git_status_parse;
mod git_upstream;
mod git_workspace;
mod glob;
#[cfg(test)]
mod golden_rows;
mod heads_machine;
mod hook_process;
mod hooks;
mod inert_shapes;
mod inner_options;
mod json;
mod judge;
mod lazy_map;
#[cfg(test)]
mod line_tests;
mod machine;
mod r#match;
mod match_rule;
mod names;
mod options;
mod path_facts;
mod paths;
mod policy_index;
mod prepare;
mod prepare_registry;
mod read_files;
mod read_json;
mod read_wrapper;
mod reading;
mod real_facts;
mod reasons;
mod redirections;
mod registry;
mod requests;
mod run_git;
mod run_options;
mod say_decision;
mod serve;
mod setting_kind;
mod settings;
mod sha256;
mod shape;
mod shell;
mod shell_ansi;
mod shell_arithmetic;
mod shell_arrays;
mod shell_braces;
mod shell_builtins;
mod shell_characters;
mod shell_commands;
mod shell_compounds;
mod shell_conditions;
mod shell_cursor;
mod shell_expansions;
mod shell_extended_globs;
mod shell_folds;
mod shell_functions;
mod shell_here_documents;
mod shell_lists;
mod shell_loops;
mod shell_parameters;
mod shell_pieces;
mod shell_quotes;
mod shell_redirections;
mod shell_scopes;
mod shell_skim;
mod shell_substitutions;
mod shell_types;
mod shell_words;
mod spellings;
mod split_text;
mod state;
mod state_set;
mod stdin_code;
mod suffix;
mod surroundings;
mod system;
mod types;
mod unwrap;
mod verdict;
mod view_words;
mod views;
mod word_parts;
mod wrapper_options;

/// Runs a call with the arguments after the program's name, and gives its exit status. As a hook it ends the process itself. `started` is
/// when the process started.
pub fn run(args: &[Vec<u8>], started: Instant) -> i32 {
	// What fails is caught and said by the status or the answer; nothing is printed beside it.
	std::panic::set_hook(Box::new(|_| {}));
	match host_of(args) {
		Some(host) => run_hook(host, args, started),
		None => run_evaluator(args),
	}
}
