//! Verdicts, and canonical JSON (RFC 8785): keys sorted by UTF-16 code unit, no blanks, numbers and texts as ECMAScript writes them.

const std = @import("std");
const Allocator = std.mem.Allocator;
const codes = @import("codes.zig");
const json = @import("json.zig");
const types = @import("types.zig");

/// The verdict on an input that is refused. policy_hash is null where no policy could be read.
pub fn refuse(problem: codes.InputError, policy_hash: ?[]const u8) types.Verdict {
    return switch (problem) {
        inline else => |one| .{
            .decision = .deny,
            .by = .input,
            .reason = "The input is refused: " ++ comptime one.reason() ++ ".",
            .errors = &.{one},
            .policy_hash = policy_hash,
        },
    };
}

/// Appends the canonical JSON of a verdict, with an id where it answers a request (null: it answers none).
pub fn appendVerdict(arena: Allocator, out: *std.ArrayList(u8), verdict: *const types.Verdict, id: ?json.Value) Allocator.Error!void {
    const writer: Writer = .{ .arena = arena, .out = out };
    try writer.raw("{\"by\":");
    try writer.tag(verdict.by);
    try writer.raw(",\"commands\":");
    try writer.list(types.CommandVerdict, verdict.commands, appendCommand);
    try writer.raw(",\"conditions\":");
    try writer.list(types.JudgedPredicate, verdict.conditions, appendPredicate);
    try writer.raw(",\"decision\":");
    try writer.tag(verdict.decision);
    try writer.raw(",\"errors\":");
    try writer.list(codes.InputError, verdict.errors, Writer.tag);
    if (id) |value| {
        try writer.raw(",\"id\":");
        try appendCanonical(arena, out, value);
    }
    try writer.raw(",\"leave_to_host\":");
    try writer.boolean(verdict.leave_to_host);
    try writer.raw(",\"opaque\":");
    try writer.list(types.OpaquePart, verdict.@"opaque", appendOpaque);
    try writer.raw(",\"policy_hash\":");
    try writer.textOrNull(verdict.policy_hash);
    try writer.raw(",\"reason\":");
    try writer.textOrNull(verdict.reason);
    try writer.raw(",\"rule\":");
    try writer.textOrNull(verdict.rule);
    try writer.raw("}");
}

fn appendCommand(writer: Writer, command: types.CommandVerdict) Allocator.Error!void {
    try writer.raw("{\"argv\":");
    try writer.list([]const u8, command.argv, Writer.text);
    try writer.raw(",\"by\":");
    try writer.tag(command.by);
    try writer.raw(",\"decision\":");
    try writer.tag(command.decision);
    try writer.raw(",\"leave_to_host\":");
    try writer.boolean(command.leave_to_host);
    try writer.raw(",\"matches\":");
    try writer.list(types.RuleMatched, command.matches, appendMatched);
    try writer.raw(",\"rule\":");
    try writer.textOrNull(command.rule);
    try writer.span(command.span);
}

fn appendMatched(writer: Writer, matched: types.RuleMatched) Allocator.Error!void {
    try writer.raw("{\"match\":");
    try writer.tag(matched.match);
    try writer.raw(",\"rule\":");
    try writer.text(matched.rule);
    try writer.raw("}");
}

fn appendOpaque(writer: Writer, part: types.OpaquePart) Allocator.Error!void {
    try writer.raw("{\"code\":");
    try writer.tag(part.code);
    try writer.span(part.span);
}

fn appendPredicate(writer: Writer, judged: types.JudgedPredicate) Allocator.Error!void {
    try writer.raw("{\"argument\":");
    try writer.textOrNull(judged.predicate.argument);
    try writer.raw(",\"name\":");
    try writer.text(judged.predicate.name);
    try writer.raw(",\"value\":");
    try writer.tag(judged.value);
    try writer.raw("}");
}

/// Writes parts of JSON.
const Writer = struct {
    arena: Allocator,
    out: *std.ArrayList(u8),

    fn raw(writer: Writer, written: []const u8) Allocator.Error!void {
        try writer.out.appendSlice(writer.arena, written);
    }

    fn text(writer: Writer, one: []const u8) Allocator.Error!void {
        try appendText(writer.arena, writer.out, one);
    }

    fn textOrNull(writer: Writer, one: ?[]const u8) Allocator.Error!void {
        if (one) |known| try writer.text(known) else try writer.raw("null");
    }

    fn tag(writer: Writer, value: anytype) Allocator.Error!void {
        try writer.text(@tagName(value));
    }

    fn boolean(writer: Writer, value: bool) Allocator.Error!void {
        try writer.raw(if (value) "true" else "false");
    }

    /// The last member of an object.
    fn span(writer: Writer, place: types.Span) Allocator.Error!void {
        try writer.out.print(writer.arena, ",\"span\":[{d},{d}]}}", .{ place.start, place.end });
    }

    fn list(
        writer: Writer,
        comptime Item: type,
        items: []const Item,
        comptime append: anytype,
    ) Allocator.Error!void {
        try writer.raw("[");
        for (items, 0..) |item, at| {
            if (at > 0) try writer.raw(",");
            try append(writer, item);
        }
        try writer.raw("]");
    }
};

