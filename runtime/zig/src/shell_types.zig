//! What a shell text is made of: words of pieces, and simple commands with what surrounds them.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const codes = @import("codes.zig");
const types = @import("types.zig");
const Scope = @import("shell_scopes.zig").Scope;

const Span = types.Span;

/// What a glob piece stands for.
pub const GlobSymbol = enum {
    /// Any bytes but a slash.
    star,
    /// `**`: any bytes.
    deep,
    /// `?`: one character but a slash.
    any,
    /// Any bytes: its members depend on the locale.
    bracket,
};

/// A directory that a word may name without its path.
pub const PlaceKind = enum { home, pwd };

/// A part of a word.
pub const Piece = union(enum) {
    /// These bytes.
    literal: []const u8,
    /// The bytes that bash makes of `$'…'` or of a brace list; some shells read something else.
    ansi: []const u8,
    /// Unknown text inside one word (`"$x"`), with the positional parameter (`0` to `9`, `@`, `*`) that it is the value of.
    one: ?u8,
    /// Any bytes, word borders included (`$x`), with the positional parameter.
    many: ?u8,
    /// Part of a pattern: the word stands for one or more words.
    glob: GlobSymbol,
    /// `~`, `$HOME` or `$PWD`.
    place: Place,
    /// A sign of a brace list (`{`, `,` or `}`) in an unquoted part of a word; only while the word is read.
    sign: u8,

    pub const Place = struct {
        of: PlaceKind,
        /// An unquoted variable, which is cut into words.
        splits: bool = false,
    };

    /// Unknown text: one word in quotes, else any words.
    pub fn unknown(quoted: bool) Piece {
        return if (quoted) .{ .one = null } else .{ .many = null };
    }

    /// The known text of a literal piece; null for every other.
    pub fn literalText(piece: Piece) ?[]const u8 {
        return switch (piece) {
            .literal => |text| text,
            else => null,
        };
    }

    /// Whether it is a place whose value is cut into words.
    pub fn splits(piece: Piece) bool {
        return switch (piece) {
            .place => |place| place.splits,
            else => false,
        };
    }

    /// Whether it may hold the border of two words.
    pub fn holdsBorder(piece: Piece) bool {
        return piece == .many or piece.splits();
    }
};

/// A word of a command. Words are shared and never changed once they are read.
pub const Word = struct {
    pieces: []const Piece,
    /// The word as written.
    source: []const u8 = "",
    span: Span,
    /// One of the words of a brace list: the single word that shells without such lists read in place of all of them.
    unexpanded: ?*const Word = null,

    /// The bytes of the word; null where some are not known.
    pub fn literal(word: *const Word) ?[]const u8 {
        return if (word.pieces.len == 1) word.pieces[0].literalText() else null;
    }

    /// The bytes of the word; empty where some are not known.
    pub fn text(word: *const Word) []const u8 {
        return word.literal() orelse "";
    }

    /// Whether the word is known and this text.
    pub fn is(word: *const Word, wanted: []const u8) bool {
        return bytes.is(word.literal(), wanted);
    }
};

/// The words of a command.
pub const Words = []const *const Word;

/// NAME=value or NAME+=value before a command; the value never splits. An array is one unknown value.
pub const Assignment = struct {
    name: []const u8,
    append: bool = false,
    value: *const Word,

    /// What the variable then holds; null where that is not known, or where the value is added to what it held.
    pub fn known(assignment: Assignment) ?[]const u8 {
        return if (assignment.append) null else assignment.value.literal();
    }
};

/// For what a redirection opens a file.
pub const Direction = enum { read, write, both };

/// A redirection names a file. Duplications of descriptors, here-documents and here-strings name none and are not listed.
pub const Redirection = struct {
    direction: Direction,
    target: *const Word,

    /// Whether the file is opened to be read.
    pub fn reads(redirection: Redirection) bool {
        return redirection.direction != .write;
    }

    /// Whether the file is opened to be written.
    pub fn writes(redirection: Redirection) bool {
        return redirection.direction != .read;
    }
};

/// What a command reads as its standard input, as far as the line shows it.
pub const Input = struct {
    source: Source,
    /// Other commands read the same input: any part of it may be gone.
    shared: bool = false,

    pub const Source = union(enum) {
        /// The text of a here-document or a here-string.
        text: *const Word,
        /// The earlier pipeline member that writes it.
        from: *const Scope,
    };
};

