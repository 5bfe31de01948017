//! Words that built-ins evaluate again, as arithmetic or as the subscript of an array.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const types = @import("types.zig");
const shell = @import("shell_types.zig");
const headOf = @import("word_parts.zig").headOf;
const isPlainArithmetic = @import("shell_arithmetic.zig").isPlainArithmetic;

/// Built-ins whose operands are names of variables, which may have a subscript.
const takes_names = [_][]const u8{
    "declare",
    "export",
    "getopts",
    "integer",
    "local",
    "mapfile",
    "read",
    "readarray",
    "readonly",
    "typeset",
    "unset",
};

/// Whether a word is an option that makes a variable a number: whatever it is given is arithmetic.
fn isIntegerOption(text: []const u8) bool {
    return isLetterOption(text) and std.mem.findScalar(u8, text, 'i') != null;
}

/// Whether a word is an option of `read` and its like whose value is no name.
fn isValuedOption(text: []const u8) bool {
    return text.len > 1 and isLetterOption(text) and bytes.isOneOf(text[text.len - 1], "dCcnNOpstu");
}

fn isLetterOption(text: []const u8) bool {
    return std.mem.startsWith(u8, text, "-") and bytes.endOfRun(text, 1, bytes.isLetter) == text.len;
}

/// The option of a built-in that stands before the name of a variable.
fn nameOption(program: []const u8) ?[]const u8 {
    if (bytes.contains(&.{ "printf", "test", "[" }, program)) return "-v";
    return if (bytes.equal(program, "wait")) "-p" else null;
}

/// The words of a command that a shell evaluates again, as arithmetic or as the subscript of an array. program is the reduced
/// program word.
pub fn evaluatesAgain(arena: Allocator, words: shell.Words, program: ?[]const u8) Allocator.Error![]const types.OpaquePart {
    const name = program orelse return &.{};
    if (words.len < 2) return &.{};
    var parts: std.ArrayList(types.OpaquePart) = .empty;
    const operands = words[1..];
    if (bytes.equal(name, "let")) {
        for (operands) |word| {
            const plain = if (word.literal()) |text| isPlainArithmetic(text) else false;
            if (!plain) try parts.append(arena, .{ .code = .arithmetic, .span = word.span });
        }
        return parts.items;
    }
    const is_names = bytes.contains(&takes_names, name);
    const option = nameOption(name);
    if (!is_names and option == null) return &.{};
    var is_integer = bytes.equal(name, "integer");
    for (operands, 0..) |word, at| {
        const before = if (at > 0) operands[at - 1].text() else "";
        const is_named = bytes.is(option, before);
        const is_attached = at == 0 and bytes.equal(name, "printf") and std.mem.startsWith(u8, word.text(), "-v") and !word.is("-v");
        const is_name = is_names and !isValuedOption(before);
        if ((is_named or is_attached or is_name) and hasSubscript(word)) {
            try parts.append(arena, .{ .code = .arithmetic, .span = word.span });
        }
        is_integer = is_integer or (is_names and isIntegerOption(word.text()));
    }
    if (is_integer) {
        for (operands) |word| {
            if (assignsExpression(word)) try parts.append(arena, .{ .code = .arithmetic, .span = word.span });
        }
    }
    return parts.items;
}

/// Whether a word gives a variable the value of an expression.
fn assignsExpression(word: *const shell.Word) bool {
    const text = word.literal() orelse return true;
    const assigned = std.mem.cutScalar(u8, text, '=') orelse return false;
    return !isPlainArithmetic(assigned[1]);
}

/// Whether the name in a word has, or may have, a subscript that is not a number.
fn hasSubscript(word: *const shell.Word) bool {
    const head = headOf(word);
    const equals = std.mem.findScalar(u8, head, '=');
    if (word.literal() == null and equals == null) {
        return for (word.pieces) |piece| {
            if (piece != .place) break true;
        } else false;
    }
    const name = head[0 .. equals orelse head.len];
    const from = std.mem.findScalar(u8, name, '[') orelse return false;
    return !isPlainSubscript(name[from..]);
}

fn isIndexByte(character: u8) bool {
    return bytes.isDigit(character) or character == '@' or character == '*';
}

/// Whether a text is `[` digits, `@` or `*` `]`, perhaps with a `+` behind it.
fn isPlainSubscript(text: []const u8) bool {
    const end = bytes.endOfRun(text, 1, isIndexByte);
    return end > 1 and (bytes.equal(text[end..], "]") or bytes.equal(text[end..], "]+"));
}
