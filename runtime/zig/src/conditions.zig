//! Conditions, evaluated over three values.

const std = @import("std");
const Allocator = std.mem.Allocator;
const types = @import("types.zig");

const Condition = types.Condition;
const Truth = types.Truth;

/// The predicates of a condition in the order in which they are written.
pub fn predicatesOf(arena: Allocator, condition: *const Condition) Allocator.Error![]const types.Predicate {
    var found: std.ArrayList(types.Predicate) = .empty;
    try addPredicates(arena, &found, condition);
    return found.items;
}

/// The depth of conditions is that of the bundle's JSON.
fn addPredicates(arena: Allocator, found: *std.ArrayList(types.Predicate), condition: *const Condition) Allocator.Error!void {
    switch (condition.form) {
        .predicate => |predicate| try found.append(arena, predicate),
        .list => |list| for (list.members) |*member| try addPredicates(arena, found, member),
    }
}

/// The value of a condition. `asker` has `ask(predicate) Allocator.Error!Truth`.
///
/// `all`: false if a required member is false, else unknown if one is unknown, else true. `any`: over the required members if
/// there are any, else over the optional ones: true if one is true, else unknown if one is unknown, else false. `not` keeps
/// unknown. Optional members of `all` change nothing; `all` and `any` are required members whatever they say.
pub fn evaluateCondition(condition: *const Condition, asker: anytype) Allocator.Error!Truth {
    const list = switch (condition.form) {
        .predicate => |predicate| return asker.ask(predicate),
        .list => |list| list,
    };
    // Over the members that are required, and over the others.
    var required: Members = .init(list.mode);
    var optional: Members = .init(list.mode);
    for (list.members) |*member| {
        const value = try evaluateCondition(member, asker);
        if (list.mode == .not) return negate(value);
        if (isRequired(member)) required.add(value) else optional.add(value);
    }
    return if (list.mode == .any and required.isEmpty()) optional.value() else required.value();
}

fn isRequired(member: *const Condition) bool {
    if (member.required) return true;
    return member.form == .list and member.form.list.mode != .not;
}

/// The values of some members together: `strong` if one has it, else unknown if one is unknown, else the other value.
const Members = struct {
    strong: Truth,
    seen: ?Truth = null,

    fn init(mode: Condition.Mode) Members {
        return .{ .strong = .of(mode == .any) };
    }

    fn isEmpty(members: Members) bool {
        return members.seen == null;
    }

    fn add(members: *Members, one: Truth) void {
        if (members.seen == members.strong) return;
        if (members.seen == null or one == members.strong or one == .unknown) members.seen = one;
    }

    fn value(members: Members) Truth {
        return members.seen orelse negate(members.strong);
    }
};

fn negate(value: Truth) Truth {
    return switch (value) {
        .true => .false,
        .false => .true,
        .unknown => .unknown,
    };
}