/// What a command inherits from what surrounds it.
pub const Circumstances = struct {
    /// The subshells that it runs in, outermost first: what it does to the shell itself (directory, variables, how programs are
    /// found) is seen by later commands only whose path starts with this one.
    environment: []const u32 = &.{},
    /// The parts of the line that may not run, outermost first: what it does has happened for commands in the same parts.
    branch: []const u32 = &.{},
    /// The outermost part of the line whose commands run at the same time or several times: all of them count as earlier.
    together: ?u32 = null,
    /// The outermost loop around it: what its commands do to their shell is seen by all of them.
    loop: ?u32 = null,
    /// Everything after it in the line may run while it runs.
    background: bool = false,
    /// Runs whenever something calls it (a function body, a trap): every command of the line may have run before it.
    deferred: bool = false,
    /// Those of enclosing groups and of earlier `exec`s first, then its own.
    redirections: []const Redirection = &.{},
    /// Null where the line does not show it: a file, another descriptor, the input of the line.
    input: ?Input = null,
};

/// A simple command, with what surrounds it.
pub const SimpleCommand = struct {
    around: Circumstances,
    assignments: []const Assignment,
    words: Words,
    span: Span,
};

/// A name that the line gives another meaning, and where.
pub const NamedPart = struct {
    name: []const u8,
    span: Span,
};

/// What a text holds.
pub const ShellText = struct {
    commands: []const *const SimpleCommand,
    opaque_parts: []const types.OpaquePart,
    /// The functions that it defines.
    functions: []const NamedPart,
    /// The variables that it assigns without a command: those of loops and of `${name=…}`.
    variables: []const NamedPart,
};

/// A text that was read, or why the input is refused: it is over a budget.
pub const ShellReading = union(enum) {
    text: ShellText,
    refused: codes.InputError,
};

/// What is left of the budgets of one input; all texts of the input share it. Below zero, the input is over it.
pub const Budget = struct {
    commands: i64 = codes.most_commands,
    nodes: i64 = codes.most_nodes,
    /// Bytes of values that positional parameters may still be bound to.
    bound: i64 = codes.most_line,
    /// How many numbers of scopes are taken.
    scopes: u32 = 0,

    /// Takes a number.
    pub fn nextScope(left: *Budget) u32 {
        left.scopes += 1;
        return left.scopes - 1;
    }

    /// Takes nodes away.
    pub fn takeNodes(left: *Budget, count: usize) void {
        left.nodes -= @intCast(count);
    }

    /// Takes bytes of bound values away.
    pub fn takeBound(left: *Budget, count: usize) void {
        left.bound -= @intCast(count);
    }
};

/// Who runs a text that a command holds.
pub const Runner = enum {
    /// A process of its own (`sh -c`).
    child,
    /// The shell of the line (`eval`).
    same,
    /// The shell of the line some time later (`trap`).
    later,
};

/// Where a text stands that is not the outer line itself.
pub const Within = struct {
    /// The command that runs the text.
    outer: *const SimpleCommand,
    /// The span that everything in the text gets.
    span: Span,
    runner: Runner,
};

/// A word in memory of its own.
pub fn keepWord(arena: Allocator, word: Word) Allocator.Error!*const Word {
    const kept = try arena.create(Word);
    kept.* = word;
    return kept;
}

/// A word of these pieces alone.
pub fn wordOf(arena: Allocator, pieces: []const Piece, source: []const u8, place: Span) Allocator.Error!*const Word {
    return keepWord(arena, .{ .pieces = pieces, .source = source, .span = place });
}

/// A word that does not stand in the line as such, such as an inner program word cut out of another.
pub fn literalWord(arena: Allocator, text: []const u8, place: Span) Allocator.Error!*const Word {
    return wordOf(arena, try onePiece(arena, .{ .literal = text }), text, place);
}

/// A list of one piece.
pub fn onePiece(arena: Allocator, piece: Piece) Allocator.Error![]const Piece {
    return arena.dupe(Piece, &.{piece});
}

/// A command as a process of its own runs it: what it does to its directory and variables ends with it.
pub fn inChild(arena: Allocator, command: *const SimpleCommand, left: *Budget) Allocator.Error!*const SimpleCommand {
    const inner = try arena.create(SimpleCommand);
    inner.* = command.*;
    inner.around.environment = try extended(arena, command.around.environment, left.nextScope());
    return inner;
}

/// A path with one more number.
pub fn extended(arena: Allocator, path: []const u32, number: u32) Allocator.Error![]const u32 {
    return std.mem.concat(arena, u32, &.{ path, &.{number} });
}
