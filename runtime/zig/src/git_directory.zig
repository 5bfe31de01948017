//! The repository that git would find from a directory, by reading files alone (gitrepository-layout(5)). Git itself would believe
//! more than this does: whatever a repository could have forged to point elsewhere is unknown here.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const git_config = @import("git_config.zig");
const read_files = @import("read_files.zig");

const canonicalPath = read_files.canonicalPath;
const lookAt = read_files.lookAt;
const pathBelow = read_files.pathBelow;

/// A repository with a work tree that the directory lies in. All paths are canonical.
pub const Repository = struct {
    /// The folder that holds `.git`.
    top: []const u8,
    /// Holds HEAD and the index.
    git_folder: []const u8,
    /// Holds `objects`, `refs` and `config`; another than git_folder in a linked worktree only.
    common_folder: []const u8,
    linked: bool = false,
    /// The repository's own configuration, with `config.worktree` after it where that counts; without includes.
    config: []const git_config.Entry = &.{},
    /// Hexadecimal digits of an object id: 40 or 64.
    id_length: usize = 40,
    /// Refs are files, and not in a table that only git reads.
    refs_are_files: bool = true,

    /// The folders of the repository, in which no git is trusted.
    pub fn outside(repository: *const Repository) [2][]const u8 {
        return .{ repository.top, repository.common_folder };
    }
};

/// Where a directory lies.
pub const GitPlace = union(enum) {
    unknown,
    worktree: *const Repository,
    /// In no repository.
    outside,
    /// Inside a git folder or a bare repository.
    inside,
};

/// How many bytes a `.git` file, `commondir` and `gitdir` may have.
const most_pointer = 4096;
const most_config = 1024 * 1024;

/// Repository extensions that change nothing here, or that are looked at below (git-config(1), extensions.*).
const known_extensions = std.StaticStringMap(void).initComptime(.{
    .{"noop"},
    .{"noop-v1"},
    .{"objectformat"},
    .{"partialclone"},
    .{"preciousobjects"},
    .{"refstorage"},
    .{"relativeworktrees"},
    .{"worktreeconfig"},
});

/// Finds the repository of a directory: an absolute path, which need not be canonical. user is the user id that must own what is
/// found.
pub fn findRepository(arena: Allocator, in: []const u8, user: u32) Allocator.Error!GitPlace {
    const start = try canonicalPath(arena, in) orelse return .unknown;
    const entry = lookAt(start);
    if (entry.kind != .folder) return .unknown;
    const finder: Finder = .{ .arena = arena, .user = user };
    var folder = start;
    while (true) : (folder = read_files.folderOf(folder)) {
        // Git does not look beyond a mount point (git(1), GIT_DISCOVERY_ACROSS_FILESYSTEM).
        const found = lookAt(folder);
        if (found.owner == null or found.device != entry.device) return .outside;
        if (try finder.placeAt(folder)) |place| return place;
        if (bytes.equal(folder, "/")) return .outside;
    }
}

