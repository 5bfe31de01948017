//! The process of a hook. Whatever happens to it, it ends in an answer that the host understands: the refusal is rendered before any
//! work is done; the deadline, a panic, a crash, a signal, an event that is never finished, an output that nobody takes all end in
//! that refusal. What a process cannot do anything about (a kill, no memory at all) is left to the dispatch script.

const std = @import("std");
const posix = std.posix;
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const hooks = @import("hooks.zig");
const say_decision = @import("say_decision.zig");
const system = @import("system.zig");

const HookAnswer = hooks.HookAnswer;

/// What stands between this process and an end without an answer. There is one process, and so one of these.
const End = struct {
    /// The process is a hook.
    is_hook: bool = false,
    /// The refusal where nothing else can be said.
    failure: HookAnswer = .{ .status = hooks.exit_refused },
    /// An answer is under way.
    begun: bool = false,
};

var end: End = .{};

/// Answers the one event on standard input, and ends the process. words are those of the call; host is the name of a host: one that
/// is not known is refused with the status that blocks everywhere.
pub fn runHook(arena: Allocator, environ: std.process.Environ, words: []const [:0]const u8, host: []const u8) noreturn {
    end.is_hook = true;
    guard();
    answerEvent(arena, environ, words, host) catch {};
    fail();
}

fn answerEvent(arena: Allocator, environ: std.process.Environ, words: []const [:0]const u8, host: []const u8) !noreturn {
    const protocol = try hooks.protocolOf(arena, host) orelse {
        const shown = try say_decision.showControls(arena, try bytes.toText(arena, host));
        const problem = try std.mem.concat(arena, u8, &.{ "This policy evaluator does not know the host `", shown, "`." });
        endWith(try hooks.refuseHook(arena, null, problem));
    };
    end.failure = try hooks.refuseHook(arena, &protocol, "The policy evaluator failed or did not answer in time.");
    system.startTimer(protocol.deadline);
    const event = try system.readAll(arena, system.stdin, hooks.most_event_bytes) orelse {
        endWith(try hooks.refuseHook(arena, &protocol, "What the host sent is too long."));
    };
    const policy = switch (try hooks.loadHookPolicy(arena, words)) {
        .policy => |policy| policy,
        .problem => |problem| {
            const text = try std.mem.concat(arena, u8, &.{ "The policy evaluator was called wrongly: ", problem, "." });
            endWith(try hooks.refuseHook(arena, &protocol, text));
        },
    };
    endWith(try hooks.answerHook(arena, &protocol, event, policy, environ));
}

/// Makes signals end in the refusal: those of others, the deadline, and crashes.
fn guard() void {
    const none = posix.sigemptyset();
    posix.sigprocmask(posix.SIG.SETMASK, &none, null);
    for ([_]posix.SIG{ .TERM, .INT, .HUP, .ALRM, .SEGV, .BUS, .FPE, .ILL, .ABRT, .SYS, .TRAP }) |signal| {
        system.handle(signal, struct {
            fn onSignal(_: posix.SIG) callconv(.c) void {
                fail();
            }
        }.onSignal);
    }
}

/// Ends the process with the refusal, wherever it is. An answer that is under way is not delivered: only the status is left.
pub fn fail() noreturn {
    if (end.begun) system.exit(hooks.exit_refused);
    endWith(end.failure);
}

/// Whether the process is a hook.
pub fn isHook() bool {
    return end.is_hook;
}

fn endWith(answer: HookAnswer) noreturn {
    if (@atomicRmw(bool, &end.begun, .Xchg, true, .seq_cst)) system.exit(hooks.exit_refused);
    const delivered = if (system.writeAll(system.stdout, answer.stdout)) true else |_| false;
    // Where an answer cannot be delivered, the status has to say it.
    const status = if (delivered and (answer.status != 0 or !isNullDevice(system.stdout))) answer.status else hooks.exit_refused;
    system.writeAll(system.stderr, answer.stderr) catch {};
    system.exit(status);
}

/// Whether a descriptor leads nowhere: closed standard descriptors are opened on the null device when the process starts, so that
/// writing succeeds.
fn isNullDevice(file: system.Descriptor) bool {
    const found = system.statusOf(file) catch return true;
    const null_device = system.statusAt("/dev/null", .follow) catch return true;
    return found.device == null_device.device and found.inode == null_device.inode;
}
