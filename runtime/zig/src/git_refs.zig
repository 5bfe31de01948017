//! HEAD and refs, read from files (gitrepository-layout(5), git-check-ref-format(1)).

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const names = @import("names.zig");
const read_files = @import("read_files.zig");

const Repository = @import("git_directory.zig").Repository;

/// What HEAD or a ref is: another ref by its full name, or an id.
pub const Head = union(enum) {
    ref: []const u8,
    id: []const u8,
};

/// What a ref holds.
pub const Ref = union(enum) {
    id: []const u8,
    absent,
    /// It is kept where only git looks.
    elsewhere,
};

const most_ref = 65_536;
const most_packed = 64 * 1024 * 1024;
const most_ref_steps = 5;

/// Folders of refs that belong to a worktree and not to the repository (git-worktree(1), "Refs").
const per_worktree = [_][]const u8{ "refs/bisect/", "refs/rewritten/", "refs/worktree/" };

/// Reads HEAD; null where it is not a regular file or not well-formed.
pub fn readHead(arena: Allocator, in: *const Repository) Allocator.Error!?Head {
    const found = try read_files.readRegular(arena, try read_files.pathBelow(arena, in.git_folder, "HEAD"), most_ref, .no_follow);
    return parseRef(found.text() orelse return null, in.id_length);
}

/// Reads a ref through at most five symbolic ones; null where something on the way is malformed.
pub fn readRef(arena: Allocator, in: *const Repository, name: []const u8) Allocator.Error!?Ref {
    var wanted = name;
    for (0..most_ref_steps + 1) |_| {
        if (!isRefName(wanted)) return null;
        if (names.startsWithOneOf(wanted, &per_worktree)) return .elsewhere;
        switch (try readLoose(arena, in, wanted)) {
            .malformed => return null,
            .absent => return readPacked(arena, in, wanted),
            .head => |head| switch (head) {
                .id => |id| return .{ .id = id },
                .ref => |ref| wanted = ref,
            },
        }
    }
    return null;
}

const Loose = union(enum) { head: Head, absent, malformed };

/// Reads a loose ref; no folder on the way to it may be a link.
fn readLoose(arena: Allocator, in: *const Repository, name: []const u8) Allocator.Error!Loose {
    var path = in.common_folder;
    var segments = std.mem.splitScalar(u8, name, '/');
    while (segments.next()) |segment| {
        path = try read_files.pathBelow(arena, path, segment);
        const kind = read_files.lookAt(path).kind;
        const last = segments.peek() == null;
        // A folder in the ref's place only says that refs with longer names were there.
        if (kind == .absent or (kind == .folder and last)) return .absent;
        if (kind != @as(read_files.FileKind, if (last) .file else .folder)) return .malformed;
    }
    const found = try read_files.readRegular(arena, path, most_ref, .no_follow);
    const head = parseRef(found.text() orelse return .malformed, in.id_length) orelse return .malformed;
    return .{ .head = head };
}

/// Looks for the line `ID NAME` in `packed-refs`; other lines are not looked at.
fn readPacked(arena: Allocator, in: *const Repository, name: []const u8) Allocator.Error!?Ref {
    const path = try read_files.pathBelow(arena, in.common_folder, "packed-refs");
    const text = switch (try read_files.readRegular(arena, path, most_packed, .no_follow)) {
        .absent => return .absent,
        .unreadable => return null,
        .bytes => |text| text,
    };
    const tail = try std.mem.concat(arena, u8, &.{ " ", name, "\n" });
    var from: usize = 0;
    while (std.mem.findPos(u8, text, from, tail)) |at| : (from = at + 1) {
        if (at < in.id_length) continue;
        const start = at - in.id_length;
        if (start > 0 and text[start - 1] != '\n') continue;
        const id = text[start..at];
        return if (isId(id, in.id_length)) .{ .id = id } else null;
    }
    return .absent;
}

/// Reads `ref: NAME` or an object id, and nothing but blanks behind it.
fn parseRef(written: []const u8, id_length: usize) ?Head {
    const text = std.mem.trimEnd(u8, written, " \t\r\n");
    if (std.mem.cutPrefix(u8, text, "ref:")) |rest| {
        const name = std.mem.trimStart(u8, rest, " \t");
        return if (isRefName(name)) .{ .ref = name } else null;
    }
    return if (isId(text, id_length)) .{ .id = text } else null;
}

/// Whether a text is a full ref name as git-check-ref-format(1) wants it.
fn isRefName(name: []const u8) bool {
    if (!std.mem.startsWith(u8, name, "refs/") or std.mem.endsWith(u8, name, ".")) return false;
    if (std.mem.find(u8, name, "..") != null or std.mem.find(u8, name, "@{") != null) return false;
    for (name) |character| {
        if (character <= ' ' or character == 0x7f or bytes.isOneOf(character, "~^:?*[\\")) return false;
    }
    var segments = std.mem.splitScalar(u8, name, '/');
    while (segments.next()) |segment| {
        if (segment.len == 0 or segment[0] == '.' or std.mem.endsWith(u8, segment, ".lock")) return false;
    }
    return true;
}

/// Whether a text is an object id; the one of zeros stands for no object.
pub fn isId(text: []const u8, length: usize) bool {
    return text.len == length and
        std.mem.findNone(u8, text, "0123456789abcdef") == null and std.mem.findNone(u8, text, "0") != null;
}
