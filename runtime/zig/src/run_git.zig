//! Git, run for one decision: a fixed environment, a deadline for all calls together, an output limit, and nothing left behind.

const std = @import("std");
const Allocator = std.mem.Allocator;
const find_git = @import("find_git.zig");
const system = @import("system.zig");

/// How long all calls of one decision may take together, in milliseconds.
const git_deadline = 250;
/// How many bytes of output are read.
const most_git_output = 1024 * 1024;

/// A variable of the environment with its value.
pub const Variable = struct { []const u8, []const u8 };

/// All that git sees of the environment. An inherited variable could name programs and other repositories. GIT_ALLOW_PROTOCOL, empty,
/// forbids every transport: a version that does not know GIT_NO_LAZY_FETCH could fetch missing objects by a program that the
/// repository names.
const git_environment = [_]Variable{
    .{ "GIT_ALLOW_PROTOCOL", "" },
    .{ "GIT_NO_LAZY_FETCH", "1" },
    .{ "GIT_NO_REPLACE_OBJECTS", "1" },
    .{ "GIT_OPTIONAL_LOCKS", "0" },
    .{ "GIT_PAGER", "cat" },
    .{ "GIT_TERMINAL_PROMPT", "0" },
    .{ "LC_ALL", "C" },
    .{ "PATH", "/usr/bin:/bin" },
};

/// Says where configuration may come from: the repository that GIT_DIR names, and the user and the system only where that is asked
/// for.
pub const own_configuration = [_]Variable{
    .{ "GIT_CONFIG_GLOBAL", "/dev/null" },
    .{ "GIT_CONFIG_NOSYSTEM", "1" },
};

/// One call: arguments, additions to the environment, and the folder to run in.
pub const GitCall = struct {
    words: []const []const u8,
    environment: []const Variable,
    folder: []const u8,
};

/// What came of a call.
pub const GitResult = union(enum) {
    /// There was no program, or it was killed, or out of time.
    failed,
    /// It wrote more than is read.
    overflow,
    /// It ended by itself.
    ended: struct { status: u8, output: []const u8, complained: bool },
};

/// The clock starts with the first call.
pub const GitRunner = struct {
    /// Of the decision.
    arena: Allocator,
    user: u32,
    /// Where temporary folders are made.
    scratch: []const u8,
    started: ?u64 = null,

    /// Runs git and waits for it, at most until the deadline; then its whole process group is killed. A git that lies in one of the
    /// folders of outside is not run.
    pub fn run(git: *GitRunner, call: GitCall, outside: []const []const u8) Allocator.Error!GitResult {
        const started = git.started orelse system.now();
        git.started = started;
        const deadline = started + git_deadline;
        if (system.now() >= deadline) return .failed;
        const program = try find_git.findGit(git.arena, git.user, outside) orelse return .failed;
        const words = try std.mem.concat(git.arena, []const u8, &.{ &.{"git"}, call.words });
        var child = system.start(git.arena, .{
            .program = program,
            .words = words,
            .environment = try writtenOut(git.arena, call.environment),
            .folder = call.folder,
        }) catch |problem| return if (problem == error.OutOfMemory) error.OutOfMemory else .failed;
        defer child.end();
        const outputs = try readOutputs(git.arena, &child, deadline);
        if (outputs.full) return .overflow;
        const status = child.waitUntil(deadline) orelse return .failed;
        if (!outputs.ended) return .failed;
        return .{ .ended = .{ .status = status, .output = outputs.output.items, .complained = outputs.complaint.items.len > 0 } };
    }
};

fn writtenOut(arena: Allocator, more: []const Variable) Allocator.Error![]const []const u8 {
    const all = try std.mem.concat(arena, Variable, &.{ &git_environment, more });
    const written = try arena.alloc([]const u8, all.len);
    for (all, written) |variable, *text| text.* = try std.mem.join(arena, "=", &.{ variable[0], variable[1] });
    return written;
}

const Outputs = struct {
    output: std.ArrayList(u8) = .empty,
    complaint: std.ArrayList(u8) = .empty,
    /// More was written than is read.
    full: bool = false,
    /// Both were read up to their end.
    ended: bool = false,
};

fn readOutputs(arena: Allocator, child: *system.Child, deadline: u64) Allocator.Error!Outputs {
    var found: Outputs = .{};
    const texts = [_]*std.ArrayList(u8){ &found.output, &found.complaint };
    var open = [_]bool{ true, true };
    while (open[0] or open[1]) {
        const ready = child.waitForOutput(open, deadline) orelse return found;
        for (ready, texts, &open, 0..) |isReady, text, *isOpen, at| {
            if (!isReady) continue;
            var buffer: [16 * 1024]u8 = undefined;
            const part = system.read(child.outputs[at], &buffer) catch return found;
            if (part.len == 0) isOpen.* = false;
            if (text.items.len + part.len > most_git_output) {
                found.full = true;
                return found;
            }
            try text.appendSlice(arena, part);
        }
    }
    found.ended = true;
    return found;
}
