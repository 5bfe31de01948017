//! Texts that programs cut into words by themselves.

const std = @import("std");
const Allocator = std.mem.Allocator;

/// The words of a text that a program cuts into words by itself, such as `env -S` and the aliases of git: cut at blanks, quotes
/// removed. Null where the text holds more than plain words and quotes, because programs differ on that.
///
///     try splitText(arena, "clean -f 'a b'") // clean, -f, a b
pub fn splitText(arena: Allocator, text: []const u8) Allocator.Error!?[]const []const u8 {
    var words: std.ArrayList([]const u8) = .empty;
    // The word that is being read; null between words.
    var word: ?std.ArrayList(u8) = null;
    var quote: ?u8 = null;
    for (text) |character| {
        switch (character) {
            // These mean something to one program and something else, or nothing, to another.
            '\\', '$', '#', 0x0b, 0x0c, '\r' => return null,
            else => {},
        }
        if (quote) |closing| {
            if (character == closing) quote = null else try word.?.append(arena, character);
            continue;
        }
        switch (character) {
            ' ', '\t', '\n' => {
                if (word) |ended| try words.append(arena, ended.items);
                word = null;
            },
            else => {
                if (word == null) word = .empty;
                if (character == '\'' or character == '"') quote = character else try word.?.append(arena, character);
            },
        }
    }
    if (quote != null) return null;
    if (word) |ended| try words.append(arena, ended.items);
    return words.items;
}

test splitText {
    var memory: std.heap.ArenaAllocator = .init(std.testing.allocator);
    defer memory.deinit();
    const words = (try splitText(memory.allocator(), "clean  -f 'a b' \"\"")).?;
    try std.testing.expectEqual(4, words.len);
    try std.testing.expectEqualStrings("a b", words[2]);
    try std.testing.expectEqualStrings("", words[3]);
    try std.testing.expectEqual(null, try splitText(memory.allocator(), "a $b"));
    try std.testing.expectEqual(null, try splitText(memory.allocator(), "'a"));
}
