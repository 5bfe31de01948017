//! `git_clean_worktree`.
//!
//! Git compares the tree in a git folder of our own: the real index, objects and commit, and a configuration that names no program.
//! Content is compared as it is, so files behind a filter may show as changed, never the other way round.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const git_config = @import("git_config.zig");
const git_directory = @import("git_directory.zig");
const git_index = @import("git_index.zig");
const git_list_refs = @import("git_list_refs.zig");
const git_refs = @import("git_refs.zig");
const git_settings = @import("git_settings.zig");
const git_status_parse = @import("git_status_parse.zig");
const git_workspace = @import("git_workspace.zig");
const read_files = @import("read_files.zig");
const run_git = @import("run_git.zig");
const types = @import("types.zig");

const Repository = git_directory.Repository;
const Truth = types.Truth;
const pathBelow = read_files.pathBelow;

/// What is there while an operation waits to be continued (git-status(1), gitrepository-layout(5)).
const in_progress = [_][]const u8{
    "MERGE_HEAD",
    "CHERRY_PICK_HEAD",
    "REVERT_HEAD",
    "BISECT_LOG",
    "rebase-merge",
    "rebase-apply",
    "sequencer",
};

/// The flags repeat what the configuration of our own says already. `dirty` and not `all`: staged changes of a submodule's commit
/// count, and git still does not go into it.
const status_words = [_][]const u8{
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.untrackedCache=false",
    "--no-optional-locks",
    "status",
    "--porcelain=v2",
    "-z",
    "--untracked-files=normal",
    "--ignore-submodules=dirty",
    "--no-renames",
};

const most_index = 256 * 1024 * 1024;
const most_info = 1024 * 1024;
/// Submodules in submodules.
const most_submodules = 8;

/// What the comparison needs beside the repository.
pub const CleanTools = struct {
    git: *run_git.GitRunner,
    user: u32,
    folders: git_settings.UserFolders,
};

/// Whether nothing is staged, changed, unmerged, untracked or in progress, in submodules neither, without running anything that the
/// repository configures; unknown where entries are hidden from git, or where git does not answer in time.
pub fn readClean(arena: Allocator, in: *const Repository, tools: CleanTools) Allocator.Error!Truth {
    return cleanAt(arena, in, tools, 0);
}

fn cleanAt(arena: Allocator, in: *const Repository, tools: CleanTools, depth: usize) Allocator.Error!Truth {
    var waits = false;
    for (in_progress) |name| {
        switch (read_files.lookAt(try pathBelow(arena, in.git_folder, name)).kind) {
            .absent => {},
            .unreadable => return .unknown,
            .file, .folder, .link, .other => waits = true,
        }
    }
    if (waits) return .false;
    const index = try readIndex(arena, in) orelse return .unknown;
    if (index.assumed or depth > most_submodules) return .unknown;
    const workspace = try git_workspace.Workspace.make(arena, tools.git.scratch, in) orelse return .unknown;
    const own = own: {
        defer workspace.remove();
        break :own try compareTree(arena, in, index, tools, workspace.folder);
    };
    if (own != .true) return own;
    for (index.submodules) |path| {
        const value = try submoduleIsClean(arena, try pathBelow(arena, in.top, path), tools, depth + 1);
        if (value != .true) return value;
    }
    return .true;
}

fn readIndex(arena: Allocator, in: *const Repository) Allocator.Error!?git_index.IndexSummary {
    return switch (try read_files.readRegular(arena, try pathBelow(arena, in.git_folder, "index"), most_index, .no_follow)) {
        .absent => .{},
        .unreadable => null,
        .bytes => |index| try git_index.summariseIndex(arena, index, in.id_length),
    };
}

