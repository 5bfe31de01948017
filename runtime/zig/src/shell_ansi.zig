//! The text of `$'…'`.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const json = @import("json.zig");

/// What `$'…'` says: its decoded bytes, null where shells differ on them (control letters, numbers out of range), and the offset
/// after the closing quote.
pub const Ansi = struct { text: ?[]const u8, end: usize };

/// Reads the text of `$'…'` from the byte after `$'` to the closing quote, decoded as bash does (bash(1), QUOTING: "words of the
/// form $'string'"). Null without a closing quote. A NUL ends the decoded text early.
///
///     try readAnsi(arena, "a\\x62'c", 0) // "ab", 6
pub fn readAnsi(arena: Allocator, text: []const u8, from: usize) Allocator.Error!?Ansi {
    var decoded: std.ArrayList(u8) = .empty;
    var known = true;
    var at = from;
    while (at < text.len) {
        switch (text[at]) {
            '\'' => {
                const end = std.mem.findScalar(u8, decoded.items, 0) orelse decoded.items.len;
                return .{ .text = if (known) decoded.items[0..end] else null, .end = at + 1 };
            },
            '\\' => {
                const escape = readEscape(text, at + 1);
                if (escape.length) |length| {
                    try decoded.appendSlice(arena, escape.bytes[0..length]);
                } else {
                    known = false;
                }
                at = escape.end;
            },
            else => |character| {
                try decoded.append(arena, character);
                at += 1;
            },
        }
    }
    return null;
}

const letters = "abeEfnrtv\\'\"?";
const meanings = "\x07\x08\x1b\x1b\x0c\n\r\t\x0b\\'\"?";

/// An escape: the bytes that it stands for, null where they are not known, and where it ends.
const Escape = struct {
    bytes: [4]u8 = undefined,
    length: ?usize,
    end: usize,

    fn unknown(end: usize) Escape {
        return .{ .length = null, .end = end };
    }

    fn one(byte: u8, end: usize) Escape {
        return .{ .bytes = .{ byte, 0, 0, 0 }, .length = 1, .end = end };
    }
};

/// Reads an escape from the byte after its backslash.
fn readEscape(text: []const u8, at: usize) Escape {
    const letter = bytes.byteAt(text, at) orelse return .unknown(text.len);
    if (std.mem.findScalar(u8, letters, letter)) |place| return .one(meanings[place], at + 1);
    switch (letter) {
        'x' => {
            const digits = digitsAt(text, at + 1, 2, 16);
            return if (digits.end == at + 1) .unknown(digits.end) else .one(@truncate(digits.value), digits.end);
        },
        'u', 'U' => {
            const digits = digitsAt(text, at + 1, if (letter == 'U') 8 else 4, 16);
            const code = std.math.cast(u21, digits.value) orelse return .unknown(digits.end);
            var escape: Escape = .unknown(digits.end);
            if (digits.end > at + 1) escape.length = std.unicode.utf8Encode(code, &escape.bytes) catch null;
            return escape;
        },
        else => {},
    }
    const digits = digitsAt(text, at, 3, 8);
    if (digits.end > at) return .one(@truncate(digits.value), digits.end);
    // `\cX` and unknown letters: shells disagree, so the text is not known. One byte is skipped whatever it means.
    return .unknown(at + 1);
}

const Digits = struct { value: u32, end: usize };

/// At most so many digits of a base: their value, and where they end.
fn digitsAt(text: []const u8, from: usize, most: usize, base: u32) Digits {
    var value: u32 = 0;
    var end = from;
    while (end < from + most) : (end += 1) {
        const digit = json.hexDigit(bytes.byteAt(text, end) orelse break) orelse break;
        if (digit >= base) break;
        value = value * base + digit;
    }
    return .{ .value = value, .end = end };
}

test readAnsi {
    var memory: std.heap.ArenaAllocator = .init(std.testing.allocator);
    defer memory.deinit();
    const cases = [_]struct { []const u8, ?[]const u8, usize }{
        .{ "a\\x62'c", "ab", 6 },
        .{ "\\u20ac'", "€", 7 },
        .{ "\\ud800'", null, 7 },
        .{ "a\\0b'", "a", 5 },
        .{ "\\101\\n'", "A\n", 7 },
        .{ "\\ca'", null, 4 },
    };
    for (cases) |case| {
        const found = (try readAnsi(memory.allocator(), case[0], 0)).?;
        try std.testing.expectEqual(case[2], found.end);
        if (case[1]) |text| try std.testing.expectEqualStrings(text, found.text.?) else try std.testing.expectEqual(null, found.text);
    }
    try std.testing.expectEqual(null, try readAnsi(memory.allocator(), "abc", 0));
}
