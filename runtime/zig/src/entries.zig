//! Named objects of a bundle: of one that was read whole, or of an embedded one.

const std = @import("std");
const Allocator = std.mem.Allocator;
const json = @import("json.zig");
const policy_index = @import("policy_index.zig");

/// An object with its name, and the subcommands that stand in it.
pub const Entry = struct {
    object: *const json.Object,
    subcommands: Entries,
};

pub const Entries = union(enum) {
    object: *const json.Object,
    index: policy_index.NamedRows,

    pub const none: Entries = .{ .object = &json.Object.empty };

    pub fn has(entries: *const Entries, name: []const u8) bool {
        return switch (entries.*) {
            .object => |object| object.has(name),
            .index => |rows| rows.find(name) != null,
        };
    }

    pub fn count(entries: *const Entries) usize {
        return switch (entries.*) {
            .object => |object| object.keys.len,
            .index => |rows| rows.count,
        };
    }

    /// All names, in the order of the bundle or of bytes.
    pub fn names(entries: *const Entries, arena: Allocator) Allocator.Error![]const []const u8 {
        return switch (entries.*) {
            .object => |object| object.keys,
            .index => |rows| rows.names(arena),
        };
    }

    /// The object of a name. What is decoded lives in the arena.
    pub fn find(entries: *const Entries, arena: Allocator, name: []const u8) Allocator.Error!?Entry {
        switch (entries.*) {
            .index => |rows| return rows.entry(arena, name),
            .object => |object| {
                const found = object.get(name);
                if (found != .object) return null;
                return .{ .object = found.object, .subcommands = .{ .object = found.object.get("subcommands").asObject() } };
            },
        }
    }
};
