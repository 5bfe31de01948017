//! The wrapper that a command's words name.

const std = @import("std");
const Allocator = std.mem.Allocator;
const globalsOf = @import("views.zig").globalsOf;
const registry = @import("registry.zig");
const shell = @import("shell_types.zig");
const splits = @import("word_parts.zig").splits;

/// What the first words of a command name.
pub const FoundWrapper = struct {
    /// Null where they name none.
    wrapper: ?*const registry.KnownWrapper = null,
    /// The index of the first word behind its name.
    from: usize = 1,
    /// A word that could name another wrapper, of words that stand behind it; null where there is none.
    hidden: ?*const shell.Word = null,
};

/// Finds the wrapper that a command's first words name: a program, or a program with subcommand words, before each of which global
/// options may stand.
///
///     findWrapper(arena, words of `docker --debug exec web ls`, "docker", known) // docker exec, from 3
pub fn findWrapper(
    arena: Allocator,
    words: shell.Words,
    program: ?[]const u8,
    known: *registry.KnownCommands,
) Allocator.Error!FoundWrapper {
    var name = program orelse return .{};
    var found: FoundWrapper = .{ .wrapper = try known.wrappers.get(name) };
    var at: usize = 0;
    while (known.beginsWrapper(name)) {
        const globals = try globalsOf(arena, words, name, known, at);
        if (globals.end >= words.len) break;
        const word = words[globals.end];
        const text = word.literal();
        if (globals.unclear or text == null) {
            if (globals.end + 1 < words.len or splits(word)) found.hidden = word;
            break;
        }
        at = globals.end;
        name = try std.mem.concat(arena, u8, &.{ name, " ", text.? });
        if (try known.wrappers.get(name)) |longer| {
            found.wrapper = longer;
            found.from = at + 1;
        }
    }
    return found;
}
