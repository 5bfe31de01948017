//! Expansions after a `$`.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const shell = @import("shell_types.zig");
const Cursor = @import("shell_cursor.zig").Cursor;
const arithmetic = @import("shell_arithmetic.zig");
const readParameter = @import("shell_parameters.zig").readParameter;
const readSubstitution = @import("shell_substitutions.zig").readSubstitution;
const skim = @import("shell_skim.zig").skim;

const Piece = shell.Piece;

/// Reads the expansion that a `$` starts. Null, with the cursor where it was, where the `$` stands for itself. `$'…'` and `$"…"` are
/// none: in double quotes they mean nothing.
pub fn readExpansion(c: *Cursor, quoted: bool) Allocator.Error!?Piece {
    if (try scanName(c.reading.arena, c.text, c.continued(c.at + 1))) |name| {
        return try bareVariable(c, name.text, name.end, quoted);
    }
    const at = c.continued(c.at + 1);
    switch (bytes.byteAt(c.text, at) orelse return null) {
        '@', '*', '#', '?', '$', '!', '-', '0'...'9' => return try bareVariable(c, c.text[at .. at + 1], at + 1, quoted),
        '{' => return try readParameter(c, quoted),
        '[' => try readBracketArithmetic(c),
        '(' => if (!try readParenthesisedArithmetic(c)) try readSubstitution(c, false),
        else => return null,
    }
    return .unknown(quoted);
}

/// A shell name, with line continuations removed, and where it ends.
pub const ScannedName = struct { text: []const u8, end: usize };

/// The name at an offset; null where none starts.
pub fn scanName(arena: Allocator, text: []const u8, from: usize) Allocator.Error!?ScannedName {
    if (!bytes.isNameStart(bytes.byteAt(text, from) orelse return null)) return null;
    var name: []const u8 = "";
    var start = from;
    while (true) {
        const end = bytes.endOfRun(text, start, bytes.isNameByte);
        const more = text[start..end];
        name = if (name.len == 0) more else try std.mem.concat(arena, u8, &.{ name, more });
        if (bytes.byteAt(text, end) != '\\' or bytes.byteAt(text, end + 1) != '\n') return .{ .text = name, .end = end };
        start = end + 2;
    }
}

/// The offset behind modifiers that zsh takes after a bare name (zshexpn(1), Modifiers), with whatever letters follow.
fn modifiersEnd(text: []const u8, from: usize) usize {
    var end = from;
    while (bytes.byteAt(text, end) == ':' and bytes.isOneOf(bytes.byteAt(text, end + 1), "aAcehlpPqQrtuwWx&gF")) {
        end = bytes.endOfRun(text, end + 2, bytes.isLetter);
    }
    return end;
}

fn bareVariable(c: *Cursor, name: []const u8, end: usize, quoted: bool) Allocator.Error!Piece {
    const start = c.at;
    c.at = end;
    // zsh takes a subscript, which is arithmetic, and can replace text in the value.
    if (c.startsWith("[") or c.startsWith(":s") or c.startsWith(":gs")) try c.note(.dialect, c.span(start, end));
    c.at = modifiersEnd(c.text, end);
    if (c.at == end) return variable(name, quoted);
    // With modifiers the value is as little known as without; to other shells they are text after it.
    return .unknown(quoted and !bytes.equal(name, "@"));
}

/// The piece that a variable is.
pub fn variable(name: []const u8, quoted: bool) Piece {
    if (bytes.equal(name, "HOME")) return .{ .place = .{ .of = .home, .splits = !quoted } };
    if (bytes.equal(name, "PWD")) return .{ .place = .{ .of = .pwd, .splits = !quoted } };
    const is_parameter = name.len == 1 and (bytes.isDigit(name[0]) or name[0] == '@' or name[0] == '*');
    const parameter = if (is_parameter) name[0] else null;
    return if (quoted and !bytes.equal(name, "@")) .{ .one = parameter } else .{ .many = parameter };
}

/// Reads `$((…))`; false where it is a substitution that starts with a subshell.
fn readParenthesisedArithmetic(c: *Cursor) Allocator.Error!bool {
    const inner = c.continued(c.continued(c.at + 1) + 1);
    if (bytes.byteAt(c.text, inner) != '(') return false;
    const end = arithmetic.arithmeticEnd(c.text, inner + 1) orelse return false;
    c.at = inner + 1;
    try arithmetic.readArithmetic(c, end);
    if (!c.halted()) c.at = end + 2;
    return true;
}

/// Reads `$[…]`, the old spelling of arithmetic; a literal text and a glob to shells that do not know it.
fn readBracketArithmetic(c: *Cursor) Allocator.Error!void {
    const start = c.continued(c.at + 1) + 1;
    c.at = start;
    _ = try skim(c, ']', .{ .quoted = true, .quotes = false });
    if (!c.halted()) try arithmetic.noteArithmetic(c, start, c.at - 1);
}
