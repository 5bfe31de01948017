//! `git_branch_is` and `git_synced_to_upstream`.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const git_config = @import("git_config.zig");
const git_list_refs = @import("git_list_refs.zig");
const git_refs = @import("git_refs.zig");
const git_upstream = @import("git_upstream.zig");
const git_workspace = @import("git_workspace.zig");
const glob = @import("glob.zig");
const run_git = @import("run_git.zig");
const types = @import("types.zig");

const RefRecord = git_list_refs.RefRecord;
const Repository = @import("git_directory.zig").Repository;
const Truth = types.Truth;

/// Whether the name of the checked-out branch, born or not, matches. False where no branch is.
pub fn readBranchIs(
    arena: Allocator,
    in: *const Repository,
    pattern: []const glob.Token,
    git: *run_git.GitRunner,
) Allocator.Error!Truth {
    if (!in.refs_are_files) {
        const records = try listBranches(arena, in, git) orelse return .unknown;
        const current = git_list_refs.currentRecord(records) orelse return .unknown;
        return matchBranch(current.name, pattern);
    }
    return switch (try git_refs.readHead(arena, in) orelse return .unknown) {
        .id => .false,
        .ref => |ref| matchBranch(ref, pattern),
    };
}

fn matchBranch(ref: []const u8, pattern: []const glob.Token) Truth {
    const branch = std.mem.cutPrefix(u8, ref, git_upstream.branch_refs) orelse return .false;
    return .of(glob.matches(pattern, branch));
}

/// Whether branch and upstream are the same commit. Nothing is fetched: it is the upstream of the last fetch.
pub fn readSynced(arena: Allocator, in: *const Repository, git: *run_git.GitRunner) Allocator.Error!Truth {
    if (!in.refs_are_files or git_config.hasIncludes(in.config)) return syncedByList(try listBranches(arena, in, git));
    const head = try git_refs.readHead(arena, in) orelse return .unknown;
    const ref = if (head == .ref) head.ref else return .false;
    const branch = std.mem.cutPrefix(u8, ref, git_upstream.branch_refs) orelse return .false;
    const upstream = try git_upstream.upstreamOf(arena, in.config, branch);
    const own = try git_refs.readRef(arena, in, ref) orelse return .unknown;
    if (upstream == .unknown) return .unknown;
    if (upstream == .none or own == .absent) return .false;
    const other = try git_refs.readRef(arena, in, upstream.ref);
    const listed = own == .elsewhere or (other != null and other.? == .elsewhere);
    if (listed) return syncedByList(try listBranches(arena, in, git));
    return switch (other orelse return .unknown) {
        .id => |id| .of(bytes.equal(id, own.id)),
        .absent, .elsewhere => .false,
    };
}

fn listBranches(arena: Allocator, in: *const Repository, git: *run_git.GitRunner) Allocator.Error!?[]const RefRecord {
    const workspace = try git_workspace.Workspace.make(arena, git.scratch, in) orelse return null;
    defer workspace.remove();
    return git_list_refs.listRefs(arena, in, git, workspace.folder);
}

fn syncedByList(listed: ?[]const RefRecord) Truth {
    const records = listed orelse return .unknown;
    const current = git_list_refs.currentRecord(records) orelse return .false;
    if (!std.mem.startsWith(u8, current.upstream, git_upstream.tracked_refs)) return .false;
    if (bytes.equal(current.remote, git_upstream.this_repository)) return .false;
    for (records) |record| {
        if (bytes.equal(record.name, current.upstream) and bytes.equal(record.id, current.id)) return .true;
    }
    return .false;
}
