//! The pieces of a word while it is read.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const OpaqueCode = @import("codes.zig").OpaqueCode;
const Piece = @import("shell_types.zig").Piece;
const oddCharacter = @import("shell_characters.zig").oddCharacter;

/// Gathers the pieces of a word while it is read, with the signs of brace lists among them; literal text that stands side by side
/// becomes one piece.
pub const PieceList = struct {
    arena: Allocator,
    /// Everything so far is unquoted literal text.
    plain: bool = true,
    /// How many bytes of the first literal piece are unquoted; null while that may still grow.
    unquoted_bytes: ?usize = null,
    /// The first reason to distrust a character.
    odd: ?OpaqueCode = null,
    parts: std.ArrayList(Piece) = .empty,
    /// The literal text that was added last, with nothing after it; null where there is none.
    literal: ?std.ArrayList(u8) = null,

    /// An empty list.
    pub fn init(arena: Allocator) PieceList {
        return .{ .arena = arena };
    }

    /// How many bytes of the first literal piece are unquoted.
    pub fn unquoted(list: *const PieceList) usize {
        if (list.unquoted_bytes) |count| return count;
        return if (list.parts.items.len == 0) list.lastLiteral().len else 0;
    }

    /// The literal text that was added last, with nothing after it.
    pub fn lastLiteral(list: *const PieceList) []const u8 {
        return if (list.literal) |text| text.items else "";
    }

    /// Adds text outside of quotes.
    pub fn addUnquoted(list: *PieceList, text: []const u8) Allocator.Error!void {
        list.check(text, false);
        try list.addLiteral(text);
    }

    /// Adds quoted text; the empty text too makes a word.
    pub fn addQuoted(list: *PieceList, text: []const u8) Allocator.Error!void {
        list.unquoted_bytes = list.unquoted();
        list.plain = false;
        list.check(text, true);
        try list.addLiteral(text);
    }

    fn addLiteral(list: *PieceList, text: []const u8) Allocator.Error!void {
        if (list.literal == null) list.literal = .empty;
        try list.literal.?.appendSlice(list.arena, text);
    }

    /// Adds a piece that is no literal text.
    pub fn push(list: *PieceList, part: Piece) Allocator.Error!void {
        list.unquoted_bytes = list.unquoted();
        list.plain = false;
        try list.flush();
        try list.parts.append(list.arena, part);
    }

    /// Looks at text that is not part of the pieces.
    pub fn check(list: *PieceList, text: []const u8, quoted: bool) void {
        if (list.odd == null) list.odd = oddCharacter(text, quoted);
    }

    /// How many parts there are so far; a place to fold from or to.
    pub fn mark(list: *PieceList) Allocator.Error!usize {
        list.unquoted_bytes = list.unquoted();
        try list.flush();
        return list.parts.items.len;
    }

    /// All parts; ends the adding.
    pub fn finish(list: *PieceList) Allocator.Error![]const Piece {
        _ = try list.mark();
        return list.parts.items;
    }

    fn flush(list: *PieceList) Allocator.Error!void {
        const text = list.literal orelse return;
        try list.parts.append(list.arena, .{ .literal = text.items });
        list.literal = null;
    }
};

/// The bytes of the character at an offset: a whole scalar value, or one byte where the text is cut.
pub fn characterAt(text: []const u8, at: usize) []const u8 {
    const length = if (bytes.decodeScalar(text, at)) |scalar| scalar.length else 1;
    return bytes.between(text, at, at + length);
}
