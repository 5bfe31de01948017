//! Commands that run code which the line does not show.

const std = @import("std");
const Allocator = std.mem.Allocator;
const find_program = @import("find_program.zig");
const isInertProgram = @import("inert_shapes.zig").isInertProgram;
const knownText = @import("unwrap.zig").knownText;
const readsOnly = @import("reading.zig").readsOnly;
const registry = @import("registry.zig");
const RunCommand = @import("unwrap.zig").RunCommand;
const shell = @import("shell_types.zig");

/// Whether a command runs code that the line does not show.
pub fn isForeign(arena: Allocator, command: *const RunCommand, known: *registry.KnownCommands) Allocator.Error!bool {
    const words = command.simple.words;
    if (words.len == 0 or command.program == null) return false;
    if (try knownText(arena, words[0])) |written| {
        if (known.isScript(written)) return true;
    }
    if (command.wraps) return false;
    const found = try find_program.findProgram(arena, words, command.program, known) orelse return false;
    const program = found.entry;
    const stands = found.at < words.len and !found.unclear;
    const text = if (stands) try knownText(arena, words[found.at]) else null;
    const queries = if (text) |written| program.query.has(written) else false;
    if (program.foreign) return !queries;
    if (program.shape) |shape| return !queries and !try isInertProgram(arena, shape, words);
    if (program.subcommands.isEmpty() or found.at >= words.len) return false;
    return try runsForeign(program, text) and !asksForHelp(&found, words);
}

/// `npm test --help` and `git submodule status`: a foreign subcommand that only tells something.
fn asksForHelp(found: *const find_program.FoundProgram, words: shell.Words) bool {
    const subcommand = found.subcommand orelse return false;
    if (found.behind < words.len and words[found.behind].is("--help") and found.entry.query.has("--help")) return true;
    return readsOnly(words, found.behind, subcommand);
}

/// A subcommand that is not listed may be an alias or a plug-in; one that is not known may be any.
fn runsForeign(program: *const registry.KnownProgram, subcommand: ?[]const u8) Allocator.Error!bool {
    const name = subcommand orelse return program.plugins or try mayBeForeign(program, "");
    if (try program.subcommands.get(name)) |known| return known.foreign;
    if (std.mem.startsWith(u8, name, "-") or program.query.has(name)) return false;
    return program.plugins or (program.abbreviates and try mayBeForeign(program, name));
}

/// `npm tes`: a start that some foreign subcommand has.
fn mayBeForeign(program: *const registry.KnownProgram, start: []const u8) Allocator.Error!bool {
    for (try program.subcommands.names()) |name| {
        if (!std.mem.startsWith(u8, name, start)) continue;
        const subcommand = try program.subcommands.get(name) orelse continue;
        if (subcommand.foreign) return true;
    }
    return false;
}

/// Whether what a command reads as its standard input is code to it (`psql <<X`).
pub fn readsForeignCode(command: *const RunCommand, known: *registry.KnownCommands) Allocator.Error!bool {
    const entry = try known.programs.get(command.program orelse return false) orelse return false;
    if (!entry.reads_code) return false;
    if (command.simple.around.input != null) return true;
    for (command.simple.around.redirections) |redirection| {
        if (redirection.reads()) return true;
    }
    return false;
}
