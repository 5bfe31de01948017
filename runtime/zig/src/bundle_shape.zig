//! The shape of a bundle: schemas/policy_wrapper.schema.json as a table.

const std = @import("std");
const shape = @import("shape.zig");

const Shape = shape.Shape;
const Key = Shape.Key;
const boolean = &shape.boolean;
const text = &shape.text;
const text_or_null = &shape.text_or_null;
const texts = &shape.texts;
const texts_or_null = &shape.texts_or_null;

const hash: Shape = .hash;
const decision: Shape = .{ .one_of = &.{ "allow", "request", "deny" } };
const fallback: Shape = .{ .one_of = &.{ "request", "deny" } };
const index: Shape = .{ .whole = .{ .low = 0, .high = std.math.maxInt(i32) } };
const state: Shape = .{ .whole = .{ .low = -1, .high = std.math.maxInt(i32) } };
const label: Shape = .{ .whole = .{ .low = 0, .high = 2 } };

const table: Shape = .{ .object = .{ .required = &.{
    .{ "accept", &.{ .list = .{ .item = &label, .least = 1 } } },
    .{ "default", &.{ .list = .{ .item = &state, .least = 1 } } },
    .{ "ranges", &.{ .list = .{ .item = &states, .least = 1 } } },
} } };
const states: Shape = .{ .list = .{ .item = &state } };

const head: Shape = .{ .object = .{ .required = &.{
    .{ "words", &.{ .list = .{ .item = &.{ .list = .{ .item = text, .least = 1 } }, .least = 1 } } },
    .{ "tail", &index },
} } };
const heads_program: Shape = .{ .object = .{ .required = &.{
    .{ "kind", &.{ .one_of = &.{"heads"} } },
    .{ "heads", &.{ .list = .{ .item = &head } } },
} } };
const automaton_program: Shape = .{ .object = .{ .required = &.{
    .{ "kind", &.{ .one_of = &.{"automaton"} } },
    .{ "automaton", &index },
} } };
const program_or_null: Shape = .{ .or_null = &.{ .either = &.{ &heads_program, &automaton_program } } };

const predicate: Shape = .{ .object = .{ .required = &.{
    .{ "required", boolean },
    .{ "name", text },
    .{ "value", text_or_null },
} } };
const condition_list: Shape = .{ .object = .{ .required = &.{
    .{ "required", boolean },
    .{ "mode", &.{ .one_of = &.{ "all", "any" } } },
    .{ "conditions", &.{ .list = .{ .item = &condition } } },
} } };
const negation: Shape = .{ .object = .{ .required = &.{
    .{ "required", boolean },
    .{ "mode", &.{ .one_of = &.{"not"} } },
    .{ "conditions", &.{ .list = .{ .item = &condition, .least = 1, .most = 1 } } },
} } };
const condition: Shape = .{ .either = &.{ &predicate, &condition_list, &negation } };

const matcher: Shape = .{ .object = .{ .required = &.{
    .{ "matcher", text },
    .{ "pattern", text },
    .{ "normalized_pattern", text },
} } };

const rule: Shape = .{ .object = .{ .required = &.{
    .{ "id", text },
    .{ "source", text },
    .{ "action", &decision },
    .{ "on_mismatch", &.{ .one_of = &.{ "allow", "request", "deny", "skip" } } },
    .{ "on_unknown", &.{ .or_null = &fallback } },
    .{ "matcher", text_or_null },
    .{ "pattern", text_or_null },
    .{ "normalized_pattern", text_or_null },
    .{ "matchers", &.{ .list = .{ .item = &matcher } } },
    .{ "conditions", &.{ .or_null = &condition } },
    .{ "conditional", boolean },
    .{ "platform_action", &.{ .map = .{ .value = text } } },
    .{ "shell_entry", text_or_null },
    .{ "native", texts },
    .{ "reason", text_or_null },
    .{ "strict", &program_or_null },
    .{ "loose", &program_or_null },
    .{ "except", &program_or_null },
    .{ "programs", texts_or_null },
    .{ "global_options", texts },
    .{ "path_sets", &.{ .list = .{ .item = texts } } },
    .{ "writes", texts_or_null },
    .{ "reads", texts_or_null },
    .{ "env", texts_or_null },
} } };

