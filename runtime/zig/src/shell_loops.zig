//! Loops.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const Cursor = @import("shell_cursor.zig").Cursor;
const Ends = @import("shell_lists.zig").Ends;
const ProgramReader = @import("shell.zig").ProgramReader;
const Scope = @import("shell_scopes.zig").Scope;
const arithmetic = @import("shell_arithmetic.zig");
const words = @import("shell_words.zig");

/// Reads `while` and `until`. Their commands may run several times, or not at all.
pub fn readLoop(reader: *ProgramReader, own: *Scope, start: usize) Allocator.Error!void {
    own.loop = true;
    own.branch = true;
    _ = try reader.readLists(.do, start);
    _ = try reader.readLists(.done, start);
}

/// Reads `for NAME in …`, `select NAME in …`, `for ((…))`.
pub fn readFor(reader: *ProgramReader, own: *Scope, start: usize) Allocator.Error!void {
    const c = reader.cursor;
    try c.skipBlank(false);
    if (c.startsWith("((")) {
        const end = arithmetic.arithmeticEnd(c.text, c.at + 2) orelse return c.stop(.syntax_error, start);
        c.at += 2;
        try arithmetic.readArithmetic(c, end);
        if (c.halted()) return;
        c.at = end + 2;
    } else if (!try readForList(c)) {
        return;
    }
    try c.skipBlank(false);
    if (c.here() == ';') c.at += 1;
    try c.skipBlank(true);
    const opening = try c.plainWord();
    if (c.halted() or !(opening.is("do") or opening.is("{"))) return c.stop(.syntax_error, start);
    c.at = opening.end;
    const body = try c.reading.enter();
    body.loop = true;
    body.branch = true;
    _ = try reader.readLists(if (opening.is("do")) Ends.done else Ends.brace, start);
    c.reading.scope = own;
}

/// Reads the variable of a loop and its words; false where the reading stopped.
fn readForList(c: *Cursor) Allocator.Error!bool {
    const start = c.at;
    const variable = try words.readWord(c, .plain);
    const name = if (variable.plain) variable.words[0].text() else "";
    if (!bytes.isName(name)) {
        try c.stop(.dialect, start);
        return false;
    }
    try c.reading.variables.append(c.reading.arena, .{ .name = name, .span = c.span(start, c.at) });
    try c.skipBlank(false);
    if (c.here() == ';') return true;
    try c.skipBlank(true);
    const in = try c.plainWord();
    if (!in.is("in")) return true;
    c.at = in.end;
    while (!c.halted()) {
        try c.skipBlank(false);
        if (c.here() == '#') try c.skipComment();
        if (bytes.isOneOf(c.here(), ";\n")) return true;
        const before = c.at;
        _ = try words.readWord(c, .plain);
        if (c.at == before) try c.stop(.syntax_error, before);
    }
    return false;
}
