//! Words looked at by their start, cut, and filled.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const shell = @import("shell_types.zig");

const Piece = shell.Piece;
const Word = shell.Word;

/// The literal start of a word; empty where it starts with something unknown.
pub fn headOf(word: *const Word) []const u8 {
    if (word.pieces.len == 0) return "";
    return word.pieces[0].literalText() orelse "";
}

/// Whether a word may be none or several.
pub fn splits(word: *const Word) bool {
    for (word.pieces) |piece| {
        if (piece == .glob or piece.holdsBorder()) return true;
    }
    return false;
}

/// Whether a word may hold the border of two words.
pub fn holdsBorder(word: *const Word) bool {
    for (word.pieces) |piece| {
        if (piece.holdsBorder()) return true;
    }
    return false;
}

/// A word without the first bytes of its first literal piece.
pub fn cutWord(arena: Allocator, word: *const Word, from: usize) Allocator.Error!*const Word {
    const pieces = try arena.dupe(Piece, word.pieces);
    if (pieces.len > 0) switch (pieces[0]) {
        .literal => |text| pieces[0] = .{ .literal = bytes.after(text, from) },
        else => {},
    };
    return shell.wordOf(arena, pieces, word.source, word.span);
}

/// A word in which each of some texts stands for something that is not known.
pub fn replaceIn(arena: Allocator, word: *const Word, texts: []const []const u8, filler: Piece) Allocator.Error!*const Word {
    var pieces = word.pieces;
    var replaced = false;
    for (texts) |text| {
        const has_text = for (pieces) |piece| {
            if (std.mem.find(u8, piece.literalText() orelse continue, text) != null) break true;
        } else false;
        if (!has_text or text.len == 0) continue;
        replaced = true;
        pieces = try replaceOne(arena, pieces, text, filler);
    }
    if (!replaced) return word;
    return shell.keepWord(arena, .{ .pieces = pieces, .source = word.source, .span = word.span, .unexpanded = word.unexpanded });
}

fn replaceOne(arena: Allocator, pieces: []const Piece, text: []const u8, filler: Piece) Allocator.Error![]const Piece {
    var filled: std.ArrayList(Piece) = .empty;
    for (pieces) |piece| {
        const literal = piece.literalText() orelse {
            try filled.append(arena, piece);
            continue;
        };
        var parts = std.mem.splitSequence(u8, literal, text);
        while (parts.next()) |part| {
            if (part.len > 0) try filled.append(arena, .{ .literal = part });
            if (parts.peek() != null) try filled.append(arena, filler);
        }
    }
    return filled.items;
}

/// A word that stands for any words, none included, at a place of the line.
pub fn unknownWords(arena: Allocator, at: usize) Allocator.Error!*const Word {
    return shell.wordOf(arena, try shell.onePiece(arena, .unknown(false)), "", .{ .start = at, .end = at });
}

/// The words joined by blanks; null where one is not known.
pub fn joinedText(arena: Allocator, words: shell.Words) Allocator.Error!?[]const u8 {
    return try std.mem.join(arena, " ", try literalTexts(arena, words) orelse return null);
}

/// The texts of words; null where one is not known.
pub fn literalTexts(arena: Allocator, words: shell.Words) Allocator.Error!?[]const []const u8 {
    const texts = try arena.alloc([]const u8, words.len);
    for (words, texts) |word, *text| text.* = word.literal() orelse return null;
    return texts;
}
