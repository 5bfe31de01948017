//! Positional parameters.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const joinTexts = @import("shell_folds.zig").joinTexts;
const shell = @import("shell_types.zig");

const Commands = []const *const shell.SimpleCommand;
const Piece = shell.Piece;

/// The commands of a text with its positional parameters bound, as far as they are literal words: those behind `sh -c TEXT` are
/// what `$0`, `$1`, … stand for. Nothing is bound where something in the text may change them: `set`, `shift`, a sourced file, a
/// function.
///
/// left is charged for every value that is bound: texts that run themselves could double their words at each level. Nothing is
/// bound any more once it is overdrawn, which the caller has to look at.
pub fn bindPositional(
    arena: Allocator,
    commands: Commands,
    positional: shell.Words,
    left: *shell.Budget,
) Allocator.Error!Commands {
    if (positional.len == 0) return commands;
    for (commands) |command| {
        if (mayChangePositional(command)) return commands;
    }
    const bound = try arena.alloc(*const shell.SimpleCommand, commands.len);
    for (commands, bound) |command, *place| {
        const made = try arena.create(shell.SimpleCommand);
        made.* = command.*;
        var words: std.ArrayList(*const shell.Word) = .empty;
        for (command.words) |word| try bindWord(arena, &words, word, positional, left);
        made.words = words.items;
        place.* = made;
    }
    return bound;
}

fn mayChangePositional(command: *const shell.SimpleCommand) bool {
    if (command.around.deferred) return true;
    for (command.assignments) |assignment| {
        // What unquoted values are cut at counts too.
        if (bytes.equal(assignment.name, "IFS")) return true;
    }
    if (command.words.len == 0) return false;
    return bytes.contains(&.{ ".", "eval", "getopts", "set", "shift", "source" }, command.words[0].text());
}

/// Adds the words that a word becomes: one, or for a whole `"$@"` as many as there are.
fn bindWord(
    arena: Allocator,
    words: *std.ArrayList(*const shell.Word),
    word: *const shell.Word,
    positional: shell.Words,
    left: *shell.Budget,
) Allocator.Error!void {
    if (word.literal() != null or left.bound < 0 or left.nodes < 0) return words.append(arena, word);
    if (isAllParameters(word) and allStayOne(positional[1..])) {
        left.takeNodes(positional.len - 1);
        for (positional[1..]) |value| {
            var placed = value.*;
            placed.span = word.span;
            left.takeBound(value.text().len);
            try words.append(arena, try shell.keepWord(arena, placed));
        }
        return;
    }
    const pieces = try arena.alloc(Piece, word.pieces.len);
    var is_literal = true;
    for (word.pieces, pieces) |piece, *bound| {
        bound.* = bindPiece(piece, positional, left);
        is_literal = is_literal and bound.* == .literal;
    }
    var bound = word.*;
    bound.pieces = if (is_literal) try shell.onePiece(arena, .{ .literal = try joinTexts(arena, pieces) }) else pieces;
    try words.append(arena, try shell.keepWord(arena, bound));
}

/// The positional parameter that a piece is the value of.
fn parameterOf(piece: Piece) ?u8 {
    return switch (piece) {
        .one, .many => |parameter| parameter,
        else => null,
    };
}

/// Whether a word is `$@` and nothing else. Quotes leave an empty text before what they hold.
fn isAllParameters(word: *const shell.Word) bool {
    var found: usize = 0;
    for (word.pieces) |piece| {
        if (bytes.is(piece.literalText(), "")) continue;
        if (parameterOf(piece) != '@') return false;
        found += 1;
    }
    return found == 1;
}

/// Whether each parameter is known, and would stay one word.
fn allStayOne(values: shell.Words) bool {
    for (values) |value| {
        if (!staysOne(value.literal() orelse return false)) return false;
    }
    return true;
}

fn bindPiece(piece: Piece, positional: shell.Words, left: *shell.Budget) Piece {
    const parameter = parameterOf(piece) orelse return piece;
    if (!bytes.isDigit(parameter) or parameter - '0' >= positional.len) return piece;
    const value = positional[parameter - '0'].literal() orelse return piece;
    if (left.bound < 0 or (piece == .many and !staysOne(value))) return piece;
    left.takeBound(value.len);
    return .{ .literal = value };
}

/// Whether a value stays one word without quotes: no blank, no pattern, and not empty.
fn staysOne(value: []const u8) bool {
    return value.len > 0 and std.mem.findAny(u8, value, " \t\n*?[]\\") == null;
}
