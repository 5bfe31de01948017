//! `${…}`.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const shell = @import("shell_types.zig");
const Cursor = @import("shell_cursor.zig").Cursor;
const expansions = @import("shell_expansions.zig");
const noteArithmetic = @import("shell_arithmetic.zig").noteArithmetic;
const skim = @import("shell_skim.zig").skim;

const special_parameters = "@*#?$!-";

/// Reads `${…}` from its `$`: a parameter, a subscript and an operator (bash(1), EXPANSION, Parameter Expansion). What is not in
/// this list evaluates text again in some shell, or is an error.
pub fn readParameter(c: *Cursor, quoted: bool) Allocator.Error!shell.Piece {
    var reader: ParameterReader = .{ .cursor = c, .quoted = quoted, .start = c.at, .piece = .unknown(quoted) };
    try reader.read();
    return reader.piece;
}

const ParameterReader = struct {
    cursor: *Cursor,
    quoted: bool,
    start: usize,
    piece: shell.Piece,

    fn read(reader: *ParameterReader) Allocator.Error!void {
        const c = reader.cursor;
        c.at = c.continued(c.continued(c.at + 1) + 1);
        // `${#x}` is a length and `${!x}` reads the variable that x names, but `${#}` and `${#-y}` are about `$#`.
        const prefix = if (bytes.isOneOf(c.here(), "#!") and reader.prefixes()) c.here() else null;
        if (prefix != null) c.at = c.continued(c.at + 1);
        const name = try reader.readName();
        if (name.len == 0) return reader.unknown();
        const subscript = if (c.here() == '[') try reader.readSubscript() else "";
        if (c.halted()) return;
        if (prefix == '#') {
            if (c.here() != '}') return reader.unknown();
            c.at += 1;
            return;
        }
        if (prefix == '!') {
            try reader.readIndirect(subscript);
        } else if (subscript.len == 0 and c.here() == '}') {
            reader.piece = expansions.variable(name, reader.quoted);
        }
        if (bytes.equal(name, "@") or bytes.equal(subscript, "@")) reader.piece = .unknown(false);
        try reader.readOperator(name);
    }

    /// Whether the sign here stands before a parameter and is not itself the parameter.
    fn prefixes(reader: *const ParameterReader) bool {
        const c = reader.cursor;
        const at = c.continued(c.at + 1);
        const next = bytes.byteAt(c.text, at) orelse return false;
        if (bytes.isNameByte(next)) return true;
        return bytes.isOneOf(next, special_parameters) and bytes.byteAt(c.text, c.continued(at + 1)) == '}';
    }

    /// Reads the name of the parameter; empty where there is none.
    fn readName(reader: *ParameterReader) Allocator.Error![]const u8 {
        const c = reader.cursor;
        if (try expansions.scanName(c.reading.arena, c.text, c.at)) |name| {
            c.at = name.end;
            return name.text;
        }
        const start = c.at;
        c.at = bytes.endOfRun(c.text, c.at, bytes.isDigit);
        if (c.at == start and bytes.isOneOf(c.here(), special_parameters)) c.at += 1;
        return bytes.between(c.text, start, c.at);
    }

    /// Reads `[…]`: an index, which is arithmetic, or all elements.
    fn readSubscript(reader: *ParameterReader) Allocator.Error![]const u8 {
        const c = reader.cursor;
        const start = c.at + 1;
        c.at = start;
        _ = try skim(c, ']', .{ .quoted = true, .quotes = false });
        if (c.halted()) return "";
        const text = bytes.between(c.text, start, c.at - 1);
        if (!isAll(text)) try noteArithmetic(c, start, c.at - 1);
        return text;
    }

    /// Reads `${!x}`: the names of variables and the indices of an array are only listed, everything else is read again.
    fn readIndirect(reader: *ParameterReader, subscript: []const u8) Allocator.Error!void {
        const c = reader.cursor;
        if (c.startsWith("*}") or c.startsWith("@}")) {
            if (c.here() == '@') reader.piece = .unknown(false);
            c.at += 1;
        } else if (!isAll(subscript) or c.here() != '}') {
            try reader.note();
        }
    }

    fn readOperator(reader: *ParameterReader, name: []const u8) Allocator.Error!void {
        const c = reader.cursor;
        const operator = c.here() orelse return reader.unknown();
        const sign = if (operator == ':') bytes.byteAt(c.text, c.at + 1) else operator;
        if (bytes.isOneOf(sign, "-=?+")) {
            if (sign == '=') {
                try c.reading.variables.append(c.reading.arena, .{ .name = name, .span = c.span(reader.start, c.at) });
            }
            c.at += if (operator == ':') 2 else 1;
            return reader.skimWord();
        }
        switch (operator) {
            '}' => c.at += 1,
            ':' => {
                const from = c.at + 1;
                c.at = from;
                _ = try skim(c, '}', .{ .quoted = true, .quotes = false });
                if (!c.halted()) try noteArithmetic(c, from, c.at - 1);
            },
            '#', '%', '/', '^', ',' => {
                c.at += 1;
                _ = try skim(c, '}', .{ .quoted = reader.quoted, .quotes = true });
            },
            else => try reader.unknown(),
        }
    }

    /// Reads an operator that evaluates text again, or that is none.
    fn unknown(reader: *ParameterReader) Allocator.Error!void {
        try reader.note();
        try reader.skimWord();
    }

    /// Passes over the word of an operator, up to and past the closing brace.
    fn skimWord(reader: *ParameterReader) Allocator.Error!void {
        const several = try skim(reader.cursor, '}', .{ .quoted = reader.quoted, .quotes = !reader.quoted });
        if (several) reader.piece = .unknown(false);
    }

    fn note(reader: *const ParameterReader) Allocator.Error!void {
        const c = reader.cursor;
        try c.note(.parameter_expansion, c.span(reader.start, c.at));
    }
};

/// Whether a subscript stands for all elements.
fn isAll(subscript: []const u8) bool {
    return bytes.equal(subscript, "@") or bytes.equal(subscript, "*");
}
