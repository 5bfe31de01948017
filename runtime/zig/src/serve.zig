//! Requests by line, until the input ends.

const std = @import("std");
const Allocator = std.mem.Allocator;
const Arena = @import("arena.zig").Arena;
const command_line = @import("command_line.zig");
const decide = @import("decide.zig");
const failure = @import("failure.zig");
const prepare = @import("prepare.zig");
const requests = @import("requests.zig");
const system = @import("system.zig");
const types = @import("types.zig");
const verdicts = @import("verdict.zig");

/// The answer to one line: the verdict in canonical JSON, with the id of the request or null. ready is null where the bundle could
/// not be read: every answer is then a refusal. before is what was not written yet.
fn answerLine(arena: Allocator, ready: ?*prepare.Prepared, line: []const u8, before: []const u8) Allocator.Error![]const u8 {
    const read = try requests.readRequest(arena, line);
    const policy_hash = if (ready) |policy| policy.policy_hash else null;
    failure.begin(.{ .policy_hash = policy_hash, .form = .{ .answer = read.id }, .before = before });
    const verdict: types.Verdict = if (ready) |policy| switch (read.asks) {
        .command => |request| decide.decide(arena, policy, request, .{}),
        .refused => |problem| verdicts.refuse(problem, policy_hash),
    } else verdicts.refuse(.malformed_bundle, null);
    const text = try command_line.printable(arena, &verdict, read.id);
    failure.end();
    return text;
}

const Error = Allocator.Error || system.Error;

/// How much memory is kept from one decision to the next.
const most_kept = 16 * 1024 * 1024;

/// How many bytes of answers are held back while more requests are there.
const most_held_back = 64 * 1024;

/// Answers one request per line of standard input until that ends. A line over the size limit is answered with a refusal and
/// skipped. keeper is memory for lines and answers; each decision is made in an arena, which the next one uses again.
pub fn serve(keeper: Allocator, ready: ?*prepare.Prepared) Error!void {
    var decision: Arena = .init(keeper);
    defer decision.deinit();
    var lines: Lines = .{ .keeper = keeper };
    var out: std.ArrayList(u8) = .empty;
    while (try lines.next()) |line| {
        if (line.len > 0) {
            decision.reset(most_kept);
            try out.appendSlice(keeper, try answerLine(decision.allocator(), ready, line, out.items));
        }
        if (lines.hasNext() and out.items.len < most_held_back) continue;
        try system.writeAll(system.stdout, out.items);
        out.clearRetainingCapacity();
    }
}

/// The lines of standard input, without their newlines.
const Lines = struct {
    keeper: Allocator,
    buffer: [64 * 1024]u8 = undefined,
    /// What was read and not yet handed out.
    waiting: []const u8 = "",
    /// The start of a line that is longer than what was read at once.
    begun: std.ArrayList(u8) = .empty,

    /// The next line; null at the end. It holds until the next call. Of an overlong line only so much is kept that it stays overlong.
    fn next(lines: *Lines) Error!?[]const u8 {
        lines.begun.clearRetainingCapacity();
        while (true) {
            const newline = std.mem.findScalar(u8, lines.waiting, '\n');
            const part = lines.waiting[0 .. newline orelse lines.waiting.len];
            lines.waiting = lines.waiting[if (newline) |at| at + 1 else part.len..];
            if (newline != null and lines.begun.items.len == 0) return part;
            if (lines.begun.items.len <= requests.most_request_bytes) try lines.begun.appendSlice(lines.keeper, part);
            if (newline != null) return lines.begun.items;
            lines.waiting = try system.read(system.stdin, &lines.buffer);
            if (lines.waiting.len == 0) return if (lines.begun.items.len > 0) lines.begun.items else null;
        }
    }

    /// Whether another whole line was read.
    fn hasNext(lines: *const Lines) bool {
        return std.mem.findScalar(u8, lines.waiting, '\n') != null;
    }
};
