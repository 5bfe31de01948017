//! The program, called with a command, to serve, or for its version.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bundles = @import("bundle.zig");
const decisions = @import("decide.zig");
const embedded_policy = @import("embedded_policy.zig");
const failure = @import("failure.zig");
const hooks = @import("hooks.zig");
const json = @import("json.zig");
const options = @import("options.zig");
const prepare = @import("prepare.zig");
const read_files = @import("read_files.zig");
const requests = @import("requests.zig");
const serve = @import("serve.zig");
const surroundings = @import("surroundings.zig");
const system = @import("system.zig");
const types = @import("types.zig");
const verdicts = @import("verdict.zig");

// Exit statuses; misuse is a mistake in the call. Nothing but an allow ends with 0, `--help` and `--version` apart.
const exit_allow = 0;
pub const exit_deny = 3;
const exit_request = 4;
const exit_misuse = 6;

fn exitOf(decision: types.Decision) u8 {
    return switch (decision) {
        .allow => exit_allow,
        .request => exit_request,
        .deny, .host, .skip => exit_deny,
    };
}

const help =
    \\Decides whether a shell command may run, by a compiled policy.
    \\
    \\usage: policy-evaluator --bundle FILE --command TEXT [--cwd DIR] [--json] [--facts JSON] [--unattended]
    \\       policy-evaluator --bundle FILE --hook HOST [--unattended]
    \\       policy-evaluator --bundle FILE --serve
    \\       policy-evaluator --bundle FILE --version
    \\
    \\  --bundle FILE    the policy: a policy-wrapper-rules.json
    \\  --command TEXT   the command line to decide
    \\  --cwd DIR        where it would run (default: the current directory)
    \\  --json           print the whole verdict as one line of JSON
    \\  --facts JSON     given facts instead of real ones, such as '{"git_is_worktree": true}'
    \\  --fallback D     deny (the default) or request, where the bundle cannot be read
    \\  --hook HOST      answer the event on standard input as this host wants it: HOSTS
    \\  --sha256 HASH    of the bundle file as it was written: any other cannot be read, and this one need not be checked again
    \\  --unattended     nobody can be asked
    \\  --serve          answer one JSON request per line of standard input
    \\  --version        print the hash of the policy
    \\  --help           print this
    \\
    \\exit status: 0 allow, 3 deny, 4 request, 6 a mistake in the call; as a hook, what the host wants
    \\example: policy-evaluator --bundle policy-wrapper-rules.json --command 'git push --force'
    \\
;

/// Runs a call and gives its exit status; whatever fails on the way is a deny. arena is that of the process.
pub fn runEvaluator(arena: Allocator, environ: std.process.Environ, words: []const [:0]const u8) u8 {
    return runCall(arena, environ, words) catch {
        failure.answer() catch {};
        return exit_deny;
    };
}

fn runCall(arena: Allocator, environ: std.process.Environ, words: []const [:0]const u8) !u8 {
    const found = switch (options.readOptions(words)) {
        .options => |found| found,
        .problem => |parts| return misuse(arena, try std.mem.concat(arena, u8, &parts)),
    };
    if (found.contains(.help)) {
        const hosts = try std.mem.join(arena, ", ", try hooks.hookHosts(arena));
        return print(try std.mem.replaceOwned(u8, arena, help, "HOSTS", hosts));
    }
    const call = switch (try readCall(arena, found)) {
        .call => |call| call,
        .problem => |problem| return misuse(arena, problem),
    };
    const ready = try call.load(arena);
    if (found.contains(.version)) return printVersion(arena, ready);
    if (found.contains(.serve)) {
        try serve.serve(std.heap.page_allocator, ready);
        return 0;
    }
    const command = found.get(.command) orelse return misuse(arena, "--command TEXT is needed");
    const json_wanted = found.contains(.json);
    const policy_hash = if (ready) |policy| policy.policy_hash else null;
    failure.begin(.{ .policy_hash = policy_hash, .form = if (json_wanted) .verdict else .text });
    const verdict = try call.decide(arena, environ, command, found.get(.cwd) orelse "", ready);
    const text = if (json_wanted) try printable(arena, &verdict, null) else try describe(arena, &verdict);
    failure.end();
    // Standard output may be what fails: the status alone has to say it.
    return if (try print(text) == 0) exitOf(verdict.decision) else exit_deny;
}

/// A verdict as one line of JSON, with an id where it answers a request.
pub fn printable(arena: Allocator, verdict: *const types.Verdict, id: ?json.Value) Allocator.Error![]const u8 {
    var text: std.ArrayList(u8) = .empty;
    try verdicts.appendVerdict(arena, &text, verdict, id);
    try text.append(arena, '\n');
    return text.items;
}

