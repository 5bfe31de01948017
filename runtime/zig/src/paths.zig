//! Path patterns of a policy (docs/semantics.md, section 6).
//!
//! Everything is textual: no file is looked at. What is not known (the root, the home directory, the directory of a command, an
//! opaque word) makes the answer maybe.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const glob = @import("glob.zig");
const shell_folds = @import("shell_folds.zig");
const shell_types = @import("shell_types.zig");
const types = @import("types.zig");
const view_words = @import("view_words.zig");

const Answer = types.Answer;

/// A prepared pattern.
pub const PathPattern = struct {
    base: Base,
    /// How many segments of the base a leading `..` takes away.
    up: usize,
    segments: []const Segment,

    pub const Base = enum { root, home, absolute };

    pub const Segment = union(enum) {
        /// `**`: any number of segments; at the end at least one.
        deep,
        glob: []const glob.Token,
    };
};

/// The directories that patterns and words are resolved against: absolute paths.
pub const PathBases = struct {
    root: ?[]const u8,
    home: ?[]const u8,
};

/// Segments of a path, normalised.
pub const Segments = []const []const u8;

pub fn preparePaths(arena: Allocator, patterns: []const []const u8) Allocator.Error![]const PathPattern {
    const prepared = try arena.alloc(PathPattern, patterns.len);
    for (patterns, prepared) |pattern, *made| made.* = try preparePath(arena, pattern);
    return prepared;
}

/// Prepares a path pattern of a bundle. A text with another start than `./`, `~/` or `/` is read below the root.
pub fn preparePath(arena: Allocator, pattern: []const u8) Allocator.Error!PathPattern {
    var base: PathPattern.Base = .root;
    var rest = pattern;
    if (std.mem.startsWith(u8, pattern, "/")) {
        base = .absolute;
    } else if (bytes.equal(pattern, "~") or std.mem.startsWith(u8, pattern, "~/")) {
        base = .home;
        rest = pattern[1..];
    }
    var up: usize = 0;
    var segments: std.ArrayList([]const u8) = .empty;
    var parts = std.mem.splitScalar(u8, rest, '/');
    while (parts.next()) |segment| {
        if (bytes.equal(segment, "..") and segments.items.len == 0) {
            up += 1;
        } else {
            try pushSegment(arena, &segments, segment);
        }
    }
    const prepared = try arena.alloc(PathPattern.Segment, segments.items.len);
    for (segments.items, prepared) |segment, *made| {
        made.* = if (bytes.equal(segment, "**")) .deep else .{ .glob = try glob.prepareGlob(arena, segment) };
    }
    return .{ .base = base, .up = up, .segments = prepared };
}

/// The normalised segments of a path: empty and `.` segments go, `..` takes the one before it and stays at `/`. A relative path is
/// resolved in a directory; null where that is needed and not known.
///
///     try segmentsOf(arena, "../x", "/a/b") // "a", "x"
pub fn segmentsOf(arena: Allocator, path: []const u8, in: ?[]const u8) Allocator.Error!?Segments {
    var segments: std.ArrayList([]const u8) = .empty;
    if (!std.mem.startsWith(u8, path, "/")) {
        var above = std.mem.splitScalar(u8, in orelse return null, '/');
        while (above.next()) |segment| try pushSegment(arena, &segments, segment);
    }
    var parts = std.mem.splitScalar(u8, path, '/');
    while (parts.next()) |segment| try pushSegment(arena, &segments, segment);
    return segments.items;
}

fn pushSegment(arena: Allocator, segments: *std.ArrayList([]const u8), segment: []const u8) Allocator.Error!void {
    if (bytes.equal(segment, "..")) {
        _ = segments.pop();
    } else if (segment.len > 0 and !bytes.equal(segment, ".")) {
        try segments.append(arena, segment);
    }
}

/// A word as a path: known text, or `~`, `$HOME` or `$PWD` followed by known text. Null where it is not known.
pub fn pathOfWord(
    arena: Allocator,
    word: *const shell_types.Word,
    known: view_words.Places,
    in: ?[]const u8,
) Allocator.Error!?Segments {
    if (word.literal()) |literal| return segmentsOf(arena, literal, in);
    if (word.pieces.len == 0 or word.pieces[0] != .place) return null;
    const first = word.pieces[0].place;
    const place = known.of(first.of) orelse return null;
    if (first.splits and view_words.isCut(place)) return null;
    for (word.pieces[1..]) |piece| {
        if (piece != .literal) return null;
    }
    const rest = try shell_folds.joinTexts(arena, word.pieces[1..]);
    return segmentsOf(arena, try std.mem.concat(arena, u8, &.{ place, rest }), in);
}

/// Whether a path is one of the patterns. below: everything below a match counts too.
pub fn pathMatches(
    arena: Allocator,
    path: ?Segments,
    patterns: []const PathPattern,
    bases: PathBases,
    below: bool,
) Allocator.Error!Answer {
    const segments = path orelse return if (patterns.len == 0) .no else .maybe;
    var found: Answer = .no;
    for (patterns) |pattern| {
        const base = try baseSegments(arena, pattern, bases) orelse {
            found = .maybe;
            continue;
        };
        if (startsWithSegments(segments, base) and try matchSegments(arena, segments[base.len..], pattern.segments, below)) {
            return .yes;
        }
    }
    return found;
}

fn startsWithSegments(path: Segments, start: Segments) bool {
    if (path.len < start.len) return false;
    for (path[0..start.len], start) |segment, wanted| {
        if (!bytes.equal(segment, wanted)) return false;
    }
    return true;
}

/// The segments that a pattern's own are appended to; null where its base is not known.
pub fn baseSegments(arena: Allocator, pattern: PathPattern, bases: PathBases) Allocator.Error!?Segments {
    const base = switch (pattern.base) {
        .absolute => return &.{},
        .home => bases.home,
        .root => bases.root,
    };
    const segments = try segmentsOf(arena, base orelse return null, null) orelse return null;
    return segments[0..segments.len -| pattern.up];
}

/// Runs the segments of a pattern over a path as a small automaton: positions of the pattern that are reached.
fn matchSegments(arena: Allocator, path: Segments, pattern: []const PathPattern.Segment, below: bool) Allocator.Error!bool {
    const length = pattern.len;
    var reached = try arena.alloc(bool, length + 1);
    var next = try arena.alloc(bool, length + 1);
    @memset(reached, false);
    reached[0] = true;
    var at: usize = 0;
    while (true) : (at += 1) {
        // A `**` that is not the last segment may stand for none.
        for (pattern, 0..) |segment, position| {
            if (reached[position] and position + 1 < length and segment == .deep) reached[position + 1] = true;
        }
        if (reached[length] and (below or at >= path.len)) return true;
        if (at >= path.len or std.mem.findScalar(bool, reached, true) == null) return false;
        @memset(next, false);
        for (pattern, 0..) |segment, position| {
            if (!reached[position]) continue;
            switch (segment) {
                .deep => {
                    next[position] = true;
                    // A last `**` stands for at least one segment.
                    if (position + 1 == length) next[length] = true;
                },
                .glob => |tokens| if (glob.matches(tokens, path[at])) {
                    next[position + 1] = true;
                },
            }
        }
        std.mem.swap([]bool, &reached, &next);
    }
}

/// A text of a request as a directory: absolute, else not known.
pub fn directoryOf(text: ?[]const u8) ?[]const u8 {
    return if (std.mem.startsWith(u8, text orelse return null, "/")) text else null;
}
