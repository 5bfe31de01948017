//! From the parts of a word, as they were read, to the words that it stands for.

const std = @import("std");
const Allocator = std.mem.Allocator;
const shell = @import("shell_types.zig");
const braces = @import("shell_braces.zig");

const Piece = shell.Piece;

/// The words that the parts of one word stand for, each as its pieces, and, with brace lists, the one word of shells that do not
/// know them.
pub const Folded = struct {
    words: []const []const Piece,
    unexpanded: ?[]const Piece = null,
};

/// The places of the first and the last unquoted bracket among the parts.
pub const Brackets = struct {
    first: ?usize = null,
    last: ?usize = null,

    fn range(brackets: Brackets) ?struct { usize, usize } {
        const first = brackets.first orelse return null;
        const last = brackets.last orelse return null;
        return if (first < last) .{ first, last } else null;
    }
};

/// Gives the words of one word's parts.
///
/// From the first to the last bracket a word is one glob piece. Brace lists are expanded; where that is not certain, everything
/// between the outer braces is unknown, and with brackets in the same word all of it.
pub fn foldParts(arena: Allocator, parts: []const Piece, brackets: Brackets) Allocator.Error!Folded {
    const bracketed = brackets.range();
    if (!braces.mayBeList(parts)) {
        var pieces = try withoutSigns(arena, parts);
        if (bracketed) |range| pieces = try foldBrackets(arena, pieces, range[0], range[1]);
        return oneWord(arena, try mergeLiterals(arena, pieces));
    }
    if (bracketed != null) return oneWord(arena, try shell.onePiece(arena, .unknown(false)));
    const expanded = try braces.expandBraces(arena, parts) orelse {
        return oneWord(arena, try mergeLiterals(arena, try foldList(arena, parts)));
    };
    var words: std.ArrayList([]const Piece) = try .initCapacity(arena, expanded.len);
    for (expanded) |pieces| {
        if (pieces.len > 0) words.appendAssumeCapacity(try mergeLiterals(arena, pieces));
    }
    return .{ .words = words.items, .unexpanded = try mergeLiterals(arena, try withoutSigns(arena, parts)) };
}

fn oneWord(arena: Allocator, pieces: []const Piece) Allocator.Error!Folded {
    return .{ .words = try arena.dupe([]const Piece, &.{pieces}) };
}

/// The pieces of a word whose braces and commas are text.
fn withoutSigns(arena: Allocator, parts: []const Piece) Allocator.Error![]const Piece {
    if (braces.signsOf(parts) == null) return parts;
    const pieces = try arena.dupe(Piece, parts);
    for (pieces) |*piece| switch (piece.*) {
        .sign => |sign| piece.* = .{ .literal = try arena.dupe(u8, &.{sign}) },
        else => {},
    };
    return pieces;
}

/// The pieces of a word whose list is unknown.
fn foldList(arena: Allocator, parts: []const Piece) Allocator.Error![]const Piece {
    const first, const last = braces.signsOf(parts) orelse return parts;
    return std.mem.concat(arena, Piece, &.{ parts[0..first], &.{.unknown(false)}, parts[last + 1 ..] });
}

fn foldBrackets(arena: Allocator, pieces: []const Piece, first: usize, last: usize) Allocator.Error![]const Piece {
    const glob: Piece = for (pieces[first..last]) |piece| {
        if (piece.holdsBorder()) break .unknown(false);
    } else .{ .glob = .bracket };
    return std.mem.concat(arena, Piece, &.{ pieces[0..first], &.{glob}, pieces[last..] });
}

/// Gives literal pieces that stand side by side as one, and none that is empty beside others.
pub fn mergeLiterals(arena: Allocator, pieces: []const Piece) Allocator.Error![]const Piece {
    if (pieces.len < 2) return pieces;
    var merged: std.ArrayList(Piece) = try .initCapacity(arena, pieces.len);
    var at: usize = 0;
    while (at < pieces.len) {
        var end = at;
        while (end < pieces.len and pieces[end] == .literal) end += 1;
        if (end == at) {
            merged.appendAssumeCapacity(pieces[at]);
            at += 1;
            continue;
        }
        const text = try joinTexts(arena, pieces[at..end]);
        if (text.len > 0) merged.appendAssumeCapacity(.{ .literal = text });
        at = end;
    }
    if (merged.items.len == 0) return pieces[0..1];
    if (merged.items.len == pieces.len) return pieces;
    // `""$x` is a word even where the variable is empty.
    for (merged.items) |piece| {
        if (!piece.holdsBorder()) return merged.items;
    }
    return std.mem.concat(arena, Piece, &.{ &.{.{ .literal = "" }}, merged.items });
}

/// The text of pieces that all have one.
pub fn joinTexts(arena: Allocator, pieces: []const Piece) Allocator.Error![]const u8 {
    var text: std.ArrayList(u8) = .empty;
    for (pieces) |piece| switch (piece) {
        .literal, .ansi => |known| {
            if (pieces.len == 1) return known;
            try text.appendSlice(arena, known);
        },
        .one, .many, .glob, .place, .sign => {},
    };
    return text.items;
}
