//! `cwd_under` and `path_exists`, asked of the file system.

const std = @import("std");
const Allocator = std.mem.Allocator;
const glob = @import("glob.zig");
const paths = @import("paths.zig");
const read_files = @import("read_files.zig");
const types = @import("types.zig");

const PathBases = paths.PathBases;
const Segment = paths.PathPattern.Segment;
const Truth = types.Truth;

/// How many entries of folders one `path_exists` may look at.
const most_entries = 10_000;

/// Whether a directory is one that the pattern names or lies below it. Links may lead a path elsewhere than its name says: where the
/// path as named and the canonical one differ in the answer, it is unknown.
///
///     try readCwdUnder(arena, "./src", "/work/src/a", .{ .root = "/work", .home = null }) // .true
pub fn readCwdUnder(arena: Allocator, pattern: []const u8, in: []const u8, bases: PathBases) Allocator.Error!Truth {
    const patterns = [_]paths.PathPattern{try paths.preparePath(arena, pattern)};
    const canonical = try read_files.canonicalPath(arena, in) orelse return .unknown;
    const canonical_bases: PathBases = .{
        .root = try canonicalBase(arena, bases.root),
        .home = try canonicalBase(arena, bases.home),
    };
    const path = try paths.segmentsOf(arena, canonical, null);
    const real = try paths.pathMatches(arena, path, &patterns, canonical_bases, true);
    // A directory may be named as it really is while the root is not, and the other way round.
    const named = try paths.segmentsOf(arena, in, null);
    const as_named = try paths.pathMatches(arena, named, &patterns, bases, true);
    const as_real = try paths.pathMatches(arena, named, &patterns, canonical_bases, true);
    const either = as_named.max(as_real);
    if (real == .yes and either == .yes) return .true;
    return if (real == .no and either == .no) .false else .unknown;
}

fn canonicalBase(arena: Allocator, base: ?[]const u8) Allocator.Error!?[]const u8 {
    return read_files.canonicalPath(arena, base orelse return null);
}

/// Whether something exists at a path that the pattern names; a link that leads nowhere does not count. `**` does not follow links.
///
///     try readPathExists(arena, "./package.json", .{ .root = "/work", .home = null }) // .true
pub fn readPathExists(arena: Allocator, pattern: []const u8, bases: PathBases) Allocator.Error!Truth {
    const prepared = try paths.preparePath(arena, pattern);
    const base = try paths.baseSegments(arena, prepared, bases) orelse return .unknown;
    const start = try std.mem.concat(arena, u8, &.{ "/", try std.mem.join(arena, "/", base) });
    var search: Search = .{ .arena = arena, .pattern = prepared.segments };
    try search.open.append(arena, .{ .path = start, .used = 0 });
    return search.run();
}

/// A path, and how many segments of the pattern it has used.
const Step = struct { path: []const u8, used: usize };

/// Walks the tree along a pattern; a part that cannot be looked at leaves false open.
const Search = struct {
    arena: Allocator,
    pattern: []const Segment,
    open: std.ArrayList(Step) = .empty,
    /// Per path, the numbers of used segments that it was met with.
    seen: std.StringHashMapUnmanaged(std.ArrayList(usize)) = .empty,
    left: usize = most_entries,

    fn run(search: *Search) Allocator.Error!Truth {
        const arena = search.arena;
        var certain = true;
        while (search.open.pop()) |step| {
            if (!try search.isNew(step)) continue;
            if (step.used == search.pattern.len) {
                const kind = read_files.lookThrough(step.path).kind;
                if (kind != .absent and kind != .unreadable) return .true;
                certain = certain and kind == .absent;
                continue;
            }
            const wanted = search.pattern[step.used];
            if (try literalSegment(arena, wanted)) |name| {
                const path = try read_files.pathBelow(arena, step.path, name);
                try search.open.append(arena, .{ .path = path, .used = step.used + 1 });
                continue;
            }
            const listed = try read_files.listFolder(arena, step.path);
            certain = certain and listed != null;
            const names = listed orelse &.{};
            if (names.len > search.left) return .unknown;
            search.left -= names.len;
            try search.stepInto(step, names, wanted);
        }
        return if (certain) .false else .unknown;
    }

    fn isNew(search: *Search, step: Step) Allocator.Error!bool {
        const known = try search.seen.getOrPutValue(search.arena, step.path, .empty);
        if (std.mem.findScalar(usize, known.value_ptr.items, step.used) != null) return false;
        try known.value_ptr.append(search.arena, step.used);
        return true;
    }

    /// Goes where a glob or `**` leads from a folder. A `**` that is not the last segment may stand for none.
    fn stepInto(search: *Search, step: Step, names: []const []const u8, wanted: Segment) Allocator.Error!void {
        const arena = search.arena;
        const last = step.used + 1 == search.pattern.len;
        if (wanted == .deep and !last) try search.open.append(arena, .{ .path = step.path, .used = step.used + 1 });
        for (names) |name| {
            const inner = try read_files.pathBelow(arena, step.path, name);
            switch (wanted) {
                .glob => |tokens| if (glob.matches(tokens, name)) {
                    try search.open.append(arena, .{ .path = inner, .used = step.used + 1 });
                },
                .deep => {
                    if (last) try search.open.append(arena, .{ .path = inner, .used = step.used + 1 });
                    if (read_files.lookAt(inner).kind == .folder) try search.open.append(arena, .{ .path = inner, .used = step.used });
                },
            }
        }
    }
};

/// The one name that a segment of a pattern matches; null where it is a glob.
fn literalSegment(arena: Allocator, segment: Segment) Allocator.Error!?[]const u8 {
    if (segment == .deep) return null;
    const name = try arena.alloc(u8, segment.glob.len);
    for (segment.glob, name) |token, *character| {
        if (token != .byte) return null;
        character.* = token.byte;
    }
    return name;
}
