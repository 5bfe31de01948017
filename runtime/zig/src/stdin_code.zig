//! Standard input as text.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const codes = @import("codes.zig");
const joinTexts = @import("shell_folds.zig").joinTexts;
const literalTexts = @import("word_parts.zig").literalTexts;
const shell = @import("shell_types.zig");
const types = @import("types.zig");

/// Standard input as text, and where it stands.
pub const InputText = struct {
    bytes: []const u8,
    span: types.Span,
};

/// How many `cat`s in a row are looked through.
const most_cats = 8;

/// The text that a command reads: a here-document or a here-string, or the output of an `echo`, a `printf` or a `cat` of which the
/// line shows every byte. Null for anything else.
///
///     inputTextOf(arena, the `sh` of `echo ls | sh`) // "ls\n"
pub fn inputTextOf(arena: Allocator, command: *const shell.SimpleCommand) Allocator.Error!?InputText {
    var reader = command;
    for (0..most_cats) |_| {
        const input = reader.around.input orelse return null;
        if (input.shared) return null;
        for (reader.around.redirections) |redirection| {
            if (redirection.reads()) return null;
        }
        const members = switch (input.source) {
            .text => |text| return literalInput(arena, text),
            .from => |scope| scope.commands.items,
        };
        if (members.len != 1) return null;
        const writer = members[0];
        const texts = try literalTexts(arena, writer.words) orelse return null;
        if (writer.assignments.len > 0) return null;
        for (writer.around.redirections) |redirection| {
            if (redirection.writes()) return null;
        }
        if (texts.len == 0 or !bytes.equal(texts[0], "cat")) {
            return .{ .bytes = try writtenText(arena, texts) orelse return null, .span = writer.span };
        }
        if (texts.len > 2 or (texts.len == 2 and !bytes.equal(texts[1], "-"))) return null;
        reader = writer;
    }
    return null;
}

fn literalInput(arena: Allocator, text: *const shell.Word) Allocator.Error!?InputText {
    for (text.pieces) |piece| {
        if (piece != .literal) return null;
    }
    return .{ .bytes = try joinTexts(arena, text.pieces), .span = text.span };
}

fn writtenText(arena: Allocator, texts: []const []const u8) Allocator.Error!?[]const u8 {
    if (texts.len == 0) return null;
    if (bytes.equal(texts[0], "echo")) return echoText(arena, texts[1..]);
    if (bytes.equal(texts[0], "printf")) return printfText(arena, texts[1..]);
    return null;
}

/// Shells differ on backslashes and on options; with either, the text counts as unknown.
fn echoText(arena: Allocator, given: []const []const u8) Allocator.Error!?[]const u8 {
    const open = given.len > 0 and bytes.equal(given[0], "-n");
    const texts = if (open) given[1..] else given;
    if (texts.len > 0 and std.mem.startsWith(u8, texts[0], "-")) return null;
    const shown = try std.mem.join(arena, " ", texts);
    if (bytes.isOneOf('\\', shown)) return null;
    return if (open) shown else try std.mem.concat(arena, u8, &.{ shown, "\n" });
}

/// What `printf` writes with a format of plain text, `%s`, `%%`, `\n`, `\t` and `\\`, which is used again while arguments are left.
fn printfText(arena: Allocator, given: []const []const u8) Allocator.Error!?[]const u8 {
    const texts = if (given.len > 0 and bytes.equal(given[0], "--")) given[1..] else given;
    if (texts.len == 0 or std.mem.startsWith(u8, texts[0], "-")) return null;
    const format = texts[0];
    var values = texts[1..];
    var text: std.ArrayList(u8) = .empty;
    while (true) {
        const left = values.len;
        var at: usize = 0;
        while (at < format.len) : (at += 1) {
            const character = format[at];
            if (character != '%' and character != '\\') {
                try text.append(arena, character);
                continue;
            }
            at += 1;
            const next = bytes.byteAt(format, at) orelse return null;
            if (character == '\\') {
                const place = std.mem.findScalar(u8, "nt\\", next) orelse return null;
                try text.append(arena, "\n\t\\"[place]);
            } else if (next == '%') {
                try text.append(arena, '%');
            } else if (next != 's') {
                return null;
            } else if (values.len > 0) {
                try text.appendSlice(arena, values[0]);
                values = values[1..];
            }
        }
        if (text.items.len > codes.most_line) return null;
        if (values.len == left or values.len == 0) return text.items;
    }
}

test printfText {
    var memory: std.heap.ArenaAllocator = .init(std.testing.allocator);
    defer memory.deinit();
    const arena = memory.allocator();
    try std.testing.expectEqualStrings("a\nb\n", (try printfText(arena, &.{ "%s\\n", "a", "b" })).?);
    try std.testing.expectEqualStrings("50%", (try printfText(arena, &.{"50%%"})).?);
    try std.testing.expectEqual(null, try printfText(arena, &.{"%d"}));
    try std.testing.expectEqual(null, try echoText(arena, &.{ "-e", "a" }));
    try std.testing.expectEqualStrings("a b", (try echoText(arena, &.{ "-n", "a", "b" })).?);
}
