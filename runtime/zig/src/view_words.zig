//! Words of views.

const std = @import("std");
const Allocator = std.mem.Allocator;
const shell = @import("shell_types.zig");

/// A word of a view: known bytes, or parts of which some are unknown.
pub const ViewWord = struct {
    /// The bytes of the word; null where some are not known.
    literal: ?[]const u8 = null,
    parts: []const ViewPart,
    /// The word that it was made from; null where it was made from none.
    of: ?*const shell.Word,

    /// The bytes of the word; empty where some are not known.
    pub fn text(word: *const ViewWord) []const u8 {
        return word.literal orelse "";
    }
};

pub const ViewWords = []const *const ViewWord;

/// Known bytes or something unknown; see shell_types.Piece for what the unknown kinds stand for.
pub const ViewPart = struct {
    kind: Kind,
    text: []const u8 = "",

    pub const Kind = enum {
        text,
        one,
        many,
        /// A reduced program word: no slash, no capital letter.
        name,
        /// One that any words may follow.
        names,
        star,
        deep,
        any,
        bracket,
    };

    /// Whether a word with such a part stands for one or more words.
    pub fn isGlob(part: ViewPart) bool {
        return switch (part.kind) {
            .star, .deep, .any, .bracket => true,
            .text, .one, .many, .name, .names => false,
        };
    }
};

/// Stands for any words, none included.
pub const unknown_words: *const ViewWord = &.{ .parts = &.{.{ .kind = .many }}, .of = null };

/// The directories that loose views know; not known where the line assigns them.
pub const Places = struct {
    home: ?[]const u8 = null,
    pwd: ?[]const u8 = null,

    /// The path of a place; null where it is not known.
    pub fn of(places: Places, kind: shell.PlaceKind) ?[]const u8 {
        return switch (kind) {
            .home => places.home,
            .pwd => places.pwd,
        };
    }
};

/// Whether an unquoted value is cut into words or expanded as a pattern.
pub fn isCut(value: []const u8) bool {
    return std.mem.findAny(u8, value, " \t\n*?[]") != null;
}

/// A word as it could be: `~`, `$HOME`, `$PWD` and `$'…'` are what bash makes of them.
pub fn looseWord(arena: Allocator, word: *const shell.Word, known: Places) Allocator.Error!*const ViewWord {
    return makeViewWord(arena, word, known);
}

/// A word as it certainly is.
pub fn strictWord(arena: Allocator, word: *const shell.Word) Allocator.Error!*const ViewWord {
    return makeViewWord(arena, word, null);
}

/// A word of known bytes.
pub fn knownWord(arena: Allocator, text: []const u8, of: ?*const shell.Word) Allocator.Error!*const ViewWord {
    const made = try arena.create(ViewWord);
    made.* = .{ .literal = text, .parts = try arena.dupe(ViewPart, &.{.{ .kind = .text, .text = text }}), .of = of };
    return made;
}

/// A word of which nothing is known but its kind.
pub fn unknownWord(arena: Allocator, kind: ViewPart.Kind, of: ?*const shell.Word) Allocator.Error!*const ViewWord {
    const made = try arena.create(ViewWord);
    made.* = .{ .parts = try arena.dupe(ViewPart, &.{.{ .kind = kind }}), .of = of };
    return made;
}

/// known: what a loose view knows; null for a strict one.
fn makeViewWord(arena: Allocator, word: *const shell.Word, known: ?Places) Allocator.Error!*const ViewWord {
    if (word.literal()) |text| return knownWord(arena, text, word);
    var parts: std.ArrayList(ViewPart) = try .initCapacity(arena, word.pieces.len);
    for (word.pieces) |piece| {
        const part = partOf(piece, known);
        if (part.kind == .text and parts.items.len > 0) {
            const last = &parts.items[parts.items.len - 1];
            if (last.kind == .text) {
                last.text = try std.mem.concat(arena, u8, &.{ last.text, part.text });
                continue;
            }
        }
        parts.appendAssumeCapacity(part);
    }
    const made = try arena.create(ViewWord);
    made.* = .{ .parts = parts.items, .of = word };
    if (parts.items.len == 1 and parts.items[0].kind == .text) made.literal = parts.items[0].text;
    return made;
}

fn partOf(piece: shell.Piece, known: ?Places) ViewPart {
    switch (piece) {
        .literal => |text| return .{ .kind = .text, .text = text },
        .ansi => |text| return if (known == null) .{ .kind = .one } else .{ .kind = .text, .text = text },
        .glob => |symbol| return .{ .kind = switch (symbol) {
            .star => .star,
            .deep => .deep,
            .any => .any,
            .bracket => .bracket,
        } },
        .place => |place| {
            if (known) |places| {
                const path = places.of(place.of);
                if (path != null and !(place.splits and isCut(path.?))) return .{ .kind = .text, .text = path.? };
            }
            return .{ .kind = if (place.splits) .many else .one };
        },
        .many => return .{ .kind = .many },
        .one, .sign => return .{ .kind = .one },
    }
}
