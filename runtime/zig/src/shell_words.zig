//! Words.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const shell = @import("shell_types.zig");
const types = @import("types.zig");
const Cursor = @import("shell_cursor.zig").Cursor;
const PieceList = @import("shell_pieces.zig").PieceList;
const arrays = @import("shell_arrays.zig");
const characterAt = @import("shell_pieces.zig").characterAt;
const expansions = @import("shell_expansions.zig");
const folds = @import("shell_folds.zig");
const noteArithmetic = @import("shell_arithmetic.zig").noteArithmetic;
const quotes = @import("shell_quotes.zig");
const readAnsi = @import("shell_ansi.zig").readAnsi;
const readExtendedGlob = @import("shell_extended_globs.zig").readExtendedGlob;
const skim = @import("shell_skim.zig").skim;
const substitutions = @import("shell_substitutions.zig");

const Piece = shell.Piece;

/// A word, or the part of it before something at which the reading stopped.
pub const WordReading = struct {
    /// The words that it stands for: several or none where it holds brace lists, else one.
    words: shell.Words,
    /// What it assigns, where it stands before a program.
    assignment: ?shell.Assignment,
    /// The whole word is unquoted literal text: only then it can be a descriptor number or the name of a function.
    plain: bool,
    /// How many bytes of the first literal piece are unquoted.
    unquoted: usize,
    source: []const u8,
    end: usize,
};

/// What a word may be where it stands.
pub const WordPlace = struct {
    /// It may be an assignment: it stands before a program.
    assigns: bool = false,
    /// It may hold the list of an array after NAME=, with such keys: the command declares variables.
    declares: ?arrays.Keys = null,

    pub const plain: WordPlace = .{};
};

/// Reads the word that starts at the cursor; the caller has skipped blanks and operators, so there is one. The programs in it are
/// read on the way.
pub fn readWord(c: *Cursor, place: WordPlace) Allocator.Error!WordReading {
    c.reading.budget.takeNodes(1);
    var reader: WordReader = .{
        .cursor = c,
        .place = place,
        .start = c.at,
        .value_from = c.at,
        .pieces = .init(c.reading.arena),
    };
    return reader.read();
}

