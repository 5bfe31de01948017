//! Words that standard input gives.

const std = @import("std");
const Allocator = std.mem.Allocator;
const shell = @import("shell_types.zig");
const InputText = @import("stdin_code.zig").InputText;

/// The inner command of `xargs` with the words of the input in place of the unknown ones at its end. Left as it is where the
/// input holds quotes or backslashes, which `xargs` reads in its own way, or names no words at all.
pub fn appendInput(arena: Allocator, words: shell.Words, input: InputText) Allocator.Error!shell.Words {
    if (words.len == 0) return words;
    const last = words[words.len - 1];
    if (last.source.len > 0 or last.pieces.len != 1 or last.pieces[0] != .many) return words;
    if (std.mem.findAny(u8, input.bytes, "'\"\\") != null) return words;
    var added: std.ArrayList(*const shell.Word) = .empty;
    try added.appendSlice(arena, words[0 .. words.len - 1]);
    var texts = std.mem.tokenizeAny(u8, input.bytes, " \t\n");
    while (texts.next()) |text| try added.append(arena, try shell.literalWord(arena, text, input.span));
    return if (added.items.len < words.len) words else added.items;
}
