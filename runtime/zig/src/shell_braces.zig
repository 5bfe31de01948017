//! Brace lists: `{a,b}` makes several words of one, before anything else in the word is expanded (bash(1), EXPANSION, Brace
//! Expansion). Shells without such lists keep the text, so what a list puts into a word is text that shells read differently.

const std = @import("std");
const Allocator = std.mem.Allocator;
const shell = @import("shell_types.zig");

const Piece = shell.Piece;

/// Longer lists are one unknown word.
const most_list_words = 64;
const most_list_depth = 8;

/// A part of a word outside of lists, or the alternatives of a list.
const Item = union(enum) {
    part: Piece,
    list: []const []const Item,

    fn literal(text: []const u8) Item {
        return .{ .part = .{ .literal = text } };
    }
};

/// The words that a word with signs of brace lists stands for, each as its pieces; a word without pieces vanishes. Null where
/// there is no list, or where it is a sequence, too long, or not certain to be one.
pub fn expandBraces(arena: Allocator, parts: []const Piece) Allocator.Error!?[]const []const Piece {
    var reader: Reader = .{ .arena = arena, .parts = parts };
    const items = try reader.readSequence(0) orelse return null;
    if (reader.at < parts.len or countWords(items) > most_list_words) return null;
    for (items) |item| {
        if (item == .list) return try expandItems(arena, items, false);
    }
    return null;
}

/// The places of the first and the last sign; null without one.
pub fn signsOf(parts: []const Piece) ?struct { usize, usize } {
    const first = for (parts, 0..) |part, at| {
        if (part == .sign) break at;
    } else return null;
    var last = first;
    for (parts[first..], first..) |part, at| {
        if (part == .sign) last = at;
    }
    return .{ first, last };
}

/// Whether between the first and the last sign there may be a list: a comma, or two dots.
pub fn mayBeList(parts: []const Piece) bool {
    const first, const last = signsOf(parts) orelse return false;
    const closes = for (parts) |part| {
        if (isSign(part, '}')) break true;
    } else false;
    if (!closes) return false;
    return for (parts[first..last]) |part| {
        if (isSign(part, ',') or holdsDots(part)) break true;
    } else false;
}

fn isSign(part: Piece, wanted: u8) bool {
    return switch (part) {
        .sign => |sign| sign == wanted,
        else => false,
    };
}

/// Whether a part may be a sequence such as `1..9`.
fn holdsDots(part: Piece) bool {
    return std.mem.find(u8, part.literalText() orelse return false, "..") != null;
}

/// The words as shells without brace lists read them; null where that is no different.
pub fn unexpandWords(arena: Allocator, words: shell.Words) Allocator.Error!?shell.Words {
    const differs = for (words) |word| {
        if (word.unexpanded != null) break true;
    } else false;
    if (!differs) return null;
    var read: std.ArrayList(*const shell.Word) = .empty;
    for (words, 0..) |word, at| {
        if (word.unexpanded) |whole| {
            if (at == 0 or words[at - 1].unexpanded != whole) try read.append(arena, whole);
        } else {
            try read.append(arena, word);
        }
    }
    return read.items;
}

const Reader = struct {
    arena: Allocator,
    parts: []const Piece,
    at: usize = 0,

    /// Reads items up to a comma or a closing brace of the list around them, or to the end of the word. Null where it is not
    /// certain what is a list.
    fn readSequence(reader: *Reader, depth: usize) Allocator.Error!?[]const Item {
        var items: std.ArrayList(Item) = .empty;
        while (reader.at < reader.parts.len) : (reader.at += 1) {
            const part = reader.parts[reader.at];
            if (part != .sign) {
                try items.append(reader.arena, .{ .part = part });
            } else if (part.sign == '{') {
                if (depth >= most_list_depth) return null;
                try items.appendSlice(reader.arena, try reader.readList(depth + 1) orelse return null);
            } else if (depth > 0) {
                return items.items;
            } else if (part.sign == '}') {
                return null;
            } else {
                try items.append(reader.arena, .literal(","));
            }
        }
        return if (depth == 0) items.items else null;
    }

    /// Reads from an opening brace to the closing one. Without a comma the braces are text around what they hold.
    fn readList(reader: *Reader, depth: usize) Allocator.Error!?[]const Item {
        var alternatives: std.ArrayList([]const Item) = .empty;
        while (true) {
            reader.at += 1;
            try alternatives.append(reader.arena, try reader.readSequence(depth) orelse return null);
            if (reader.parts[reader.at].sign == '}') break;
        }
        if (alternatives.items.len > 1) return try reader.arena.dupe(Item, &.{.{ .list = alternatives.items }});
        const only = alternatives.items[0];
        for (only) |item| switch (item) {
            .part => |part| if (holdsDots(part)) return null,
            .list => {},
        };
        return try std.mem.concat(reader.arena, Item, &.{ &.{.literal("{")}, only, &.{.literal("}")} });
    }
};

/// How many words some items make; past the limit it need not be exact.
fn countWords(items: []const Item) usize {
    var count: usize = 1;
    for (items) |item| switch (item) {
        .part => {},
        .list => |alternatives| {
            var choices: usize = 0;
            for (alternatives) |alternative| choices += countWords(alternative);
            count *= choices;
            if (count > most_list_words) return count;
        },
    };
    return count;
}

/// All words, in the order in which a shell makes them. inside: text of a list, which not all shells take out of it.
fn expandItems(arena: Allocator, items: []const Item, inside: bool) Allocator.Error![]const []const Piece {
    var words: []const []const Piece = &.{&.{}};
    for (items) |item| {
        var choices: std.ArrayList([]const Piece) = .empty;
        switch (item) {
            .part => |part| {
                const text = if (inside) part.literalText() else null;
                const read: Piece = if (text) |written| .{ .ansi = written } else part;
                try choices.append(arena, try shell.onePiece(arena, read));
            },
            .list => |alternatives| for (alternatives) |alternative| {
                try choices.appendSlice(arena, try expandItems(arena, alternative, true));
            },
        }
        var longer: std.ArrayList([]const Piece) = try .initCapacity(arena, words.len * choices.items.len);
        for (words) |word| {
            for (choices.items) |choice| longer.appendAssumeCapacity(try std.mem.concat(arena, Piece, &.{ word, choice }));
        }
        words = longer.items;
    }
    return words;
}
