//! Refs as git lists them, for repositories whose refs or configuration are not all in files that are read here.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const git_refs = @import("git_refs.zig");
const git_workspace = @import("git_workspace.zig");
const run_git = @import("run_git.zig");

const Repository = @import("git_directory.zig").Repository;

/// A ref as git lists it.
pub const RefRecord = struct {
    /// The branch that is checked out.
    current: bool,
    name: []const u8,
    id: []const u8,
    /// The full name of the upstream and its remote; empty where there is none.
    upstream: []const u8,
    remote: []const u8,
};

/// Asks for names and ids only: no object is read, so none can be missing (git-for-each-ref(1)).
const list_words = [_][]const u8{
    "for-each-ref",
    "--format=%(HEAD)%00%(refname)%00%(objectname)%00%(upstream)%00%(upstream:remotename)%00",
    "refs/heads",
    "refs/remotes",
};

/// Lists branches and remote branches, in one call of git; null where that fails or is not understood.
pub fn listRefs(
    arena: Allocator,
    in: *const Repository,
    git: *run_git.GitRunner,
    workspace: []const u8,
) Allocator.Error!?[]const RefRecord {
    const folder = try std.mem.join(arena, "/", &.{ workspace, git_workspace.linked_git_folder });
    const environment = run_git.own_configuration ++ [_]run_git.Variable{.{ "GIT_DIR", folder }};
    const ended = switch (try git.run(.{ .words = &list_words, .environment = &environment, .folder = workspace }, &in.outside())) {
        .ended => |ended| ended,
        .failed, .overflow => return null,
    };
    return if (ended.status == 0) parseRefList(arena, ended.output, in.id_length) else null;
}

const record_fields = 5;

/// Reads records of five fields, each of which ends with a NUL, and a newline after each record.
///
///     try parseRefList(arena, "*\x00refs/heads/x\x00…\x00\x00\x00\n", 40)
pub fn parseRefList(arena: Allocator, output: []const u8, id_length: usize) Allocator.Error!?[]const RefRecord {
    var records: std.ArrayList(RefRecord) = .empty;
    var rest = output;
    while (rest.len > 0) {
        var fields: [record_fields][]const u8 = undefined;
        for (&fields) |*field| {
            field.*, rest = std.mem.cutScalar(u8, rest, 0) orelse return null;
        }
        rest = std.mem.cutPrefix(u8, rest, "\n") orelse return null;
        const mark, const name, const id, const upstream, const remote = fields;
        const current = bytes.equal(mark, "*");
        if (!current and !bytes.equal(mark, " ")) return null;
        if (!std.mem.startsWith(u8, name, "refs/") or !git_refs.isId(id, id_length)) return null;
        try records.append(arena, .{ .current = current, .name = name, .id = id, .upstream = upstream, .remote = remote });
    }
    return records.items;
}

/// The branch that is checked out; null where none is, or where it has no commit.
pub fn currentRecord(records: []const RefRecord) ?RefRecord {
    for (records) |record| {
        if (record.current) return record;
    }
    return null;
}
