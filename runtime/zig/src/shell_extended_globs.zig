//! Extended globs.

const std = @import("std");
const Allocator = std.mem.Allocator;
const Cursor = @import("shell_cursor.zig").Cursor;
const words = @import("shell_words.zig");

/// Reads `@(a|b)` and its like from its parenthesis and notes it: a pattern to shells that are told so, a syntax error to others.
/// The programs in it are read.
pub fn readExtendedGlob(c: *Cursor) Allocator.Error!void {
    const start = c.at;
    {
        const readable = c.reading.descend();
        defer c.reading.ascend();
        if (readable) try readAlternatives(c, start);
    }
    try c.note(.extended_glob, c.span(start, c.at));
}

fn readAlternatives(c: *Cursor, start: usize) Allocator.Error!void {
    c.at += 1;
    var separated = true;
    while (separated and !c.halted()) {
        while (!c.halted() and c.here() != '|' and c.here() != ')') try readPart(c, start);
        separated = c.here() == '|';
        if (!c.halted()) c.at += 1;
    }
}

fn readPart(c: *Cursor, start: usize) Allocator.Error!void {
    switch (c.here() orelse '\n') {
        '(' => try readExtendedGlob(c),
        '\n' => try c.stop(.extended_glob, start),
        ' ', '\t', ';', '&', '<', '>' => c.at += 1,
        else => _ = try words.readWord(c, .plain),
    }
}
