//! Reasons, and the one of them that decides.

const std = @import("std");
const codes = @import("codes.zig");
const prepare = @import("prepare.zig");
const types = @import("types.zig");

/// Decisions by strictness; leaving it to the host's own permissions stands between allow and request.
pub const Rank = enum {
    allow,
    host,
    request,
    deny,

    pub fn of(decision: types.Decision) Rank {
        return switch (decision) {
            .allow => .allow,
            .host => .host,
            .request => .request,
            .deny, .skip => .deny,
        };
    }

    /// The stricter of two ranks.
    pub fn max(one: Rank, other: Rank) Rank {
        return if (@backingInt(one) >= @backingInt(other)) one else other;
    }
};

/// Something that asks for a decision at least as strict as its rank.
pub const Reason = struct {
    rank: Rank,
    by: types.By,
    /// Null where no rule says it.
    rule: ?*const prepare.PreparedRule = null,
    code: ?codes.OpaqueCode = null,
    /// Where in the line, in bytes.
    at: usize = 0,

    /// The id of the rule that says it.
    pub fn ruleId(reason: Reason) ?[]const u8 {
        return if (reason.rule) |rule| rule.rule.id else null;
    }
};

/// The reason that decided: of the strictest ones the first by kind, then by the rule's place in IR order, then by place in the
/// line. There is always one; without any the answer is deny.
pub fn selectReason(reasons: []const Reason) Reason {
    if (reasons.len == 0) return .{ .rank = .deny, .by = .input };
    var best = reasons[0];
    for (reasons[1..]) |one| {
        if (compareReasons(one, best) == .lt) best = one;
    }
    return best;
}

fn compareReasons(one: Reason, other: Reason) std.math.Order {
    const left = orderOf(one);
    const right = orderOf(other);
    return std.mem.order(usize, &left, &right);
}

/// What reasons are compared by, the weightiest first.
fn orderOf(reason: Reason) [5]usize {
    return .{
        @backingInt(Rank.deny) - @backingInt(reason.rank),
        @backingInt(reason.by),
        if (reason.rule) |rule| rule.order else 0,
        reason.at,
        if (reason.code) |code| @as(usize, 1) + @backingInt(code) else 0,
    };
}
