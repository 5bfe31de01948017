//! The lists of arrays.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const Cursor = @import("shell_cursor.zig").Cursor;
const noteArithmetic = @import("shell_arithmetic.zig").noteArithmetic;
const skim = @import("shell_skim.zig").skim;
const words = @import("shell_words.zig");

/// What `[key]` is in the list of an array.
pub const Keys = enum { arithmetic, texts };

/// Reads the list of an array, `NAME=(a b [3]=c)`, from its parenthesis. The elements are not kept, the programs in them are read.
pub fn readArray(c: *Cursor, keys: Keys) Allocator.Error!void {
    {
        const readable = c.reading.descend();
        defer c.reading.ascend();
        const start = c.at;
        c.at += 1;
        if (readable) try readElements(c, keys, start);
    }
    if (!c.halted()) c.at += 1;
}

/// Reads the elements up to the closing parenthesis.
fn readElements(c: *Cursor, keys: Keys, start: usize) Allocator.Error!void {
    while (!c.halted()) {
        try c.skipBlank(true);
        if (c.halted() or c.here() == ')') return;
        if (bytes.endsAt(c.here(), ";&|<>(") and !c.startsProcess()) {
            try c.stop(.syntax_error, start);
        } else {
            try readElement(c, keys);
        }
    }
}

fn readElement(c: *Cursor, keys: Keys) Allocator.Error!void {
    const start = c.at;
    if (c.here() == '[' and bytes.indexFrom(c.text, "]", start) != null) {
        c.at += 1;
        _ = try skim(c, ']', .{ .quoted = false, .quotes = true });
        if (c.halted()) return;
        const is_key = c.startsWith("=") or c.startsWith("+=");
        if (is_key and keys == .arithmetic) try noteArithmetic(c, start + 1, c.at - 1);
    }
    const before = c.at;
    _ = try words.readWord(c, .plain);
    // A word that goes no further is followed by something that no list may hold.
    if (!c.halted() and c.at == before and c.at == start) try c.stop(.syntax_error, start);
}
