//! Texts are byte strings: offsets are in bytes, and words compare as bytes. A text that may not be known is `?[]const u8`.

const std = @import("std");
const Allocator = std.mem.Allocator;

/// Whether two texts are the same bytes.
pub fn equal(one: []const u8, other: []const u8) bool {
    return std.mem.eql(u8, one, other);
}

/// Whether two texts are both not known, or known and the same bytes.
pub fn same(one: ?[]const u8, other: ?[]const u8) bool {
    const left = one orelse return other == null;
    return is(other, left);
}

/// Whether a text is known and this one.
pub fn is(text: ?[]const u8, wanted: []const u8) bool {
    return equal(text orelse return false, wanted);
}

/// Whether a text is one of a list.
pub fn contains(list: []const []const u8, wanted: []const u8) bool {
    for (list) |one| {
        if (equal(one, wanted)) return true;
    }
    return false;
}

/// The byte at an offset; null outside of the text.
pub fn byteAt(text: []const u8, at: usize) ?u8 {
    return if (at < text.len) text[at] else null;
}

/// Whether a byte is in a set; the end of a text is in none.
pub fn isOneOf(character: ?u8, set: []const u8) bool {
    return std.mem.findScalar(u8, set, character orelse return false) != null;
}

/// Whether a byte is in a set, or the end of the text.
pub fn endsAt(character: ?u8, set: []const u8) bool {
    return std.mem.findScalar(u8, set, character orelse return true) != null;
}

/// The part of a text from one offset to another, as much of it as there is.
pub fn between(text: []const u8, from: usize, to: usize) []const u8 {
    const start = @min(from, text.len);
    return text[start..@max(start, @min(to, text.len))];
}

/// The part of a text from an offset on.
pub fn after(text: []const u8, from: usize) []const u8 {
    return text[@min(from, text.len)..];
}

/// The offset of a text in another, at or behind an offset.
pub fn indexFrom(text: []const u8, wanted: []const u8, from: usize) ?usize {
    if (from > text.len) return null;
    return std.mem.findPos(u8, text, from, wanted);
}

/// The offset behind the bytes that are wanted, from an offset on.
pub fn endOfRun(text: []const u8, from: usize, comptime wanted: fn (character: u8) bool) usize {
    var at = from;
    while (at < text.len and wanted(text[at])) at += 1;
    return at;
}

/// Whether a byte is an ASCII digit.
pub fn isDigit(character: u8) bool {
    return std.ascii.isDigit(character);
}

/// Whether a byte is an ASCII letter.
pub fn isLetter(character: u8) bool {
    return std.ascii.isAlphabetic(character);
}

/// Whether a byte may start a shell name.
pub fn isNameStart(character: u8) bool {
    return isLetter(character) or character == '_';
}

/// Whether a byte may stand in a shell name.
pub fn isNameByte(character: u8) bool {
    return isNameStart(character) or isDigit(character);
}

/// The offset behind the shell name that starts a text at an offset; that offset where none does.
pub fn nameEnd(text: []const u8, from: usize) usize {
    if (!isNameStart(byteAt(text, from) orelse return from)) return from;
    return endOfRun(text, from, isNameByte);
}

/// Whether a whole text is a shell name.
pub fn isName(text: []const u8) bool {
    return text.len > 0 and nameEnd(text, 0) == text.len;
}

/// A scalar value and how many bytes it takes.
pub const Scalar = struct { code: u21, length: usize };

/// The scalar value at an offset; null where the bytes there are not well-formed UTF-8 (RFC 3629).
pub fn decodeScalar(text: []const u8, at: usize) ?Scalar {
    const length = std.unicode.utf8ByteSequenceLength(byteAt(text, at) orelse return null) catch return null;
    if (text.len - at < length) return null;
    const code = std.unicode.utf8Decode(text[at..][0..length]) catch return null;
    return .{ .code = code, .length = length };
}

/// A byte string as text for people: well-formed UTF-8 as it is, every other byte as \xHH.
///
///     toText(arena, "a\xff") // "a\\xff"
pub fn toText(arena: Allocator, bytes: []const u8) Allocator.Error![]const u8 {
    if (std.unicode.utf8ValidateSlice(bytes)) return bytes;
    var text: std.ArrayList(u8) = .empty;
    var at: usize = 0;
    while (at < bytes.len) {
        if (decodeScalar(bytes, at)) |scalar| {
            try text.appendSlice(arena, bytes[at..][0..scalar.length]);
            at += scalar.length;
        } else {
            try text.print(arena, "\\x{x:0>2}", .{bytes[at]});
            at += 1;
        }
    }
    return text.items;
}

/// A text with its ASCII letters small, whatever the locale.
pub fn smallLetters(arena: Allocator, text: []const u8) Allocator.Error![]const u8 {
    for (text) |character| {
        if (std.ascii.isUpper(character)) return std.ascii.allocLowerString(arena, text);
    }
    return text;
}
