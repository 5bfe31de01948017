//! Globs over one text, as bundles write them for names and values of variables and for segments of paths.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");

/// A part of a glob.
pub const Token = union(enum) {
    byte: u8,
    /// `*`: any bytes.
    many,
    /// `?`: one character.
    character,

    /// How many bytes of the text it takes at an offset; null where it does not match there.
    fn length(token: Token, text: []const u8, at: usize) ?usize {
        const found = bytes.byteAt(text, at) orelse return null;
        return switch (token) {
            .byte => |byte| if (found == byte) 1 else null,
            .character => if (bytes.decodeScalar(text, at)) |scalar| scalar.length else null,
            .many => null,
        };
    }
};

/// Makes a glob text of a bundle ready to match; `\x` is the character x.
pub fn prepareGlob(arena: Allocator, pattern: []const u8) Allocator.Error![]const Token {
    var tokens: std.ArrayList(Token) = try .initCapacity(arena, pattern.len);
    var at: usize = 0;
    while (at < pattern.len) : (at += 1) {
        const token: Token = switch (pattern[at]) {
            '*' => .many,
            '?' => .character,
            else => |character| escaped: {
                if (character == '\\' and at + 1 < pattern.len) at += 1;
                break :escaped .{ .byte = pattern[at] };
            },
        };
        const repeats = token == .many and tokens.items.len > 0 and tokens.getLast() == .many;
        if (!repeats) tokens.appendAssumeCapacity(token);
    }
    return tokens.items;
}

/// Whether a whole text matches. At most the length of the text times that of the pattern, because only the last `*` is ever
/// widened.
///
///     matches(try prepareGlob(arena, "a*"), "abc") // true
pub fn matches(tokens: []const Token, text: []const u8) bool {
    var at: usize = 0;
    var next: usize = 0;
    var star: ?usize = null;
    var resumed: usize = 0;
    while (true) {
        if (next < tokens.len) {
            if (tokens[next] == .many) {
                star = next;
                resumed = at;
                next += 1;
                continue;
            }
            if (tokens[next].length(text, at)) |length| {
                at += length;
                next += 1;
                continue;
            }
        } else if (at == text.len) {
            return true;
        }
        const widened = star orelse return false;
        if (resumed >= text.len) return false;
        resumed += 1;
        at = resumed;
        next = widened + 1;
    }
}

test "only the last star is widened" {
    const cases = [_]struct { []const u8, []const u8, bool }{
        .{ "a*", "abc", true },
        .{ "*b*d", "abcbd", true },
        .{ "?", "é", true },
        .{ "??", "é", false },
        .{ "\\*", "*", true },
        .{ "\\*", "a", false },
        .{ "**", "", true },
    };
    var memory: std.heap.ArenaAllocator = .init(std.testing.allocator);
    defer memory.deinit();
    for (cases) |case| {
        try std.testing.expectEqual(case[2], matches(try prepareGlob(memory.allocator(), case[0]), case[1]));
    }
}
