//! Arithmetic: where it ends, and whether it evaluates text again.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const Cursor = @import("shell_cursor.zig").Cursor;
const readBackticks = @import("shell_substitutions.zig").readBackticks;
const readExpansion = @import("shell_expansions.zig").readExpansion;

/// The offset of the parenthesis that closes an expression which starts at an offset, where `))` stands there; null where what
/// starts there is no arithmetic but subshells in each other.
pub fn arithmeticEnd(text: []const u8, from: usize) ?usize {
    var depth: usize = 0;
    var at = from;
    while (at < text.len) : (at += 1) switch (text[at]) {
        '\\' => at += 1,
        '\'', '"' => at = closingQuote(text, at) orelse return null,
        '(' => depth += 1,
        ')' => {
            if (depth == 0) return if (bytes.byteAt(text, at + 1) == ')') at else null;
            depth -= 1;
        },
        else => {},
    };
    return null;
}

fn closingQuote(text: []const u8, opening: usize) ?usize {
    const quote = text[opening];
    var at = opening + 1;
    while (at < text.len) : (at += 1) {
        if (text[at] == quote) return at;
        if (quote == '"' and text[at] == '\\') at += 1;
    }
    return null;
}

/// Reads the expression between the cursor and an offset, and notes it where it may evaluate text again.
///
/// Shells evaluate the value of a variable in arithmetic as an expression again, subscripts and their substitutions included, so
/// whatever mentions one is opaque. Substitutions written there are read as everywhere.
pub fn readArithmetic(c: *Cursor, end: usize) Allocator.Error!void {
    const start = c.at;
    {
        const readable = c.reading.descend();
        defer c.reading.ascend();
        if (readable) try passExpression(c, end);
    }
    if (c.halted()) return;
    if (c.at != end) return c.stop(.arithmetic, start);
    return noteArithmetic(c, start, end);
}

fn passExpression(c: *Cursor, end: usize) Allocator.Error!void {
    while (!c.halted() and c.at < end) {
        const character = c.text[c.at];
        if (character == '`') {
            try readBackticks(c, true);
            continue;
        }
        if (character == '$' and try readExpansion(c, true) != null) continue;
        c.at += if (character == '\\') 2 else 1;
    }
}

/// Notes an expression that mentions something whose value is evaluated again.
pub fn noteArithmetic(c: *Cursor, start: usize, end: usize) Allocator.Error!void {
    if (!isPlainArithmetic(bytes.between(c.text, start, end))) try c.note(.arithmetic, c.span(start, end));
}

fn isNumberByte(character: u8) bool {
    return bytes.isNameByte(character) or character == '#' or character == '@';
}

/// Whether an expression holds numbers and operators only; `$#`, `$?` and lengths are numbers.
pub fn isPlainArithmetic(text: []const u8) bool {
    var at: usize = 0;
    while (at < text.len) switch (text[at]) {
        '0'...'9' => at = bytes.endOfRun(text, at, isNumberByte),
        '$' => at = countEnd(text, at) orelse return false,
        '`', '_', 'a'...'z', 'A'...'Z', 0x80...0xff => return false,
        else => at += 1,
    };
    return true;
}

/// The offset behind `$#`, `$?`, `$$`, `$!`, `${#…}`, and behind the `$` of `$((`: a nested expression is a parenthesis like
/// others, what it holds is looked at here too. Null for any other expansion.
fn countEnd(text: []const u8, at: usize) ?usize {
    if (bytes.isOneOf(bytes.byteAt(text, at + 1), "#?$!")) return at + 2;
    const opening = bytes.between(text, at + 1, at + 3);
    if (bytes.equal(opening, "((")) return at + 1;
    if (!bytes.equal(opening, "{#")) return null;
    var end = bytes.nameEnd(text, at + 3);
    if (end > at + 3) {
        const subscript = bytes.between(text, end, end + 3);
        if (bytes.equal(subscript, "[@]") or bytes.equal(subscript, "[*]")) end += 3;
    } else if (bytes.isOneOf(bytes.byteAt(text, end), "@*")) {
        end += 1;
    }
    return if (bytes.byteAt(text, end) == '}') end + 1 else null;
}

test isPlainArithmetic {
    for ([_][]const u8{ "1 + 2", "$# * 2", "${#a[@]}", "16#ff", "$((1 + 2))", "" }) |text| {
        try std.testing.expect(isPlainArithmetic(text));
    }
    for ([_][]const u8{ "x", "$x", "${#a[1]}", "`ls`", "é" }) |text| try std.testing.expect(!isPlainArithmetic(text));
}