/// The keys of a program's or a subcommand's options.
const option_keys = [_]Key{
    .{ "values", texts_or_null },
    .{ "flags", texts },
    .{ "runs", texts },
    .{ "runs_text", texts },
    .{ "unknown_operands", texts },
    .{ "bare_cluster", boolean },
};
const options: Shape = .{ .object = .{ .optional = &option_keys } };

const subcommand: Shape = .{ .object = .{ .optional = &(option_keys ++ [_]Key{
    .{ "read_only", boolean },
    .{ "query", texts },
    .{ "changes", texts_or_null },
    .{ "foreign", boolean },
}) } };

const settings: Shape = .{ .object = .{ .required = &.{
    .{ "options", texts },
    .{ "command", text },
    .{ "inert", texts },
    .{ "alias", text },
    .{ "environment", text },
} } };

const registry_program: Shape = .{ .object = .{ .optional = &(option_keys ++ [_]Key{
    .{ "global_values", texts },
    .{ "global_inert", texts },
    .{ "global_directory", texts },
    .{ "shared", &options },
    .{ "subcommands", &.{ .map = .{ .value = &subcommand } } },
    .{ "equivalent", &.{ .list = .{ .item = texts } } },
    .{ "abbreviates", boolean },
    .{ "dashed", boolean },
    .{ "read_only", boolean },
    .{ "foreign", boolean },
    .{ "query", texts },
    .{ "plugins", boolean },
    .{ "shape", &.{ .one_of = &.{ "awk", "jq", "sed" } } },
    .{ "reads_code", boolean },
    .{ "settings", &settings },
}) } };

const wrapper: Shape = .{ .object = .{ .optional = &.{
    .{ "like", text },
    .{ "then", &.{ .one_of = &.{ "argv", "text", "texts", "command", "stdin", "script" } } },
    .{ "values", texts },
    .{ "flags", texts },
    .{ "optional", texts },
    .{ "query", texts },
    .{ "abbreviates", boolean },
    .{ "operands", &.{ .whole = .{ .low = 0, .high = 16 } } },
    .{ "permute", boolean },
    .{ "assignments", boolean },
    .{ "mixed", boolean },
    .{ "assign_options", texts },
    .{ "empty", &.{ .one_of = &.{ "stdin", "foreign" } } },
    .{ "default", text },
    .{ "transparent", boolean },
    .{ "in_shell", &.{ .one_of = &.{ "now", "later" } } },
    .{ "directory", texts },
    .{ "moves", boolean },
    .{ "text_flag", text },
    .{ "text_options", texts },
    .{ "join", boolean },
    .{ "join_flags", texts },
    .{ "argv_flags", texts },
    .{ "split_options", texts },
    .{ "program_options", texts },
    .{ "runs", texts },
    .{ "appended", boolean },
    .{ "until", texts },
    .{ "replace", texts },
    .{ "inner_options", texts },
    .{ "open_end", boolean },
    .{ "fillers", texts },
} } };

const registry: Shape = .{ .object = .{ .required = &.{
    .{ "programs", &.{ .map = .{ .value = &registry_program } } },
    .{ "wrappers", &.{ .map = .{ .value = &wrapper } } },
    .{ "inert_environment", texts },
    .{ "lookup_environment", texts },
    .{ "system_folders", texts },
} } };

const defaults: Shape = .{ .object = .{ .required = &.{
    .{ "default", &.{ .one_of = &.{ "allow", "request", "deny", "host" } } },
    .{ "opaque", &fallback },
    .{ "condition_error", &fallback },
    .{ "malformed_bundle", &fallback },
    .{ "missing_policy", &fallback },
    .{ "unattended", &fallback },
} } };

/// A whole bundle.
pub const bundle: Shape = .{ .object = .{ .required = &.{
    .{ "schema_version", &.{ .whole = .{ .low = 1, .high = 1 } } },
    .{ "policy_hash", &hash },
    .{ "bundle_hash", &hash },
    .{ "required_conditions", texts },
    .{ "defaults", &defaults },
    .{ "registry", &registry },
    .{ "automata", &.{ .list = .{ .item = &table } } },
    .{ "commands", &.{ .list = .{ .item = &rule } } },
} } };
