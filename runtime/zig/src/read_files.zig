//! Files and folders, read so that nothing surprises: no links, no waiting, no more bytes than a limit.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const system = @import("system.zig");

/// What stands at a path. `absent` is certain; `unreadable` is everything that could not be settled.
pub const FileKind = enum { unreadable, absent, file, folder, link, other };

/// What stands at a path, with the user id of its owner, its device and its permission bits.
pub const FileEntry = struct {
    kind: FileKind,
    owner: ?u32 = null,
    device: u64 = 0,
    permissions: u32 = 0,

    /// Whether a user owns it, or the system does not say so.
    pub fn isOf(entry: FileEntry, user: u32) bool {
        return entry.owner == user;
    }
};

/// What stands at a path itself; a link is not followed.
pub fn lookAt(path: []const u8) FileEntry {
    return entryOf(system.statusAt(path, .no_follow));
}

/// What a path leads to, through links; a dangling link leads to nothing.
pub fn lookThrough(path: []const u8) FileEntry {
    return entryOf(system.statusAt(path, .follow));
}

fn entryOf(found: system.Error!system.Status) FileEntry {
    const status = found catch |problem| return .{ .kind = if (problem == error.Missing) .absent else .unreadable };
    return .{
        .kind = switch (status.kind) {
            .file => .file,
            .folder => .folder,
            .link => .link,
            .other => .other,
        },
        .owner = status.owner,
        .device = status.device,
        .permissions = status.permissions,
    };
}

/// More links than that on the way to a path are a loop (path_resolution(7)).
const most_links = 40;

/// The path without links, `.` and `..`, as realpath(3) gives it; null where some part is missing or unreadable.
///
///     try canonicalPath(arena, "/var/run") // "/run"
pub fn canonicalPath(arena: Allocator, path: []const u8) Allocator.Error!?[]const u8 {
    if (!std.mem.startsWith(u8, path, "/")) return null;
    var found: []const u8 = "/";
    var rest = path;
    var links: usize = 0;
    while (true) {
        rest = std.mem.trimStart(u8, rest, "/");
        if (rest.len == 0) return found;
        const end = std.mem.findScalar(u8, rest, '/') orelse rest.len;
        const segment = rest[0..end];
        rest = rest[end..];
        if (bytes.equal(segment, "..")) {
            found = folderOf(found);
            continue;
        }
        if (bytes.equal(segment, ".")) continue;
        const next = try pathBelow(arena, found, segment);
        switch (lookAt(next).kind) {
            .absent, .unreadable => return null,
            .folder => found = next,
            .link => {
                links += 1;
                var buffer: [std.posix.PATH_MAX]u8 = undefined;
                const target = system.readLink(next, &buffer) catch return null;
                if (links > most_links or target.len == 0) return null;
                if (target[0] == '/') found = "/";
                rest = try std.mem.join(arena, "/", &.{ target, rest });
            },
            .file, .other => {
                // Nothing can stand below it, not even `.`.
                if (rest.len > 0) return null;
                return next;
            },
        }
    }
}

/// The content of a file, or why there is none.
pub const FileReading = union(enum) {
    bytes: []const u8,
    absent,
    unreadable,

    /// The content; null where it was not read.
    pub fn text(reading: FileReading) ?[]const u8 {
        return if (reading == .bytes) reading.bytes else null;
    }
};

/// Reads a regular file of at most so many bytes. A longer file, a FIFO or a device is unreadable, and so is a link that is not
/// followed.
pub fn readRegular(arena: Allocator, path: []const u8, most: usize, links: system.Links) Allocator.Error!FileReading {
    const file = system.openFile(path, links) catch |problem| return if (problem == error.Missing) .absent else .unreadable;
    defer system.close(file);
    const found = system.statusOf(file) catch return .unreadable;
    if (found.kind != .file or found.size > most) return .unreadable;
    // Also of a file that grows while it is read.
    const text = system.readAll(arena, file, most) catch |problem| switch (problem) {
        error.OutOfMemory => return error.OutOfMemory,
        else => return .unreadable,
    };
    return if (text) |known| .{ .bytes = known } else .unreadable;
}

/// The one line of a small file without its line end; null where there is no such file or more than one line.
pub fn readOneLine(arena: Allocator, path: []const u8, most: usize) Allocator.Error!?[]const u8 {
    const found = try readRegular(arena, path, most, .no_follow);
    const text = std.mem.trimEnd(u8, found.text() orelse return null, "\r\n");
    return if (text.len == 0 or std.mem.findAny(u8, text, "\n\x00") != null) null else text;
}

/// The names in a folder; none where there is no folder, null where it cannot be listed.
pub fn listFolder(arena: Allocator, path: []const u8) Allocator.Error!?[]const []const u8 {
    switch (lookThrough(path).kind) {
        .folder => {},
        .unreadable => return null,
        .absent, .file, .link, .other => return &.{},
    }
    var threaded: std.Io.Threaded = .init_single_threaded;
    const io = threaded.io();
    const folder = std.Io.Dir.cwd().openDir(io, path, .{ .iterate = true }) catch return null;
    defer folder.close(io);
    var names: std.ArrayList([]const u8) = .empty;
    var entries = folder.iterate();
    while (entries.next(io) catch return null) |entry| try names.append(arena, try arena.dupe(u8, entry.name));
    return names.items;
}

/// A path below a folder, or the path itself where it is absolute.
pub fn pathBelow(arena: Allocator, folder: []const u8, path: []const u8) Allocator.Error![]const u8 {
    if (std.mem.startsWith(u8, path, "/")) return path;
    return std.mem.join(arena, "/", &.{ std.mem.cutSuffix(u8, folder, "/") orelse folder, path });
}

/// The folder of a canonical path; the root is its own.
pub fn folderOf(path: []const u8) []const u8 {
    return path[0..@max(1, std.mem.findScalarLast(u8, path, '/') orelse 0)];
}

/// Whether a canonical path is a folder or lies in it.
pub fn isWithin(path: []const u8, folder: []const u8) bool {
    if (bytes.equal(path, folder)) return true;
    const start = std.mem.cutSuffix(u8, folder, "/") orelse folder;
    return std.mem.startsWith(u8, path, start) and bytes.byteAt(path, start.len) == '/';
}
