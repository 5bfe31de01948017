//! The git to run: one of few fixed places; never by PATH, and never a file of the tree that is judged.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const read_files = @import("read_files.zig");

/// Where systems and package managers put git, in the order in which they are tried.
const git_places = [_][]const u8{
    "/usr/bin/git",
    "/usr/local/bin/git",
    "/opt/homebrew/bin/git",
    "/run/current-system/sw/bin/git",
};

const root_user = 0;

const executable = 0o111;
const group_writes = 0o020;
const others_write = 0o002;
const sticky = 0o1000;

/// The path of the git to run, through links; null where there is none that can be trusted. user may own it, beside root; it must
/// not lie in the folders of outside.
pub fn findGit(arena: Allocator, user: u32, outside: []const []const u8) Allocator.Error!?[]const u8 {
    for (git_places) |place| {
        if (try isTrustedGit(arena, place, user, outside)) return place;
    }
    return null;
}

/// It and all folders above it belong to root or the user and are written by nobody else.
fn isTrustedGit(arena: Allocator, place: []const u8, user: u32, outside: []const []const u8) Allocator.Error!bool {
    const path = try read_files.canonicalPath(arena, place) orelse return false;
    for (outside) |folder| {
        if (read_files.isWithin(path, folder)) return false;
    }
    const program = read_files.lookAt(path);
    const mode = program.permissions;
    if (program.kind != .file or mode & executable == 0 or mode & (group_writes | others_write) != 0) return false;
    if (!belongsTo(program, user)) return false;
    var folder = read_files.folderOf(path);
    while (true) : (folder = read_files.folderOf(folder)) {
        const entry = read_files.lookAt(folder);
        // In a sticky folder only the owner of an entry can put another in its place.
        if (!belongsTo(entry, user) or (entry.permissions & others_write != 0 and entry.permissions & sticky == 0)) return false;
        if (bytes.equal(folder, "/")) return true;
    }
}

fn belongsTo(entry: read_files.FileEntry, user: u32) bool {
    return entry.isOf(root_user) or entry.isOf(user);
}