const WordReader = struct {
    cursor: *Cursor,
    place: WordPlace,
    start: usize,
    pieces: PieceList,
    in_braces: bool = false,
    brackets: folds.Brackets = .{},
    /// The variable that is assigned; null in a word that is no assignment.
    assigned: ?Assigned = null,
    value_from: usize,
    /// Whether the word starts like an assignment, once that is asked for.
    like_assignment: ?bool = null,

    const Assigned = struct { name: []const u8, append: bool };

    fn read(reader: *WordReader) Allocator.Error!WordReading {
        const c = reader.cursor;
        const arena = c.reading.arena;
        if (reader.place.assigns) try reader.readAssigned();
        while (!c.halted()) {
            if (!try reader.step()) break;
        }
        const parts = try reader.pieces.finish();
        const source = bytes.between(c.text, reader.value_from, c.at);
        const place = c.span(reader.start, c.at);
        if (reader.pieces.odd) |code| try c.note(code, place);
        const folded = try folds.foldParts(arena, parts, reader.brackets);
        const whole = if (folded.unexpanded) |pieces| try reader.finished(pieces, source, place, null) else null;
        const words = try arena.alloc(*const shell.Word, folded.words.len);
        for (words, folded.words) |*word, pieces| word.* = try reader.finished(pieces, source, place, whole);
        var assignment: ?shell.Assignment = null;
        if (reader.assigned) |assigned| {
            const value = try assignedValue(arena, words, source, place);
            assignment = .{ .name = assigned.name, .append = assigned.append, .value = value };
        }
        return .{
            .words = words,
            .assignment = assignment,
            .plain = reader.pieces.plain and reader.assigned == null and words.len > 0 and words[0].literal() != null,
            .unquoted = reader.pieces.unquoted(),
            .source = source,
            .end = c.at,
        };
    }

    /// A word of these pieces; where the reading stopped, its rest is unknown.
    fn finished(
        reader: *const WordReader,
        pieces: []const Piece,
        source: []const u8,
        place: types.Span,
        whole: ?*const shell.Word,
    ) Allocator.Error!*const shell.Word {
        const arena = reader.cursor.reading.arena;
        const all = if (reader.cursor.halted()) try std.mem.concat(arena, Piece, &.{ pieces, &.{.unknown(false)} }) else pieces;
        return shell.keepWord(arena, .{ .pieces = all, .source = source, .span = place, .unexpanded = whole });
    }

    /// Reads `NAME=`, `NAME+=` and `NAME[…]=` at the start of the word: only what follows is the word then.
    fn readAssigned(reader: *WordReader) Allocator.Error!void {
        const c = reader.cursor;
        const name = try expansions.scanName(c.reading.arena, c.text, c.at) orelse return;
        c.at = name.end;
        const subscripted = c.here() == '[' and bytes.indexFrom(c.text, "]", c.at) != null;
        if (subscripted) try reader.readSubscript();
        if (c.halted()) return;
        const is_append = c.here() == '+';
        const equals = c.continued(if (is_append) c.at + 1 else c.at);
        if (bytes.byteAt(c.text, equals) == '=') {
            if (subscripted) try noteArithmetic(c, name.end + 1, c.at - 1);
            c.at = c.continued(equals + 1);
            reader.value_from = c.at;
            reader.assigned = .{ .name = name.text, .append = is_append };
            reader.pieces = .init(c.reading.arena);
            // In a value, braces and globs are text.
            if (c.here() == '(') {
                try reader.readArray(.arithmetic);
            } else if (endsWord(c.here())) {
                try reader.pieces.addQuoted("");
            }
            return;
        }
        try reader.pieces.addUnquoted(name.text);
        if (!subscripted) return;
        // A glob after all.
        reader.brackets.first = try reader.pieces.mark();
        try reader.pieces.push(.{ .glob = .bracket });
        reader.brackets.last = try reader.pieces.mark();
    }

    /// Passes over a subscript; other shells end the word at a blank or an operator in it.
    fn readSubscript(reader: *WordReader) Allocator.Error!void {
        const c = reader.cursor;
        const start = c.at;
        c.at += 1;
        _ = try skim(c, ']', .{ .quoted = false, .quotes = true });
        const text = bytes.between(c.text, start, c.at);
        if (std.mem.findAny(u8, text, " \t\n;&|<>") != null) try c.note(.dialect, c.span(start, c.at));
    }

    /// Reads one element; false at the end of the word.
    fn step(reader: *WordReader) Allocator.Error!bool {
        const c = reader.cursor;
        const end = if (reader.in_braces)
            bytes.endOfRun(c.text, c.at, isOrdinaryInBraces)
        else
            bytes.endOfRun(c.text, c.at, isOrdinary);
        if (end > c.at) {
            try reader.pieces.addUnquoted(c.text[c.at..end]);
            c.at = end;
        }
        if (endsWord(c.here())) return reader.readAtEnd();
        switch (c.text[c.at]) {
            '\\' => try reader.readBackslash(),
            '\'' => try quotes.readSingleQuoted(c, &reader.pieces),
            '"' => try quotes.readDoubleQuoted(c, &reader.pieces),
            '$' => try reader.readDollar(),
            '`' => {
                try substitutions.readBackticks(c, false);
                try reader.pieces.push(.unknown(false));
            },
            '~' => try reader.readTilde(),
            '*' => try reader.readStar(),
            '?' => try reader.addGlob(.any, 1),
            ']' => {
                try reader.addCharacter();
                reader.brackets.last = try reader.pieces.mark();
            },
            '[' => {
                if (reader.brackets.first == null) reader.brackets.first = try reader.pieces.mark();
                try reader.addCharacter();
            },
            '{', ',', '}' => |sign| {
                if (!try reader.addSign(sign)) try reader.addCharacter();
            },
            else => try reader.addCharacter(),
        }
        return true;
    }

    fn addCharacter(reader: *WordReader) Allocator.Error!void {
        const character = characterAt(reader.cursor.text, reader.cursor.at);
        try reader.pieces.addUnquoted(character);
        reader.cursor.at += character.len;
    }

    /// At a character that ends words, unless it starts something that belongs to one; false where the word ends.
    fn readAtEnd(reader: *WordReader) Allocator.Error!bool {
        const c = reader.cursor;
        if (c.startsProcess()) {
            try substitutions.readSubstitution(c, true);
            try reader.pieces.push(.unknown(true));
            return true;
        }
        if (c.here() != '(' or c.at == reader.start) return false;
        if (bytes.isOneOf(c.text[c.at - 1], "?*+@!")) {
            try readExtendedGlob(c);
            try reader.pieces.push(.unknown(false));
            return true;
        }
        const keys = reader.place.declares orelse return false;
        const written = reader.pieces.lastLiteral();
        if (!reader.pieces.plain or !startsLikeAssignment(written) or !std.mem.endsWith(u8, written, "=")) return false;
        try reader.readArray(keys);
        return true;
    }

    fn readArray(reader: *WordReader, keys: arrays.Keys) Allocator.Error!void {
        try arrays.readArray(reader.cursor, keys);
        try reader.pieces.push(.unknown(true));
    }

    /// Adds a sign of a brace list; false where it is text.
    fn addSign(reader: *WordReader, sign: u8) Allocator.Error!bool {
        if (reader.assigned != null or (sign != '{' and !reader.in_braces)) return false;
        reader.in_braces = true;
        try reader.pieces.push(.{ .sign = sign });
        reader.cursor.at += 1;
        return true;
    }

    fn readBackslash(reader: *WordReader) Allocator.Error!void {
        const c = reader.cursor;
        const escaped = characterAt(c.text, c.at + 1);
        // A backslash at the very end is kept by some shells and dropped by others.
        if (escaped.len == 0) {
            try c.stop(.dialect, c.at);
        } else if (escaped[0] != '\n') {
            try reader.pieces.addQuoted(escaped);
        }
        c.at += 1 + escaped.len;
    }

    fn readDollar(reader: *WordReader) Allocator.Error!void {
        const c = reader.cursor;
        const next = c.peek(1);
        if (next == '\'') return reader.readAnsiText();
        if (next == '"') {
            const start = c.at;
            c.at = c.continued(start + 1);
            try quotes.readDoubleQuoted(c, &reader.pieces);
            return c.note(.locale_text, c.span(start, c.at));
        }
        if (try expansions.readExpansion(c, false)) |found| return reader.pieces.push(found);
        try reader.pieces.addUnquoted("$");
        c.at += 1;
    }

    fn readAnsiText(reader: *WordReader) Allocator.Error!void {
        const c = reader.cursor;
        const ansi = try readAnsi(c.reading.arena, c.text, c.continued(c.at + 1) + 1) orelse {
            return c.stop(.unterminated_quote, c.at);
        };
        reader.pieces.check(c.text[c.at..ansi.end], true);
        try reader.pieces.push(if (ansi.text) |text| .{ .ansi = text } else .unknown(true));
        c.at = ansi.end;
    }

    fn readTilde(reader: *WordReader) Allocator.Error!void {
        const c = reader.cursor;
        const at_start = c.at == reader.value_from;
        if (!at_start and !reader.expandsTilde()) {
            try reader.pieces.addUnquoted("~");
            c.at += 1;
            return;
        }
        const end = bytes.endOfRun(c.text, c.at + 1, isUserByte);
        const has_user = end > c.at + 1;
        c.at = end;
        // Quoted or odd text after the tilde may or may not be a user's name.
        const is_home = !has_user and at_start and reader.assigned == null and (c.here() == '/' or endsWord(c.here()));
        try reader.pieces.push(if (is_home) .{ .place = .{ .of = .home } } else .unknown(true));
    }

    /// Whether a tilde inside of a word is expanded, by some shell.
    fn expandsTilde(reader: *WordReader) bool {
        return switch (reader.cursor.text[reader.cursor.at - 1]) {
            ':', '=' => reader.isAssignment(),
            '{', ',' => reader.in_braces,
            else => false,
        };
    }

    /// Whether the word starts like an assignment; asked for each tilde, so it is found out once.
    fn isAssignment(reader: *WordReader) bool {
        if (reader.assigned != null) return true;
        const known = reader.like_assignment orelse
            startsLikeAssignment(bytes.between(reader.cursor.text, reader.start, reader.cursor.at));
        reader.like_assignment = known;
        return known;
    }

    fn readStar(reader: *WordReader) Allocator.Error!void {
        const c = reader.cursor;
        const length = bytes.endOfRun(c.text, c.at, isStar) - c.at;
        try reader.addGlob(if (length > 1) .deep else .star, length);
    }

    fn addGlob(reader: *WordReader, symbol: shell.GlobSymbol, length: usize) Allocator.Error!void {
        const c = reader.cursor;
        const end = c.at + length;
        if (reader.assigned != null) {
            try reader.pieces.addUnquoted(bytes.between(c.text, c.at, end));
        } else if (bytes.byteAt(c.text, end) != '(') {
            try reader.pieces.push(.{ .glob = symbol });
        }
        c.at = end;
    }
};

