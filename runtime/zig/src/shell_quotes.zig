//! Quotes.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const Cursor = @import("shell_cursor.zig").Cursor;
const PieceList = @import("shell_pieces.zig").PieceList;
const readBackticks = @import("shell_substitutions.zig").readBackticks;
const readExpansion = @import("shell_expansions.zig").readExpansion;

/// Reads `'…'` from its opening quote.
pub fn readSingleQuoted(c: *Cursor, pieces: *PieceList) Allocator.Error!void {
    const end = bytes.indexFrom(c.text, "'", c.at + 1) orelse return c.stop(.unterminated_quote, c.at);
    try pieces.addQuoted(c.text[c.at + 1 .. end]);
    c.at = end + 1;
}

/// Reads `"…"` from its opening quote.
pub fn readDoubleQuoted(c: *Cursor, pieces: *PieceList) Allocator.Error!void {
    const opening = c.at;
    try pieces.addQuoted("");
    c.at += 1;
    try readQuotedText(c, pieces, '"');
    if (c.halted()) return;
    if (c.here() != '"') return c.stop(.unterminated_quote, opening);
    c.at += 1;
}

/// Whether a byte stands for itself in double quotes.
fn isOrdinary(character: u8) bool {
    return switch (character) {
        '"', '\\', '$', '`' => false,
        else => true,
    };
}

/// Reads text in which only expansions and backslashes mean something, up to the closing quote or, where that is null, to the end
/// (POSIX.1-2017, Shell Command Language, 2.2.3 and 2.7.4).
pub fn readQuotedText(c: *Cursor, pieces: *PieceList, closing: ?u8) Allocator.Error!void {
    while (!c.halted()) {
        const end = bytes.endOfRun(c.text, c.at, isOrdinary);
        if (end > c.at) {
            try pieces.addQuoted(c.text[c.at..end]);
            c.at = end;
        }
        const character = c.here() orelse return;
        if (character == closing) return;
        switch (character) {
            '"' => {
                try pieces.addQuoted("\"");
                c.at += 1;
            },
            '`' => {
                try readBackticks(c, closing == '"');
                try pieces.push(.unknown(true));
            },
            '$' => if (try readExpansion(c, true)) |found| {
                try pieces.push(found);
            } else {
                try pieces.addQuoted("$");
                c.at += 1;
            },
            else => try readEscaped(c, pieces, closing),
        }
    }
}

/// Reads a backslash: it escapes a few characters and stands for itself before all others.
fn readEscaped(c: *Cursor, pieces: *PieceList, closing: ?u8) Allocator.Error!void {
    const escaped = bytes.byteAt(c.text, c.at + 1);
    if (!bytes.isOneOf(escaped, "$`\\\n") and (escaped == null or escaped != closing)) {
        try pieces.addQuoted("\\");
        c.at += 1;
        return;
    }
    if (escaped != '\n') try pieces.addQuoted(c.text[c.at + 1 .. c.at + 2]);
    c.at += 2;
}
