//! Where the values of predicates come from.

const std = @import("std");
const Allocator = std.mem.Allocator;
const json = @import("json.zig");
const real_facts = @import("real_facts.zig");
const types = @import("types.zig");

/// A source of facts.
pub const FactSource = union(enum) {
    /// Knows nothing.
    none,
    /// Facts that came with a request, by `name` or `name ARGUMENT`; what is not there is unknown.
    given: *const json.Object,
    /// Those of this machine.
    machine: *real_facts.MachineFacts,

    /// Answers one predicate in one directory: the absolute path where the command runs, or the directory of the line; null where
    /// the caller did not name it. It is asked at most once for each combination.
    pub fn ask(source: FactSource, arena: Allocator, predicate: types.Predicate, in: ?[]const u8) Allocator.Error!types.Truth {
        switch (source) {
            .none => return .unknown,
            .machine => |machine| return machine.ask(predicate, in),
            .given => |values| {
                const name = predicate.name;
                const key = if (predicate.argument) |argument| try std.mem.join(arena, " ", &.{ name, argument }) else name;
                const value = values.get(key);
                return if (value == .bool) .of(value.bool) else .unknown;
            },
        }
    }
};
