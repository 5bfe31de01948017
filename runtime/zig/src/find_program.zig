//! The entry of the registry that a command's words name.

const std = @import("std");
const Allocator = std.mem.Allocator;
const registry = @import("registry.zig");
const shell = @import("shell_types.zig");
const globalsOf = @import("views.zig").globalsOf;

/// What the registry knows of the program and the subcommand that a command's words name.
pub const FoundProgram = struct {
    entry: *const registry.KnownProgram,
    /// The word where the subcommand stands; past the end where there is none.
    at: usize,
    /// An unknown word may or may not stand before the subcommand: nothing is known of it.
    unclear: bool,
    /// Every option before the subcommand is known to be inert or to move the directory.
    harmless: bool,
    /// Null where there is none, or where it is not listed.
    subcommand: ?*const registry.KnownSubcommand,
    /// The first word behind the subcommand, or behind the program where it has none.
    behind: usize,
};

/// Finds the entry of a command; that of `docker compose` where a subcommand has an entry of its own. Null where the registry does
/// not know the program.
pub fn findProgram(
    arena: Allocator,
    words: shell.Words,
    program: ?[]const u8,
    known: *registry.KnownCommands,
) Allocator.Error!?FoundProgram {
    var name = program orelse return null;
    var entry = try known.programs.get(name) orelse return null;
    var globals = try globalsOf(arena, words, name, known, 0);
    var harmless = globals.harmless;
    while (true) {
        const stands = !globals.unclear and globals.end < words.len;
        const subcommand = if (stands) words[globals.end].literal() else null;
        if (subcommand) |text| {
            const longer = try std.mem.concat(arena, u8, &.{ name, " ", text });
            if (try known.programs.get(longer)) |nested| {
                entry = nested;
                name = longer;
                globals = try globalsOf(arena, words, name, known, globals.end);
                harmless = harmless and globals.harmless;
                continue;
            }
        }
        return .{
            .entry = entry,
            .at = globals.end,
            .unclear = globals.unclear,
            .harmless = harmless,
            .subcommand = if (subcommand) |text| try entry.subcommands.get(text) else null,
            .behind = if (entry.subcommands.isEmpty()) globals.end else globals.end + 1,
        };
    }
}
