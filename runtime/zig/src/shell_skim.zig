//! Text whose value does not matter.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const Cursor = @import("shell_cursor.zig").Cursor;
const PieceList = @import("shell_pieces.zig").PieceList;
const quotes = @import("shell_quotes.zig");
const readAnsi = @import("shell_ansi.zig").readAnsi;
const readExpansion = @import("shell_expansions.zig").readExpansion;
const substitutions = @import("shell_substitutions.zig");

/// What quotes mean where a text stands.
pub const Quoting = struct {
    /// The text stands in double quotes.
    quoted: bool,
    /// Single quotes mean something.
    quotes: bool,
};

fn isOrdinary(character: u8) bool {
    return !bytes.isOneOf(character, "\\'\"`$<>[]{}");
}

/// Passes over text whose value does not matter, such as the word of `${x:-word}`, up to and past a closing bracket: the programs
/// in it are read, nothing else of it is kept. Says whether the text may expand to several words in double quotes (`"$@"`).
pub fn skim(c: *Cursor, closing: u8, quoting: Quoting) Allocator.Error!bool {
    const start = c.at;
    var ignored: PieceList = .init(c.reading.arena);
    var several = false;
    {
        const readable = c.reading.descend();
        defer c.reading.ascend();
        if (readable) several = try skimUpTo(c, closing, quoting, &ignored);
    }
    if (ignored.odd) |code| try c.note(code, c.span(start, c.at));
    if (!c.halted()) c.at += 1;
    return several;
}

fn skimUpTo(c: *Cursor, closing: u8, quoting: Quoting, ignored: *PieceList) Allocator.Error!bool {
    const start = c.at;
    var several = false;
    var depth: isize = 0;
    while (!c.halted()) {
        const end = bytes.endOfRun(c.text, c.at, isOrdinary);
        ignored.check(bytes.between(c.text, c.at, end), quoting.quoted);
        c.at = end;
        const character = c.here() orelse {
            try c.stop(.syntax_error, start);
            break;
        };
        if (character == closing and depth == 0) break;
        if (character == '\\') {
            c.at = @min(c.text.len, c.at + 2);
        } else if (character == '\'' and quoting.quotes) {
            try quotes.readSingleQuoted(c, ignored);
        } else if (character == '"') {
            try quotes.readDoubleQuoted(c, ignored);
        } else if (character == '`') {
            try substitutions.readBackticks(c, quoting.quoted);
        } else if (character == '$') {
            if (try skimDollar(c, quoting)) several = true;
        } else if (!quoting.quoted and c.startsProcess()) {
            try skimProcess(c);
        } else {
            if (closing == ']' and character == '[') depth += 1;
            if (closing == ']' and character == ']') depth -= 1;
            c.at += 1;
        }
    }
    return several;
}

fn skimDollar(c: *Cursor, quoting: Quoting) Allocator.Error!bool {
    if (try readExpansion(c, quoting.quoted)) |found| return found == .many;
    var end = c.at + 1;
    if (quoting.quotes and c.startsWith("$'")) {
        if (try readAnsi(c.reading.arena, c.text, c.at + 2)) |ansi| end = ansi.end;
    }
    c.at = end;
    return false;
}

/// Passes over a process substitution, which not all shells take where a value is expected.
fn skimProcess(c: *Cursor) Allocator.Error!void {
    const start = c.at;
    try substitutions.readSubstitution(c, true);
    try c.note(.dialect, c.span(start, c.at));
}
