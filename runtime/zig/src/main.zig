//! Decides whether a shell command may run, by a compiled policy.
//!
//! It does what runtime/PROTOCOL.md says, in files of the same names as the other evaluators. Texts are byte strings: spans are byte
//! offsets, and words compare as bytes. A policy lives in one arena, a decision in another; nothing in them is freed by itself.

const std = @import("std");
const Arena = @import("arena.zig").Arena;
const command_line = @import("command_line.zig");
const failure = @import("failure.zig");
const hook_process = @import("hook_process.zig");
const options = @import("options.zig");
const system = @import("system.zig");

pub const std_options: std.Options = .{
    // A crash ends as a panic does, and prints no trace.
    .enable_segfault_handler = false,
};

pub const panic = std.debug.FullPanic(endAfterPanic);

/// A panic is a bug of the evaluator, and never an allow: a hook refuses in its host's form, anything else ends with a deny, and with
/// the verdict that it failed.
fn endAfterPanic(message: []const u8, _: ?usize) noreturn {
    @branchHint(.cold);
    if (hook_process.isHook()) hook_process.fail();
    failure.answer() catch {};
    for ([_][]const u8{ "error: the evaluator failed: ", message, "\n" }) |part| {
        system.writeAll(system.stderr, part) catch {};
    }
    system.exit(command_line.exit_deny);
}

pub fn main(init: std.process.Init.Minimal) u8 {
    system.openStandard();
    // A closed pipe is an error of writing like others, and no death without an answer.
    system.disregard(.PIPE);
    var process: Arena = .init(std.heap.page_allocator);
    const arena = process.allocator();
    const words = init.args.toSlice(arena) catch return command_line.exit_deny;
    const own = words[@min(1, words.len)..];
    if (options.hostOf(own)) |host| hook_process.runHook(arena, init.environ, own, host);
    return command_line.runEvaluator(arena, init.environ, own);
}
