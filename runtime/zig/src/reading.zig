//! Subcommands that only read.

const std = @import("std");
const headOf = @import("word_parts.zig").headOf;
const registry = @import("registry.zig");
const shell = @import("shell_types.zig");

/// Whether a subcommand changes nothing: all of it, or with one of its query words first, which every option must be one of too;
/// the empty one stands for no words at all. from is the index of the first word behind the subcommand.
pub fn readsOnly(words: shell.Words, from: usize, subcommand: *const registry.KnownSubcommand) bool {
    if (subcommand.read_only) return true;
    if (from >= words.len) return subcommand.query.has("");
    const first = words[from].literal() orelse return false;
    if (!subcommand.query.has(first)) return false;
    for (words[from..]) |word| {
        const head = headOf(word);
        const is_operand = !std.mem.startsWith(u8, head, "-");
        const reads = if (word.literal()) |text| is_operand or subcommand.query.has(text) else is_operand and head.len > 0;
        if (!reads) return false;
    }
    return true;
}
