//! A private folder to run git in.

const std = @import("std");
const Allocator = std.mem.Allocator;

const Repository = @import("git_directory.zig").Repository;

// Names in a workspace: the git folder, and the work tree.
pub const linked_git_folder = "git";
pub const linked_top = "tree";

const only_own: std.Io.File.Permissions = .fromMode(0o700);

/// A private folder. The repository is reached from there by links: then paths of any bytes are no matter for arguments and
/// environment.
pub const Workspace = struct {
    folder: []const u8,

    /// Makes one in a folder for temporary ones; null where it cannot be made. `remove` removes it.
    pub fn make(arena: Allocator, scratch: []const u8, in: *const Repository) Allocator.Error!?Workspace {
        var threaded: std.Io.Threaded = .init_single_threaded;
        const io = threaded.io();
        var number: [8]u8 = undefined;
        io.random(&number);
        const name = std.fmt.bytesToHex(number, .lower);
        const folder = try std.mem.concat(arena, u8, &.{ std.mem.trimEnd(u8, scratch, "/"), "/policy-git-", &name });
        std.Io.Dir.cwd().createDir(io, folder, only_own) catch return null;
        const made: Workspace = .{ .folder = folder };
        made.link(io, arena, in) catch |problem| {
            made.remove();
            return if (problem == error.OutOfMemory) error.OutOfMemory else null;
        };
        return made;
    }

    fn link(workspace: Workspace, io: std.Io, arena: Allocator, in: *const Repository) !void {
        for ([_][2][]const u8{ .{ in.git_folder, linked_git_folder }, .{ in.top, linked_top } }) |pair| {
            const path = try std.mem.join(arena, "/", &.{ workspace.folder, pair[1] });
            try std.Io.Dir.cwd().symLink(io, pair[0], path, .{});
        }
    }

    /// Removes it with all that is in it. What cannot be removed says nothing about the repository.
    pub fn remove(workspace: Workspace) void {
        var threaded: std.Io.Threaded = .init_single_threaded;
        std.Io.Dir.cwd().deleteTree(threaded.io(), workspace.folder) catch {};
    }
};