fn endsWord(character: ?u8) bool {
    return switch (character orelse return true) {
        ' ', '\t', '\n', ';', '&', '|', '<', '>', '(', ')' => true,
        else => false,
    };
}

/// Whether a byte stands for itself in an unquoted word.
fn isOrdinary(character: u8) bool {
    return switch (character) {
        'a'...'z', 'A'...'Z', '0'...'9', '_', '-', '.', '/', ':', '=', '@', '%', '+', ',', '^', '!', '#', 0x80...0xff => true,
        else => false,
    };
}

/// The same where braces are open.
fn isOrdinaryInBraces(character: u8) bool {
    return character != ',' and isOrdinary(character);
}

fn isStar(character: u8) bool {
    return character == '*';
}

fn isUserByte(character: u8) bool {
    return bytes.isNameByte(character) or bytes.isOneOf(character, ".+-");
}

/// Whether a text starts with NAME= or NAME+=.
fn startsLikeAssignment(text: []const u8) bool {
    const end = bytes.nameEnd(text, 0);
    if (end == 0) return false;
    return bytes.byteAt(text, if (bytes.byteAt(text, end) == '+') end + 1 else end) == '=';
}

/// The value of an assignment: known bytes, or not known at all.
fn assignedValue(arena: Allocator, words: shell.Words, source: []const u8, place: types.Span) Allocator.Error!*const shell.Word {
    const text = if (words.len == 1) words[0].literal() else null;
    return shell.wordOf(arena, try shell.onePiece(arena, if (text) |known| .{ .literal = known } else .unknown(true)), source, place);
}
