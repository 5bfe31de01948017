//! Characters that people or terminals take for others, or act upon.

const std = @import("std");
const bytes = @import("bytes.zig");
const OpaqueCode = @import("codes.zig").OpaqueCode;

/// The first and the last of some scalar values.
const ScalarRange = struct { u21, u21 };

/// Characters that are invisible, look like a blank, or look like an ASCII character.
const confusable = [_]ScalarRange{
    .{ 0x00a0, 0x00a0 },
    .{ 0x00ad, 0x00ad },
    .{ 0x034f, 0x034f },
    .{ 0x061c, 0x061c },
    .{ 0x115f, 0x1160 },
    .{ 0x1680, 0x1680 },
    .{ 0x17b4, 0x17b5 },
    .{ 0x180b, 0x180f },
    .{ 0x2000, 0x200f },
    .{ 0x2028, 0x202f },
    .{ 0x205f, 0x206f },
    .{ 0x3000, 0x3000 },
    .{ 0x3164, 0x3164 },
    .{ 0xfe00, 0xfe0f },
    .{ 0xfeff, 0xfeff },
    .{ 0xff01, 0xff5e },
    .{ 0xffa0, 0xffa0 },
    .{ 0xe0000, 0xe0fff },
};

/// Directional controls reorder what people see, in quotes as well.
const directional = [_]ScalarRange{
    .{ 0x061c, 0x061c },
    .{ 0x200e, 0x200f },
    .{ 0x202a, 0x202e },
    .{ 0x2066, 0x2069 },
};

/// The scalar value from which on letters are of other scripts than the extended Latin ones.
const other_scripts = 0x0370;

/// Whether a text has bytes that oddCharacter would look at; false for plain printable ASCII with blanks.
fn mayBeOdd(text: []const u8) bool {
    for (text) |character| {
        if (character >= 0x7f or (character < 0x20 and character != '\t' and character != '\n')) return true;
    }
    return false;
}

/// The first reason to distrust the characters of a text. Quoted text may hold look-alikes (a message in another language), but
/// no control characters other than tab and newline and no directional marks.
///
///     oddCharacter("a\r", true) // .control_character
pub fn oddCharacter(text: []const u8, quoted: bool) ?OpaqueCode {
    if (!mayBeOdd(text)) return null;
    const distrusted: []const ScalarRange = if (quoted) &directional else &confusable;
    var at: usize = 0;
    while (bytes.decodeScalar(text, at)) |scalar| : (at += scalar.length) {
        if (isControl(scalar.code)) return .control_character;
        if (inRanges(distrusted, scalar.code)) return .confusable_text;
    }
    return null;
}

/// Whether a program word mixes ASCII letters with letters of another script (`n`, Cyrillic `r`, `m`).
pub fn mixesScripts(program: []const u8) bool {
    if (!mayBeOdd(program) or bytes.endOfRun(program, 0, isNoLetter) == program.len) return false;
    var at: usize = 0;
    while (at < program.len) {
        const scalar = bytes.decodeScalar(program, at) orelse return true;
        if (scalar.code >= other_scripts) return true;
        at += scalar.length;
    }
    return false;
}

fn isNoLetter(character: u8) bool {
    return !bytes.isLetter(character);
}

fn isControl(code: u21) bool {
    return (code < 0x20 and code != '\t' and code != '\n') or (code >= 0x7f and code <= 0x9f);
}

fn inRanges(ranges: []const ScalarRange, code: u21) bool {
    for (ranges) |range| {
        if (code >= range[0] and code <= range[1]) return true;
    }
    return false;
}

test oddCharacter {
    try std.testing.expectEqual(.control_character, oddCharacter("a\r", true));
    try std.testing.expectEqual(.confusable_text, oddCharacter("a\u{a0}b", false));
    try std.testing.expectEqual(null, oddCharacter("a\u{a0}b", true));
    try std.testing.expectEqual(.confusable_text, oddCharacter("\u{202e}", true));
    try std.testing.expectEqual(null, oddCharacter("naïve\tplain\n", false));
}

test mixesScripts {
    try std.testing.expect(mixesScripts("r\u{43c}"));
    try std.testing.expect(!mixesScripts("\u{43c}"));
    try std.testing.expect(!mixesScripts("caf\u{e9}"));
}
