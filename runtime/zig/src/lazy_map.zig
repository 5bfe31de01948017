//! Tables of which a decision needs a few entries.

const std = @import("std");
const Allocator = std.mem.Allocator;
const entries = @import("entries.zig");

/// How many names that are not there a table remembers: commands name programs without end.
const most_misses = 256;

/// A table whose entries are made ready when they are first asked for. `make` makes one of what the bundle holds and the context.
pub fn LazyMap(
    comptime Made: type,
    comptime Context: type,
    comptime make: fn (context: Context, arena: Allocator, entry: entries.Entry) Allocator.Error!Made,
) type {
    return struct {
        const Map = @This();

        /// Of the policy: what is made lives as long.
        arena: Allocator,
        from: entries.Entries,
        context: Context,
        made: std.StringHashMapUnmanaged(?*const Made) = .empty,
        misses: usize = 0,
        listed: ?[]const []const u8 = null,

        pub fn has(map: *const Map, key: []const u8) bool {
            return map.from.has(key);
        }

        pub fn isEmpty(map: *const Map) bool {
            return map.from.count() == 0;
        }

        /// The keys, in the order of the bundle or of bytes.
        pub fn names(map: *Map) Allocator.Error![]const []const u8 {
            const known = map.listed orelse try map.from.names(map.arena);
            map.listed = known;
            return known;
        }

        /// The entry of a key; null where there is none.
        pub fn get(map: *Map, key: []const u8) Allocator.Error!?*const Made {
            if (map.made.get(key)) |known| return known;
            const entry = try map.from.find(map.arena, key) orelse {
                if (map.misses < most_misses) {
                    map.misses += 1;
                    try map.keep(key, null);
                }
                return null;
            };
            const value = try map.arena.create(Made);
            value.* = try make(map.context, map.arena, entry);
            try map.keep(key, value);
            return value;
        }

        /// The caller's key may live shorter than the policy.
        fn keep(map: *Map, key: []const u8, value: ?*const Made) Allocator.Error!void {
            try map.made.put(map.arena, try map.arena.dupe(u8, key), value);
        }
    };
}
