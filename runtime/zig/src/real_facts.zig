//! The facts of this machine.

const std = @import("std");
const Allocator = std.mem.Allocator;
const environment_facts = @import("environment_facts.zig");
const git_branch = @import("git_branch.zig");
const git_clean = @import("git_clean.zig");
const git_directory = @import("git_directory.zig");
const git_settings = @import("git_settings.zig");
const glob = @import("glob.zig");
const path_facts = @import("path_facts.zig");
const paths = @import("paths.zig");
const run_git = @import("run_git.zig");
const system = @import("system.zig");
const types = @import("types.zig");

const GitPlace = git_directory.GitPlace;
const Truth = types.Truth;

/// Variables with which the command's own git would look elsewhere than what is read here; so do all that start with GIT_CONFIG.
const redirecting_names = std.StaticStringMap(void).initComptime(.{
    .{"GIT_ALTERNATE_OBJECT_DIRECTORIES"},
    .{"GIT_ATTR_SOURCE"},
    .{"GIT_CEILING_DIRECTORIES"},
    .{"GIT_COMMON_DIR"},
    .{"GIT_DIR"},
    .{"GIT_DISCOVERY_ACROSS_FILESYSTEM"},
    .{"GIT_EXEC_PATH"},
    .{"GIT_GRAFT_FILE"},
    .{"GIT_INDEX_FILE"},
    .{"GIT_NAMESPACE"},
    .{"GIT_OBJECT_DIRECTORY"},
    .{"GIT_REPLACE_REF_BASE"},
    .{"GIT_SHALLOW_FILE"},
    .{"GIT_WORK_TREE"},
});

/// The predicates that are asked of the machine; any other is unknown.
const Fact = enum {
    cwd_under,
    env_is,
    git_branch_is,
    git_clean_worktree,
    git_is_linked_worktree,
    git_is_worktree,
    git_synced_to_upstream,
    os_is,
    path_exists,
};

/// What the readers of one decision share: nothing is looked at before it is asked for, and repositories and the deadline are shared
/// by all that is asked.
pub const MachineFacts = struct {
    /// Of the decision.
    arena: Allocator,
    environ: std.process.Environ,
    bases: paths.PathBases,
    folders: git_settings.UserFolders,
    user: u32,
    git: run_git.GitRunner,
    /// Where directories lie, found once for each.
    places: std.StringHashMapUnmanaged(GitPlace) = .empty,

    /// root and home are absolute paths.
    pub fn init(arena: Allocator, environ: std.process.Environ, root: ?[]const u8, home: ?[]const u8) MachineFacts {
        const user = system.effectiveUser();
        const configuration = environ.getPosix("XDG_CONFIG_HOME") orelse "";
        return .{
            .arena = arena,
            .environ = environ,
            .bases = .{ .root = paths.directoryOf(root), .home = paths.directoryOf(home) },
            .folders = .{ .home = home, .configuration = if (configuration.len == 0) null else configuration },
            .user = user,
            .git = .{ .arena = arena, .user = user, .scratch = scratchFolder(environ) },
        };
    }

    /// Answers one predicate in one directory.
    pub fn ask(machine: *MachineFacts, predicate: types.Predicate, in: ?[]const u8) Allocator.Error!Truth {
        const arena = machine.arena;
        const argument = predicate.argument orelse "";
        const fact = std.meta.stringToEnum(Fact, predicate.name) orelse return .unknown;
        switch (fact) {
            .env_is => return environment_facts.readEnvIs(arena, argument, machine.environ),
            .os_is => return environment_facts.readOsIs(argument),
            .path_exists => return path_facts.readPathExists(arena, argument, machine.bases),
            .cwd_under => return path_facts.readCwdUnder(arena, argument, in orelse return .unknown, machine.bases),
            .git_is_worktree => return switch (try machine.placeOf(in)) {
                .unknown => .unknown,
                .worktree => .true,
                .outside, .inside => .false,
            },
            else => {},
        }
        const place = try machine.placeOf(in);
        if (place != .worktree) return .unknown;
        const repository = place.worktree;
        return switch (fact) {
            .git_branch_is => git_branch.readBranchIs(arena, repository, try glob.prepareGlob(arena, argument), &machine.git),
            .git_clean_worktree => git_clean.readClean(arena, repository, .{
                .git = &machine.git,
                .user = machine.user,
                .folders = machine.folders,
            }),
            .git_is_linked_worktree => .of(repository.linked),
            .git_synced_to_upstream => git_branch.readSynced(arena, repository, &machine.git),
            else => unreachable,
        };
    }

    fn placeOf(machine: *MachineFacts, in: ?[]const u8) Allocator.Error!GitPlace {
        const folder = in orelse return .unknown;
        for (machine.environ.block.view().slice) |variable| {
            if (redirects(std.mem.span(variable))) return .unknown;
        }
        if (machine.places.get(folder)) |known| return known;
        const place = try git_directory.findRepository(machine.arena, folder, machine.user);
        try machine.places.put(machine.arena, folder, place);
        return place;
    }
};

fn redirects(variable: []const u8) bool {
    const name = if (std.mem.cutScalar(u8, variable, '=')) |parts| parts[0] else variable;
    return redirecting_names.has(name) or std.mem.startsWith(u8, name, "GIT_CONFIG");
}

/// Where temporary folders are made.
fn scratchFolder(environ: std.process.Environ) []const u8 {
    const named = environ.getPosix("TMPDIR") orelse "";
    return if (named.len == 0) "/tmp" else named;
}
