//! What is said to the person and the model in front of a host.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const types = @import("types.zig");

// Longer commands and texts are cut at their end, never at their front: what is asked about stands first.
const most_command_text = 300;
const most_text = 2_000;

/// What was decided on which command, by which rule, and why. Never empty; safe to print.
///
///     try sayDecision(arena, &verdict) // "`git push -f` is denied (policy rule force-push): Rewrites what others have."
pub fn sayDecision(arena: Allocator, verdict: *const types.Verdict) Allocator.Error![]const u8 {
    var text: std.ArrayList(u8) = .empty;
    const about = try nameCommand(arena, verdict);
    try text.appendSlice(arena, about);
    try text.appendSlice(arena, switch (verdict.decision) {
        .allow => " is allowed",
        .request => " needs a person's approval",
        .deny, .host, .skip => " is denied",
    });
    if (verdict.rule) |rule| try text.print(arena, " (policy rule {s})", .{rule});
    const reason = verdict.reason orelse "";
    if (reason.len == 0) {
        try text.append(arena, '.');
    } else {
        try text.print(arena, ": {s}", .{reason});
    }
    return cutText(arena, try showControls(arena, text.items), most_text);
}

/// The first command with the decision of the line.
fn nameCommand(arena: Allocator, verdict: *const types.Verdict) Allocator.Error![]const u8 {
    for (verdict.commands) |command| {
        if (command.decision != verdict.decision or command.by != verdict.by) continue;
        if (!bytes.same(command.rule, verdict.rule)) continue;
        if (command.argv.len == 0) break;
        const written = try std.mem.join(arena, " ", command.argv);
        return std.mem.concat(arena, u8, &.{ "`", try cutText(arena, written, most_command_text), "`" });
    }
    return "This command line";
}

/// Cuts a text after so many characters. Only its first 2·most UTF-16 code units are looked at: a text of nothing but characters
/// that take two of them stays whole.
pub fn cutText(arena: Allocator, text: []const u8, most: usize) Allocator.Error![]const u8 {
    var characters: usize = 0;
    var units: usize = 0;
    var end = text.len;
    var at: usize = 0;
    while (at < text.len and units < 2 * most) {
        if (characters == most) end = at;
        const scalar = bytes.decodeScalar(text, at) orelse bytes.Scalar{ .code = text[at], .length = 1 };
        characters += 1;
        units += if (scalar.code > 0xffff) 2 else 1;
        at += scalar.length;
    }
    return if (characters <= most) text else std.mem.concat(arena, u8, &.{ text[0..end], "…" });
}

const ScalarRange = struct { u21, u21 };

/// The characters that a terminal acts upon, that cannot be seen, or that turn the direction of a text (Unicode 15.1: general
/// categories Cc and Cf as far as they hide text, and the separators of lines and paragraphs).
const hidden = [_]ScalarRange{
    .{ 0x00, 0x1f },
    .{ 0x7f, 0x9f },
    .{ 0xad, 0xad },
    .{ 0x61c, 0x61c },
    .{ 0x180e, 0x180e },
    .{ 0x200b, 0x200f },
    .{ 0x2028, 0x202e },
    .{ 0x2060, 0x2069 },
    .{ 0xfeff, 0xfeff },
    .{ 0xfff9, 0xfffb },
    .{ 0xe0000, 0xe007f },
};

/// A text in which hidden characters are written out.
///
///     try showControls(arena, "a\x1b[31m") // "a\\u{1b}[31m"
pub fn showControls(arena: Allocator, text: []const u8) Allocator.Error![]const u8 {
    var shown: std.ArrayList(u8) = .empty;
    var at: usize = 0;
    while (at < text.len) {
        const scalar = bytes.decodeScalar(text, at) orelse bytes.Scalar{ .code = std.unicode.replacement_character, .length = 1 };
        if (isHidden(scalar.code)) {
            try shown.print(arena, "\\u{{{x}}}", .{scalar.code});
        } else {
            var encoded: [4]u8 = undefined;
            const length = std.unicode.utf8Encode(scalar.code, &encoded) catch unreachable;
            try shown.appendSlice(arena, encoded[0..length]);
        }
        at += scalar.length;
    }
    return shown.items;
}

fn isHidden(code: u21) bool {
    for (hidden) |range| {
        if (code >= range[0] and code <= range[1]) return true;
    }
    return false;
}