/// Appends a value as canonical JSON.
pub fn appendCanonical(arena: Allocator, out: *std.ArrayList(u8), value: json.Value) Allocator.Error!void {
    switch (value) {
        .null => try out.appendSlice(arena, "null"),
        .bool => |holds| try out.appendSlice(arena, if (holds) "true" else "false"),
        .number => |number| try appendNumber(arena, out, number),
        .text => |text| try appendText(arena, out, text),
        .list => |items| {
            try out.append(arena, '[');
            for (items, 0..) |item, at| {
                if (at > 0) try out.append(arena, ',');
                try appendCanonical(arena, out, item);
            }
            try out.append(arena, ']');
        },
        .object => |object| {
            const order = try arena.alloc(usize, object.keys.len);
            for (order, 0..) |*place, at| place.* = at;
            std.mem.sort(usize, order, object.keys, standsBefore);
            try out.append(arena, '{');
            for (order, 0..) |place, at| {
                if (at > 0) try out.append(arena, ',');
                try appendText(arena, out, object.keys[place]);
                try out.append(arena, ':');
                try appendCanonical(arena, out, object.values[place]);
            }
            try out.append(arena, '}');
        },
    }
}

/// Compares keys by UTF-16 code unit: characters beyond U+FFFF stand before U+E000 and what follows it.
fn standsBefore(keys: []const []const u8, one: usize, other: usize) bool {
    const left = keys[one];
    const right = keys[other];
    var at: usize = std.mem.findDiff(u8, left, right) orelse return false;
    if (at == left.len or at == right.len) return left.len < right.len;
    // To the start of the character.
    while (at > 0 and left[at] & 0xc0 == 0x80) at -= 1;
    const left_unit = codeUnitKey(left[at..]);
    const right_unit = codeUnitKey(right[at..]);
    return left_unit < right_unit;
}

/// A number that orders characters as their first code unit does, and those with the same one as the whole character does.
fn codeUnitKey(text: []const u8) u32 {
    const length = std.unicode.utf8ByteSequenceLength(text[0]) catch return text[0];
    const code: u32 = std.unicode.utf8Decode(text[0..length]) catch return text[0];
    // From U+E000 on, what one code unit holds stands behind all that takes two.
    return if (code >= 0xe000 and code <= 0xffff) code + 0x200000 else code;
}

const hex_digits = "0123456789abcdef";

/// Appends a text in quotes, with the shortest escapes.
pub fn appendText(arena: Allocator, out: *std.ArrayList(u8), text: []const u8) Allocator.Error!void {
    try out.append(arena, '"');
    var start: usize = 0;
    for (text, 0..) |character, at| {
        if (character >= 0x20 and character != '"' and character != '\\') continue;
        try out.appendSlice(arena, text[start..at]);
        start = at + 1;
        if (std.mem.findScalar(u8, "\"\\\x08\x0c\n\r\t", character)) |short| {
            try out.appendSlice(arena, &.{ '\\', "\"\\bfnrt"[short] });
        } else {
            try out.appendSlice(arena, &.{ '\\', 'u', '0', '0', hex_digits[character >> 4], hex_digits[character & 0xf] });
        }
    }
    try out.appendSlice(arena, text[start..]);
    try out.append(arena, '"');
}

/// Appends a number as ECMAScript's Number::toString writes it (ECMA-262, 6.1.6.1.20).
fn appendNumber(arena: Allocator, out: *std.ArrayList(u8), number: f64) Allocator.Error!void {
    const size = @abs(number);
    if (number == 0) return out.append(arena, '0');
    if (number == @trunc(number) and size < 1e15) return out.print(arena, "{d}", .{@as(i64, @intFromFloat(number))});
    if (size >= 1e-6 and size < 1e21) return out.print(arena, "{d}", .{number});
    const start = out.items.len;
    try out.print(arena, "{e}", .{number});
    // ECMAScript writes the sign of a positive exponent too.
    const mark = std.mem.findScalar(u8, out.items[start..], 'e') orelse return;
    if (out.items[start + mark + 1] != '-') try out.insert(arena, start + mark + 1, '+');
}