const Finder = struct {
    arena: Allocator,
    user: u32,

    /// What one folder on the way up says; null: nothing, look higher.
    fn placeAt(finder: Finder, top: []const u8) Allocator.Error!?GitPlace {
        const dot_git = try pathBelow(finder.arena, top, ".git");
        const entry = lookAt(dot_git);
        if (entry.kind == .absent) return if (try finder.looksLikeGitFolder(top, top)) try finder.insideOf(top) else null;
        if (!entry.isOf(finder.user) or !lookAt(top).isOf(finder.user)) return .unknown;
        return switch (entry.kind) {
            .folder => try finder.mainRepository(top, dot_git),
            .file => try finder.pointedRepository(top, dot_git),
            else => .unknown,
        };
    }

    /// About a git folder itself, bare or not: what `core.worktree` makes of it is not trusted.
    fn insideOf(finder: Finder, folder: []const u8) Allocator.Error!GitPlace {
        if (!lookAt(folder).isOf(finder.user)) return .unknown;
        const config = try finder.readConfig(folder, "config") orelse return .unknown;
        return if (git_config.lastValue(config, "core", "worktree") != null) .unknown else .inside;
    }

    fn mainRepository(finder: Finder, top: []const u8, git_folder: []const u8) Allocator.Error!GitPlace {
        if (try finder.hasCommonDir(git_folder) or !try finder.looksLikeGitFolder(git_folder, git_folder)) return .unknown;
        return finder.openRepository(.{ .top = top, .git_folder = git_folder, .common_folder = git_folder });
    }

    /// About a `.git` file: a linked worktree where its target has a `commondir`, else a submodule or a separate git folder.
    fn pointedRepository(finder: Finder, top: []const u8, dot_git: []const u8) Allocator.Error!GitPlace {
        const line = try read_files.readOneLine(finder.arena, dot_git, most_pointer) orelse return .unknown;
        const named = std.mem.cutPrefix(u8, line, "gitdir: ") orelse return .unknown;
        const git_folder = try canonicalPath(finder.arena, try pathBelow(finder.arena, top, named)) orelse return .unknown;
        if (!lookAt(git_folder).isOf(finder.user)) return .unknown;
        if (try finder.hasCommonDir(git_folder)) return finder.linkedRepository(top, dot_git, git_folder);
        if (!try finder.looksLikeGitFolder(git_folder, git_folder)) return .unknown;
        return finder.openRepository(.{ .top = top, .git_folder = git_folder, .common_folder = git_folder });
    }

    /// Worktree and repository must name each other, as `git worktree add` leaves them.
    fn linkedRepository(finder: Finder, top: []const u8, dot_git: []const u8, git_folder: []const u8) Allocator.Error!GitPlace {
        const common = try finder.pointedTo(git_folder, "commondir") orelse return .unknown;
        const back = try finder.pointedTo(git_folder, "gitdir") orelse return .unknown;
        const worktrees = try pathBelow(finder.arena, common, "worktrees");
        if (!bytes.equal(back, dot_git) or !bytes.equal(read_files.folderOf(git_folder), worktrees)) return .unknown;
        if (!lookAt(common).isOf(finder.user) or !try finder.looksLikeGitFolder(git_folder, common)) return .unknown;
        if (!try finder.looksLikeGitFolder(common, common) or hasGitSegment(top)) return .unknown;
        return finder.openRepository(.{ .top = top, .git_folder = git_folder, .common_folder = common, .linked = true });
    }

    fn pointedTo(finder: Finder, folder: []const u8, name: []const u8) Allocator.Error!?[]const u8 {
        const line = try read_files.readOneLine(finder.arena, try pathBelow(finder.arena, folder, name), most_pointer) orelse return null;
        return canonicalPath(finder.arena, try pathBelow(finder.arena, folder, line));
    }

    fn hasCommonDir(finder: Finder, git_folder: []const u8) Allocator.Error!bool {
        return lookAt(try pathBelow(finder.arena, git_folder, "commondir")).kind != .absent;
    }

    /// HEAD, and `objects` and `refs` of the common folder, are what makes a git folder (gitrepository-layout(5)).
    fn looksLikeGitFolder(finder: Finder, git_folder: []const u8, common_folder: []const u8) Allocator.Error!bool {
        const arena = finder.arena;
        const head = lookAt(try pathBelow(arena, git_folder, "HEAD")).kind;
        if (head != .file and head != .link) return false;
        return read_files.lookThrough(try pathBelow(arena, common_folder, "objects")).kind == .folder and
            read_files.lookThrough(try pathBelow(arena, common_folder, "refs")).kind == .folder;
    }

    /// Reads what the repository says of itself; what is not understood there makes everything unknown.
    fn openRepository(finder: Finder, found: Repository) Allocator.Error!GitPlace {
        const arena = finder.arena;
        const shared = try finder.readConfig(found.common_folder, "config") orelse return .unknown;
        if (!lookAt(found.git_folder).isOf(finder.user)) return .unknown;
        var own: []const git_config.Entry = &.{};
        if (git_config.booleanOf(shared, "extensions", "worktreeconfig") orelse return .unknown) {
            own = try finder.readConfig(found.git_folder, "config.worktree") orelse return .unknown;
        }
        const repository = try arena.create(Repository);
        repository.* = found;
        repository.config = try std.mem.concat(arena, git_config.Entry, &.{ shared, own });
        // A linked worktree has a work tree, even of a repository that is bare itself; unless its own file says otherwise.
        const says = if (found.linked) own else repository.config;
        const bare = git_config.booleanOf(says, "core", "bare") orelse return .unknown;
        if (!readFormat(repository, shared) or !try finder.worktreeIsTop(repository)) return .unknown;
        return if (bare) .inside else .{ .worktree = repository };
    }

    /// Whether `core.worktree` is not set, or names the very folder that holds `.git`, as in submodules.
    fn worktreeIsTop(finder: Finder, repository: *const Repository) Allocator.Error!bool {
        const arena = finder.arena;
        for (try git_config.valuesOf(arena, repository.config, "core", null, "worktree")) |value| {
            const path = try pathBelow(arena, repository.git_folder, value orelse return false);
            if (!bytes.is(try canonicalPath(arena, path), repository.top)) return false;
        }
        return true;
    }

    /// The entries of a configuration file; none where there is no file, null where it cannot be read.
    fn readConfig(finder: Finder, folder: []const u8, name: []const u8) Allocator.Error!?[]const git_config.Entry {
        const path = try pathBelow(finder.arena, folder, name);
        return switch (try read_files.readRegular(finder.arena, path, most_config, .no_follow)) {
            .absent => &.{},
            .unreadable => null,
            .bytes => |text| try git_config.parseConfig(finder.arena, text),
        };
    }
};

/// Whether a work tree stands in something called `.git`, whatever the case: programs differ in what they make of that.
fn hasGitSegment(path: []const u8) bool {
    var segments = std.mem.splitScalar(u8, path, '/');
    while (segments.next()) |segment| {
        if (std.ascii.eqlIgnoreCase(segment, ".git")) return true;
    }
    return false;
}

/// Reads the version and the extensions of a repository (git's repository-version.txt); false where one is not known.
fn readFormat(repository: *Repository, config: []const git_config.Entry) bool {
    const version = lastText(config, "core", "repositoryformatversion", "0");
    if (!bytes.equal(version, "0") and !bytes.equal(version, "1")) return false;
    for (config) |entry| {
        if (bytes.equal(entry.section, "extensions") and !known_extensions.has(entry.name)) return false;
    }
    const ObjectFormat = enum { sha1, sha256 };
    const RefStorage = enum { files, reftable };
    const objects = std.meta.stringToEnum(ObjectFormat, lastText(config, "extensions", "objectformat", "sha1")) orelse return false;
    const refs = std.meta.stringToEnum(RefStorage, lastText(config, "extensions", "refstorage", "files")) orelse return false;
    repository.id_length = if (objects == .sha256) 64 else 40;
    repository.refs_are_files = refs == .files;
    return true;
}

fn lastText(config: []const git_config.Entry, section: []const u8, name: []const u8, absent: []const u8) []const u8 {
    return (git_config.lastValue(config, section, name) orelse return absent) orelse "";
}
