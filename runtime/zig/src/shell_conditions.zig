//! `[[ … ]]`.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const shell = @import("shell_types.zig");
const Cursor = @import("shell_cursor.zig").Cursor;
const words = @import("shell_words.zig");

/// Reads `[[ … ]]` from after `[[` to after `]]`: words that are compared and not executed (bash(1), SHELL GRAMMAR, Compound
/// Commands).
pub fn readCondition(c: *Cursor) Allocator.Error!void {
    const reader: ConditionReader = .{ .cursor = c };
    try reader.readExpression();
    if (c.halted()) return;
    const closing = try c.plainWord();
    if (!closing.is("]]")) return c.stop(.syntax_error, c.at);
    c.at = closing.end;
}

/// What an operator between two words compares.
const Comparison = enum {
    pattern,
    numbers,
    texts,

    const by_sign: std.StaticStringMap(Comparison) = .initComptime(.{
        .{ "=~", .pattern },
        .{ "-eq", .numbers },
        .{ "-ne", .numbers },
        .{ "-lt", .numbers },
        .{ "-le", .numbers },
        .{ "-gt", .numbers },
        .{ "-ge", .numbers },
        .{ "=", .texts },
        .{ "==", .texts },
        .{ "!=", .texts },
        .{ "-nt", .texts },
        .{ "-ot", .texts },
        .{ "-ef", .texts },
    });
};

const ConditionReader = struct {
    cursor: *Cursor,

    /// Reads terms joined by `&&` and `||`; the cursor is then at what ends them.
    fn readExpression(reader: ConditionReader) Allocator.Error!void {
        const c = reader.cursor;
        while (true) {
            try reader.readTerm();
            try c.skipBlank(true);
            if (c.halted() or !(c.startsWith("&&") or c.startsWith("||"))) return;
            c.at += 2;
        }
    }

    fn readTerm(reader: ConditionReader) Allocator.Error!void {
        const c = reader.cursor;
        try c.skipBlank(true);
        while (try c.skipPlain("!")) try c.skipBlank(true);
        if (c.halted()) return;
        if (c.here() != '(') return reader.readTest();
        const start = c.at;
        c.at += 1;
        {
            const readable = c.reading.descend();
            defer c.reading.ascend();
            if (readable) try reader.readExpression();
        }
        if (c.halted()) return;
        if (c.here() != ')') return c.stop(.syntax_error, start);
        c.at += 1;
    }

    /// Reads one word, an operator and a word, or a word, an operator and a word.
    fn readTest(reader: ConditionReader) Allocator.Error!void {
        const c = reader.cursor;
        const first = try reader.readOperand() orelse return;
        if (c.halted() or try reader.ends()) return;
        if (bytes.isOneOf(c.here(), "<>")) {
            // A redirection to shells without `[[`.
            try c.note(.dialect, c.span(c.at, c.at + 1));
            c.at += 1;
            _ = try reader.readOperand();
            return;
        }
        const operator = try reader.readOperand() orelse return;
        if (c.halted()) return;
        if (!isUnaryTest(first.text())) return reader.readComparison(first, operator);
        // `-v` evaluates the subscript of what it tests.
        const tested = operator.text();
        const is_name = tested.len > 0 and bytes.endOfRun(tested, 0, bytes.isNameByte) == tested.len;
        if (first.is("-v") and !is_name) try reader.note(operator);
    }

    fn readComparison(reader: ConditionReader, first: *const shell.Word, operator: *const shell.Word) Allocator.Error!void {
        const comparison = Comparison.by_sign.get(operator.text()) orelse {
            return reader.cursor.stop(.syntax_error, reader.cursor.at);
        };
        switch (comparison) {
            .pattern => try reader.readPattern(),
            .texts => _ = try reader.readOperand(),
            // Both sides are arithmetic.
            .numbers => {
                const second = try reader.readOperand();
                try reader.noteNumber(first);
                if (second) |side| try reader.noteNumber(side);
            },
        }
    }

    /// Whether the test ends here.
    fn ends(reader: ConditionReader) Allocator.Error!bool {
        const c = reader.cursor;
        return c.here() == ')' or c.startsWith("&&") or c.startsWith("||") or (try c.plainWord()).is("]]");
    }

    /// Reads a word; the blanks after it are skipped, so that a newline may end a test but not split it. Null where none stands
    /// here and the reading stopped.
    fn readOperand(reader: ConditionReader) Allocator.Error!?*const shell.Word {
        const c = reader.cursor;
        const arena = c.reading.arena;
        try c.skipBlank(false);
        const from = c.at;
        if (try reader.ends()) {
            try c.stop(.syntax_error, from);
            return null;
        }
        const found = try words.readWord(c, .plain);
        if (found.end == from) try c.stop(.syntax_error, from);
        try c.skipBlank(false);
        if (found.words.len == 1) return found.words[0];
        // Nothing is split here, and braces are text.
        return try shell.wordOf(arena, try shell.onePiece(arena, .unknown(true)), found.source, c.span(from, found.end));
    }

    /// Reads the regular expression after `=~`: parentheses and bars belong to it, blanks only inside of parentheses.
    fn readPattern(reader: ConditionReader) Allocator.Error!void {
        const c = reader.cursor;
        const start = c.at;
        var depth: usize = 0;
        while (!c.halted()) {
            const character = c.here() orelse '\n';
            if (character == '\n') {
                if (depth > 0) try c.stop(.syntax_error, start);
                return;
            }
            if (depth == 0 and bytes.isOneOf(character, " \t)&")) return;
            if (!bytes.isOneOf(character, "(|)<>&; \t")) {
                _ = try words.readWord(c, .plain);
                continue;
            }
            if (character == '(') depth += 1;
            if (character == ')') depth -= 1;
            c.at += 1;
        }
    }

    /// Notes a side that is not a plain number.
    fn noteNumber(reader: ConditionReader, side: *const shell.Word) Allocator.Error!void {
        const text = side.text();
        const digits = if (bytes.isOneOf(bytes.byteAt(text, 0), "+-")) text[1..] else text;
        if (digits.len == 0 or bytes.endOfRun(digits, 0, bytes.isDigit) < digits.len) try reader.note(side);
    }

    fn note(reader: ConditionReader, word: *const shell.Word) Allocator.Error!void {
        try reader.cursor.note(.arithmetic, word.span);
    }
};

fn isUnaryTest(sign: []const u8) bool {
    return sign.len == 2 and sign[0] == '-' and bytes.isOneOf(sign[1], "abcdefghknoprstuvwxzGLNORS");
}
