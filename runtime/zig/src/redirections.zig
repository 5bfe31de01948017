//! Files that redirections name and assignments before a command, against the lists of a rule.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const glob = @import("glob.zig");
const AssignmentTest = @import("names.zig").AssignmentTest;
const paths = @import("paths.zig");
const shell = @import("shell_types.zig");
const types = @import("types.zig");
const Places = @import("view_words.zig").Places;

const Answer = types.Answer;

/// The files that a clause lists.
pub const FileList = struct {
    /// Covers unknown targets too.
    any: bool = false,
    paths: []const paths.PathPattern = &.{},
};

/// One NAME=GLOB.
pub const EnvironmentPattern = struct {
    name: []const glob.Token,
    value: []const glob.Token,
    /// The glob is `*`: it covers unknown values too.
    any: bool,
};

/// Makes the files that a clause lists ready to match; `any` among them stands for all.
pub fn prepareFiles(arena: Allocator, files: []const []const u8) Allocator.Error!FileList {
    if (bytes.contains(files, "any")) return .{ .any = true };
    return .{ .paths = try paths.preparePaths(arena, files) };
}

/// Makes an entry NAME=GLOB, or NAME for any value, ready to match.
pub fn prepareEnvironment(arena: Allocator, entry: []const u8) Allocator.Error!EnvironmentPattern {
    const name, const value = std.mem.cutScalar(u8, entry, '=') orelse .{ entry, "*" };
    return .{
        .name = try glob.prepareGlob(arena, name),
        .value = try glob.prepareGlob(arena, value),
        .any = bytes.equal(value, "*"),
    };
}

/// Whether a redirection to this target changes and reveals nothing: `/dev/null` and the standard streams.
pub fn isInertTarget(target: *const shell.Word) bool {
    const path = target.text();
    if (bytes.contains(&.{ "/dev/null", "/dev/stdin", "/dev/stdout", "/dev/stderr" }, path)) return true;
    const number = std.mem.cutPrefix(u8, path, "/dev/fd/") orelse return false;
    return number.len > 0 and bytes.endOfRun(number, 0, bytes.isDigit) == number.len;
}

/// Where targets are resolved: the directory of the shell, not that of a program's own options.
pub const Where = struct {
    /// What patterns start from, and what `~`, `$HOME` and `$PWD` stand for in words.
    bases: paths.PathBases,
    places: Places,
    directory: ?[]const u8,
};

fn opens(redirection: shell.Redirection, wanted: shell.Direction) bool {
    return (redirection.direction == wanted or redirection.direction == .both) and !isInertTarget(redirection.target);
}

/// Whether every file that the command opens in that direction is one of the list.
pub fn coversFiles(
    arena: Allocator,
    redirections: []const shell.Redirection,
    wanted: shell.Direction,
    files: *const FileList,
    where: *const Where,
) Allocator.Error!Answer {
    var weakest: Answer = .yes;
    for (redirections) |redirection| {
        if (opens(redirection, wanted)) weakest = weakest.min(try inFiles(arena, redirection.target, files, where));
    }
    return weakest;
}

/// Whether some file that the command opens in that direction is one of the list.
pub fn opensSome(
    arena: Allocator,
    redirections: []const shell.Redirection,
    wanted: shell.Direction,
    files: *const FileList,
    where: *const Where,
) Allocator.Error!Answer {
    var strongest: Answer = .no;
    for (redirections) |redirection| {
        if (opens(redirection, wanted)) strongest = strongest.max(try inFiles(arena, redirection.target, files, where));
    }
    return strongest;
}

fn inFiles(arena: Allocator, target: *const shell.Word, files: *const FileList, where: *const Where) Allocator.Error!Answer {
    if (files.any) return .yes;
    const path = try paths.pathOfWord(arena, target, where.places, where.directory);
    return paths.pathMatches(arena, path, files.paths, where.bases, false);
}

/// Whether every assignment is one of the list, or inert.
pub fn coversAssignments(
    assignments: []const shell.Assignment,
    list: []const EnvironmentPattern,
    inert: *const AssignmentTest,
) Answer {
    var weakest: Answer = .yes;
    for (assignments) |assignment| {
        if (!inert.has(assignment.name, assignment.known())) weakest = weakest.min(assignsOne(assignment, list));
    }
    return weakest;
}

/// Whether some assignment is one of the list.
pub fn assignsSome(assignments: []const shell.Assignment, list: []const EnvironmentPattern) Answer {
    var strongest: Answer = .no;
    for (assignments) |assignment| strongest = strongest.max(assignsOne(assignment, list));
    return strongest;
}

fn assignsOne(assignment: shell.Assignment, list: []const EnvironmentPattern) Answer {
    var found: Answer = .no;
    for (list) |pattern| {
        if (!glob.matches(pattern.name, assignment.name)) continue;
        if (pattern.any) return .yes;
        // What `+=` adds to is not known.
        const value = assignment.known() orelse {
            found = found.max(.maybe);
            continue;
        };
        if (glob.matches(pattern.value, value)) found = .yes;
    }
    return found;
}