/// What all ways to decide have in common.
pub const Call = struct {
    /// Null: the policy inside this program.
    bundle: ?[]const u8,
    /// SHA-256 of the bundle as it was written, if it is known.
    sha256: ?[]const u8,
    facts: ?*const json.Object,
    fallback: types.Decision,
    unattended: bool,

    /// Reads the bundle and makes it ready; null where it cannot be read.
    pub fn load(call: *const Call, arena: Allocator) Allocator.Error!?*prepare.Prepared {
        const path = call.bundle orelse return try prepare.prepareEmbedded(arena, embedded_policy.bundle, embedded_policy.index);
        const file = try read_files.readRegular(arena, path, bundles.most_bundle_bytes, .follow);
        const text = file.text() orelse return null;
        const bundle = if (call.sha256) |hash|
            try bundles.readWrittenBundle(arena, text, hash)
        else
            try bundles.readBundle(arena, text);
        return try prepare.prepareBundle(arena, bundle orelse return null);
    }

    fn decide(
        call: *const Call,
        arena: Allocator,
        environ: std.process.Environ,
        command: []const u8,
        cwd: []const u8,
        ready: ?*prepare.Prepared,
    ) !types.Verdict {
        const policy = ready orelse {
            var verdict = verdicts.refuse(.malformed_bundle, null);
            verdict.decision = call.fallback;
            return verdict;
        };
        const in = try absolutePath(arena, cwd);
        const request: types.CommandRequest = .{
            .command = command,
            .cwd = in,
            .facts = call.facts,
            .unattended = call.unattended,
        };
        return decisions.decide(arena, policy, request, try surroundings.surroundingsOf(arena, environ, in));
    }
};

/// A call, or what is wrong with it.
pub const CallReading = union(enum) {
    call: Call,
    problem: []const u8,
};

/// Reads what all ways to decide have in common.
pub fn readCall(arena: Allocator, found: options.Options) Allocator.Error!CallReading {
    const isEmbedded = embedded_policy.bundle.len > 0 and !found.contains(.sha256);
    if (!found.contains(.bundle) and !isEmbedded) return .{ .problem = "--bundle FILE is needed" };
    var call: Call = .{
        .bundle = found.get(.bundle),
        .sha256 = found.get(.sha256),
        .facts = null,
        .fallback = .deny,
        .unattended = found.contains(.unattended),
    };
    if (found.get(.facts)) |text| switch (try requests.readFacts(arena, text)) {
        .facts => |facts| call.facts = facts,
        .problem => |problem| {
            return .{ .problem = try std.mem.concat(arena, u8, &.{ "--facts is not understood: ", problem }) };
        },
    };
    const Fallback = enum { deny, request };
    const fallback = std.meta.stringToEnum(Fallback, found.get(.fallback) orelse "deny") orelse {
        return .{ .problem = "--fallback is deny or request" };
    };
    // Which decision stands for a request with nobody to ask stands in the bundle that could not be read.
    if (fallback == .request and !call.unattended) call.fallback = .request;
    return .{ .call = call };
}

/// A path from the current directory as the system knows it, whatever PWD says; without `.`, `..` and empty parts.
fn absolutePath(arena: Allocator, path: []const u8) ![]const u8 {
    var buffer: [std.posix.PATH_MAX]u8 = undefined;
    const current = if (std.mem.startsWith(u8, path, "/")) "/" else try system.currentFolder(&buffer);
    return std.fs.path.resolvePosix(arena, &.{ current, path });
}

fn printVersion(arena: Allocator, ready: ?*prepare.Prepared) !u8 {
    const policy = ready orelse {
        try system.writeAll(system.stderr, "error: the policy bundle cannot be read\n");
        return exit_deny;
    };
    return print(try std.mem.concat(arena, u8, &.{ policy.policy_hash, "\n" }));
}

/// A verdict as a sentence for people, on a line of its own.
pub fn describe(arena: Allocator, verdict: *const types.Verdict) Allocator.Error![]const u8 {
    var text: std.ArrayList(u8) = .empty;
    try text.print(arena, "{t} by {t}", .{ verdict.decision, verdict.by });
    if (verdict.rule) |rule| try text.print(arena, " {s}", .{rule});
    if (verdict.reason) |reason| try text.print(arena, ": {s}", .{reason});
    try text.append(arena, '\n');
    return text.items;
}

/// Prints a text and gives the exit status of that.
fn print(text: []const u8) !u8 {
    try system.writeAll(system.stdout, text);
    return 0;
}

fn misuse(arena: Allocator, problem: []const u8) !u8 {
    const text = try std.mem.concat(arena, u8, &.{ "error: ", problem, "; `--help` shows the options\n" });
    system.writeAll(system.stderr, text) catch {};
    return exit_misuse;
}
