//! Redirections.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const shell = @import("shell_types.zig");
const Cursor = @import("shell_cursor.zig").Cursor;
const InputSource = @import("shell_scopes.zig").InputSource;
const readHereDocument = @import("shell_here_documents.zig").readHereDocument;
const words = @import("shell_words.zig");

/// What a redirection operator is followed by, and what it opens it for.
const Operator = enum {
    read,
    write,
    both,
    /// A here-string, and a here-document: they name no file.
    text,
    document,

    const by_sign: std.StaticStringMap(Operator) = .initComptime(.{
        .{ "<", .read },
        .{ "<&", .read },
        .{ "<>", .both },
        .{ "<<", .document },
        .{ "<<-", .document },
        .{ "<<<", .text },
        .{ ">", .write },
        .{ ">>", .write },
        .{ ">|", .write },
        .{ ">&", .write },
        .{ "&>", .write },
        .{ "&>>", .write },
    });
};

const longest_operator = 3;

/// Whether a redirection starts here: an operator, and not the start of `<(…)`, `>(…)` or `&&`.
pub fn startsRedirection(c: *const Cursor) bool {
    return switch (c.here() orelse return false) {
        '&' => c.peek(1) == '>',
        '<', '>' => c.peek(1) != '(',
        else => false,
    };
}

/// What was read: the redirection where a file is named, and what it makes of standard input where it does not leave that alone.
pub const Found = struct {
    redirection: ?shell.Redirection = null,
    input: ?*InputSource = null,
};

/// Reads the redirection whose operator stands at the cursor, and which starts at an offset: that of its descriptor, or of the
/// operator. Where the reading stops in it, what was read is kept.
pub fn readRedirection(c: *Cursor, start: usize) Allocator.Error!Found {
    const arena = c.reading.arena;
    const descriptor = bytes.between(c.text, start, c.at);
    const sign = try readOperator(c);
    try c.skipBlank(false);
    if (bytes.endsAt(c.here(), "\n;&|<>()#") and !c.startsProcess()) {
        try c.stop(.syntax_error, start);
        return .{};
    }
    const input = if (sign[0] == '<' and (descriptor.len == 0 or bytes.equal(descriptor, "0"))) try arena.create(InputSource) else null;
    if (input) |made| made.* = .{};
    const operator = Operator.by_sign.get(sign).?;
    if (operator == .document) {
        try readHereDocument(c, start, bytes.equal(sign, "<<-"), input);
        return .{ .input = input };
    }
    const target = try readTarget(c, sign);
    const direction: shell.Direction = switch (operator) {
        .read => .read,
        .write => .write,
        .both => .both,
        .text, .document => {
            if (input) |made| if (!c.halted()) {
                const pieces = try std.mem.concat(arena, shell.Piece, &.{ target.pieces, &.{.{ .literal = "\n" }} });
                made.word = try shell.wordOf(arena, pieces, target.source, target.span);
            };
            return .{ .input = input };
        },
    };
    if (duplicates(sign, target)) return .{ .input = input };
    return .{ .redirection = .{ .direction = direction, .target = target }, .input = input };
}

/// Whether an operator and its word duplicate or close a descriptor.
fn duplicates(sign: []const u8, target: *const shell.Word) bool {
    const is_read = bytes.equal(sign, "<&");
    if (!is_read and !bytes.equal(sign, ">&")) return false;
    const text = target.literal() orelse return is_read;
    const end = bytes.endOfRun(text, 0, bytes.isDigit);
    return bytes.equal(text, "-") or (end > 0 and (end == text.len or bytes.equal(text[end..], "-")));
}

/// Reads the longest operator here, past line continuations in it.
fn readOperator(c: *Cursor) Allocator.Error![]const u8 {
    const arena = c.reading.arena;
    var sign: std.ArrayList(u8) = .empty;
    var length: usize = 0;
    var end = c.at;
    var at = c.at;
    while (sign.items.len < longest_operator and at < c.text.len) : (at = c.continued(at + 1)) {
        try sign.append(arena, c.text[at]);
        if (!Operator.by_sign.has(sign.items) and !bytes.equal(sign.items, "&")) break;
        length = sign.items.len;
        end = at + 1;
    }
    c.at = end;
    return sign.items[0..length];
}

/// Reads the word after an operator: always one, so a brace list in it is an error or text.
fn readTarget(c: *Cursor, sign: []const u8) Allocator.Error!*const shell.Word {
    const arena = c.reading.arena;
    const start = c.at;
    // zsh takes `>!` for `>|`.
    if (c.here() == '!' and bytes.isOneOf('>', sign)) try c.note(.dialect, c.span(start, start + 1));
    const found = try words.readWord(c, .plain);
    if (found.words.len == 1) return found.words[0];
    return shell.wordOf(arena, try shell.onePiece(arena, .unknown(false)), found.source, c.span(start, found.end));
}
