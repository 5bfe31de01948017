//! Programs inside of words.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const Cursor = @import("shell_cursor.zig").Cursor;
const Ends = @import("shell_lists.zig").Ends;
const readProgram = @import("shell.zig").readProgram;

/// Reads `$(…)`, `<(…)` or `>(…)`; the cursor is before the parenthesis. concurrent: its program runs beside the command, not
/// before it.
pub fn readSubstitution(c: *Cursor, concurrent: bool) Allocator.Error!void {
    const start = c.at;
    c.at = c.continued(start + 1) + 1;
    {
        // The lines inside are its own.
        const pending = c.pending;
        const outer_pending = c.outer_pending;
        defer {
            c.pending = pending;
            c.outer_pending = outer_pending;
        }
        c.outer_pending = outer_pending or pending.items.len > 0;
        c.pending = .empty;
        try substitute(c, .parenthesis, concurrent);
    }
    if (c.halted()) return;
    if (c.here() != ')') return c.stop(.syntax_error, start);
    c.at += 1;
}

/// Reads a substitution in backticks from the first of them. Inside, a backslash escapes a backtick, a `$` and a backslash, in
/// double quotes also the quote; the text without these is read as a program.
pub fn readBackticks(c: *Cursor, quoted: bool) Allocator.Error!void {
    const start = c.at;
    const end = closingBacktick(c.text, start + 1) orelse return c.stop(.syntax_error, start);
    const text = c.text[start + 1 .. end];
    const plain = try removeBackslashes(c.reading.arena, text, quoted);
    var inner = if (bytes.equal(plain, text)) c.part(start + 1, end) else c.inner(plain, c.span(start, end + 1));
    try substitute(&inner, .nothing, false);
    c.at = end + 1;
}

fn closingBacktick(text: []const u8, from: usize) ?usize {
    var at = from;
    while (at < text.len) : (at += 1) switch (text[at]) {
        '`' => return at,
        '\\' => at += 1,
        else => {},
    };
    return null;
}

fn removeBackslashes(arena: Allocator, text: []const u8, quoted: bool) Allocator.Error![]const u8 {
    if (!bytes.isOneOf('\\', text)) return text;
    var plain: std.ArrayList(u8) = try .initCapacity(arena, text.len);
    var at: usize = 0;
    while (at < text.len) : (at += 1) {
        if (text[at] == '\\') {
            const escaped = bytes.byteAt(text, at + 1);
            if (!bytes.isOneOf(escaped, if (quoted) "$`\\\"" else "$`\\")) plain.appendAssumeCapacity('\\');
            at += 1;
        }
        plain.appendSliceAssumeCapacity(bytes.between(text, at, at + 1));
    }
    return plain.items;
}

/// Reads a program of a word in its own subshell. What it does happens before or beside the command that the word belongs to.
fn substitute(c: *Cursor, until: Ends, concurrent: bool) Allocator.Error!void {
    const found = c.reading;
    const outer = found.scope;
    const owner = found.owner;
    const executed = found.executed;
    defer {
        found.scope = outer;
        found.owner = owner;
        found.executed = executed;
    }
    if (owner) |scope| {
        scope.together = true;
    } else if (concurrent) {
        outer.together = true;
    }
    found.owner = null;
    (try found.enter()).environment = true;
    const readable = found.descend();
    defer found.ascend();
    if (readable) try readProgram(c, until);
}