/// The comparison of one tree, submodules apart.
fn compareTree(
    arena: Allocator,
    in: *const Repository,
    index: git_index.IndexSummary,
    tools: CleanTools,
    workspace: []const u8,
) Allocator.Error!Truth {
    const outside = in.outside();
    const settings = try git_settings.readSettings(arena, workspace, tools.folders, tools.git, &outside) orelse return .unknown;
    const head = try readCommit(arena, in, tools.git, workspace) orelse return .unknown;
    // An entry that is skipped is no part of a sparse checkout, or it is hidden.
    if (index.skipped and !isSparse(settings)) return .unknown;
    const shadow = try pathBelow(arena, workspace, "shadow");
    const config = try git_settings.writeConfig(arena, settings, in.id_length, tools.folders);
    writeShadow(arena, shadow, in, head, config) catch |problem| {
        return if (problem == error.OutOfMemory) error.OutOfMemory else .unknown;
    };
    const index_file = git_workspace.linked_git_folder ++ "/index";
    const environment = run_git.own_configuration ++ [_]run_git.Variable{
        .{ "GIT_DIR", shadow },
        .{ "GIT_INDEX_FILE", try pathBelow(arena, workspace, index_file) },
        .{ "GIT_WORK_TREE", try pathBelow(arena, workspace, git_workspace.linked_top) },
    };
    const call: run_git.GitCall = .{ .words = &status_words, .environment = &environment, .folder = workspace };
    return switch (try tools.git.run(call, &outside)) {
        .overflow => .false,
        .failed => .unknown,
        // A complaint may mean that some folder could not be looked into.
        .ended => |ended| if (ended.status != 0 or ended.complained) .unknown else git_status_parse.parseStatus(ended.output),
    };
}

fn isSparse(settings: []const git_settings.Setting) bool {
    const set = git_settings.settingNamed(settings, "sparsecheckout") orelse return false;
    return git_config.readBoolean(set.value) orelse false;
}

/// What HEAD of our own git folder is to hold: the commit, or a branch that is not born; null where it is not known.
fn readCommit(arena: Allocator, in: *const Repository, git: *run_git.GitRunner, workspace: []const u8) Allocator.Error!?[]const u8 {
    if (!in.refs_are_files) {
        const records = try git_list_refs.listRefs(arena, in, git, workspace) orelse return null;
        const current = git_list_refs.currentRecord(records) orelse return null;
        return current.id;
    }
    const name = switch (try git_refs.readHead(arena, in) orelse return null) {
        .id => |id| return id,
        .ref => |ref| ref,
    };
    return switch (try git_refs.readRef(arena, in, name) orelse return null) {
        .id => |id| id,
        .absent => "ref: refs/heads/unborn",
        .elsewhere => null,
    };
}

/// Makes the git folder of our own; an error where some part of the real one cannot be read, or where it cannot be made.
fn writeShadow(arena: Allocator, folder: []const u8, in: *const Repository, head: []const u8, config: []const u8) !void {
    var threaded: std.Io.Threaded = .init_single_threaded;
    const io = threaded.io();
    const cwd = std.Io.Dir.cwd();
    for ([_][]const u8{ "", "/refs", "/info" }) |name| {
        try cwd.createDir(io, try std.mem.concat(arena, u8, &.{ folder, name }), .fromMode(0o777));
    }
    const objects = try pathBelow(arena, in.common_folder, "objects");
    try cwd.symLink(io, objects, try pathBelow(arena, folder, "objects"), .{});
    const head_line = try std.mem.concat(arena, u8, &.{ head, "\n" });
    try cwd.writeFile(io, .{ .sub_path = try pathBelow(arena, folder, "HEAD"), .data = head_line });
    try cwd.writeFile(io, .{ .sub_path = try pathBelow(arena, folder, "config"), .data = config });
    for ([_]struct { []const u8, []const u8 }{
        .{ "info/attributes", in.common_folder },
        .{ "info/exclude", in.common_folder },
        .{ "info/sparse-checkout", in.git_folder },
    }) |info| {
        const name, const from = info;
        switch (try read_files.readRegular(arena, try pathBelow(arena, from, name), most_info, .no_follow)) {
            .absent => {},
            .unreadable => return error.Unreadable,
            .bytes => |text| try cwd.writeFile(io, .{ .sub_path = try pathBelow(arena, folder, name), .data = text }),
        }
    }
}

/// A submodule is clean where it is not checked out and empty, or checked out and clean itself; git has compared its commit.
fn submoduleIsClean(arena: Allocator, path: []const u8, tools: CleanTools, depth: usize) Allocator.Error!Truth {
    if (read_files.lookAt(path).kind != .folder) return .false;
    if (read_files.lookAt(try pathBelow(arena, path, ".git")).kind == .absent) {
        const names = try read_files.listFolder(arena, path) orelse return .unknown;
        return .of(names.len == 0);
    }
    const place = try git_directory.findRepository(arena, path, tools.user);
    if (place != .worktree) return .unknown;
    if (!bytes.is(try read_files.canonicalPath(arena, path), place.worktree.top)) return .unknown;
    return cleanAt(arena, place.worktree, tools, depth);
}
