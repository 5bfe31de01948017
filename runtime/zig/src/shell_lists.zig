//! What ends lists of commands.

const bytes = @import("bytes.zig");

/// A sign that ends lists of commands; the cursor stays before it.
pub const ListSign = enum {
    none,
    parenthesis,
    /// What ends an arm of `case`.
    arm,
};

/// What ends lists of commands.
pub const Ends = struct {
    /// Reserved words; the one that was found is passed over.
    words: []const []const u8 = &.{},
    sign: ListSign = .none,

    /// Whether a word is one of the reserved words.
    pub fn has(ends: Ends, word: []const u8) bool {
        return word.len > 0 and bytes.contains(ends.words, word);
    }

    pub const brace: Ends = .{ .words = &.{"}"} };
    pub const do: Ends = .{ .words = &.{"do"} };
    pub const done: Ends = .{ .words = &.{"done"} };
    pub const then: Ends = .{ .words = &.{"then"} };
    pub const otherwise: Ends = .{ .words = &.{ "elif", "else", "fi" } };
    pub const fi: Ends = .{ .words = &.{"fi"} };
    pub const parenthesis: Ends = .{ .sign = .parenthesis };
    pub const arm: Ends = .{ .words = &.{"esac"}, .sign = .arm };
    pub const nothing: Ends = .{};
};

/// What ended a list.
pub const Ending = union(enum) {
    /// One of the reserved words.
    word: []const u8,
    /// The sign.
    sign,
    /// The text ended.
    missing,
    /// The reading stopped.
    stopped,

    /// Whether this reserved word ended the list.
    pub fn is(ending: Ending, word: []const u8) bool {
        return switch (ending) {
            .word => |found| bytes.equal(found, word),
            else => false,
        };
    }
};
