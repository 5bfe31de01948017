//! Lists of names that are asked as sets, and program words as they compare.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");

/// A list of names that is asked as a set; it keeps the order in which they are listed.
pub const Names = struct {
    list: []const []const u8 = &.{},
    /// Made for long lists only.
    set: std.StringHashMapUnmanaged(void) = .empty,

    const few_names = 8;

    /// The names of a list, which is kept.
    pub fn init(arena: Allocator, list: []const []const u8) Allocator.Error!Names {
        var made: Names = .{ .list = list };
        if (list.len <= few_names) return made;
        try made.set.ensureTotalCapacity(arena, @intCast(list.len));
        for (list) |name| made.set.putAssumeCapacity(name, {});
        return made;
    }

    /// Whether a name is in the list.
    pub fn has(names: *const Names, name: []const u8) bool {
        if (names.list.len > few_names) return names.set.contains(name);
        return bytes.contains(names.list, name);
    }

    /// Whether the list is empty.
    pub fn isEmpty(names: *const Names) bool {
        return names.list.len == 0;
    }
};

/// A list of names, some of which end in `*` and then stand for all that start so.
pub const NameTest = struct {
    exact: Names = .{},
    starts: []const []const u8 = &.{},

    /// The test for the entries of a list, which is kept.
    pub fn init(arena: Allocator, list: []const []const u8) Allocator.Error!NameTest {
        var exact: std.ArrayList([]const u8) = .empty;
        var starts: std.ArrayList([]const u8) = .empty;
        for (list) |name| {
            if (std.mem.cutSuffix(u8, name, "*")) |start| {
                try starts.append(arena, start);
            } else {
                try exact.append(arena, name);
            }
        }
        return .{ .exact = try .init(arena, exact.items), .starts = starts.items };
    }

    /// Whether a name is in the list, or starts as an entry with `*` says.
    pub fn has(names: *const NameTest, name: []const u8) bool {
        return names.exact.has(name) or startsWithOneOf(name, names.starts);
    }
};

/// Whether a text starts with one of a list.
pub fn startsWithOneOf(text: []const u8, starts: []const []const u8) bool {
    for (starts) |start| {
        if (std.mem.startsWith(u8, text, start)) return true;
    }
    return false;
}

/// Names as above, and NAME=VALUE, whose value may end in `*` for any text without blanks.
pub const AssignmentTest = struct {
    names: NameTest = .{},
    pairs: []const Pair = &.{},

    const Pair = struct { name: []const u8, value: []const u8 };

    /// The test for the entries of a list, which is kept.
    pub fn init(arena: Allocator, entries: []const []const u8) Allocator.Error!AssignmentTest {
        var alone: std.ArrayList([]const u8) = .empty;
        var pairs: std.ArrayList(Pair) = .empty;
        for (entries) |entry| {
            if (std.mem.cutScalar(u8, entry, '=')) |pair| {
                try pairs.append(arena, .{ .name = pair[0], .value = pair[1] });
            } else {
                try alone.append(arena, entry);
            }
        }
        return .{ .names = try .init(arena, alone.items), .pairs = pairs.items };
    }

    /// Whether an assignment is one of these. value is what the variable then holds; null where that is not known, or where the
    /// value is added to what it held.
    pub fn has(entries: *const AssignmentTest, name: []const u8, value: ?[]const u8) bool {
        if (entries.names.has(name)) return true;
        const text = value orelse return false;
        if (std.mem.findAny(u8, text, " \t\n") != null) return false;
        for (entries.pairs) |pair| {
            if (!bytes.equal(pair.name, name)) continue;
            const start = std.mem.cutSuffix(u8, pair.value, "*");
            if (if (start) |known| std.mem.startsWith(u8, text, known) else bytes.equal(pair.value, text)) return true;
        }
        return false;
    }
};

const executable_suffixes = [_][]const u8{ ".exe", ".cmd", ".bat", ".com" };

/// A program word as loose views compare it: what follows the last `/`, ASCII letters small, one final .exe, .cmd, .bat or .com
/// dropped unless nothing would be left.
///
///     reduceProgram(arena, "/usr/bin/Git.EXE") // "git"
pub fn reduceProgram(arena: Allocator, word: []const u8) Allocator.Error![]const u8 {
    const start = if (std.mem.findScalarLast(u8, word, '/')) |slash| slash + 1 else 0;
    const last = try bytes.smallLetters(arena, word[start..]);
    for (executable_suffixes) |suffix| {
        if (std.mem.cutSuffix(u8, last, suffix)) |reduced| {
            if (reduced.len > 0) return reduced;
        }
    }
    return last;
}
