//! What is said where the evaluator fails in the middle of a decision: the verdict that it failed.

const std = @import("std");
const Arena = @import("arena.zig").Arena;
const command_line = @import("command_line.zig");
const json = @import("json.zig");
const system = @import("system.zig");
const verdicts = @import("verdict.zig");

/// A decision that is being made.
pub const Decision = struct {
    policy_hash: ?[]const u8,
    form: union(enum) {
        /// A sentence for people.
        text,
        /// The verdict.
        verdict,
        /// The verdict with the id of the request.
        answer: json.Value,
    },
    /// Answers to requests before it that were not written yet.
    before: []const u8 = "",
};

/// There is one process, and so one of these.
var current: ?Decision = null;

/// Says that a decision is being made; `end` says that it was.
pub fn begin(decision: Decision) void {
    current = decision;
}

pub fn end() void {
    current = null;
}

/// Answers what is being decided, if something is.
pub fn answer() !void {
    const decision = current orelse return;
    // A failure in here is not answered again.
    current = null;
    var memory: Arena = .init(std.heap.page_allocator);
    const verdict = verdicts.refuse(.internal_error, decision.policy_hash);
    const text = switch (decision.form) {
        .text => try command_line.describe(memory.allocator(), &verdict),
        .verdict => try command_line.printable(memory.allocator(), &verdict, null),
        .answer => |id| try command_line.printable(memory.allocator(), &verdict, id),
    };
    try system.writeAll(system.stdout, decision.before);
    try system.writeAll(system.stdout, text);
}
