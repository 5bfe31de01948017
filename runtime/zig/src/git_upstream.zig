//! Where a branch's upstream is kept after a fetch (git-config(1), branch.<name>.* and remote.<name>.fetch).

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const git_config = @import("git_config.zig");

pub const branch_refs = "refs/heads/";
/// Below it stand refs that fetches move.
pub const tracked_refs = "refs/remotes/";
/// The remote that means the repository itself.
pub const this_repository = ".";

/// The upstream of a branch.
pub const Upstream = union(enum) {
    /// The full name of the remote-tracking ref.
    ref: []const u8,
    /// There is no upstream that a fetch would move.
    none,
    /// The configuration says it in a way that is not understood.
    unknown,
};

/// The upstream of a branch: a name without `refs/heads/`.
///
///     try upstreamOf(arena, config, "main") // .{ .ref = "refs/remotes/origin/main" }
pub fn upstreamOf(arena: Allocator, config: []const git_config.Entry, branch: []const u8) Allocator.Error!Upstream {
    const remotes = try git_config.valuesOf(arena, config, "branch", branch, "remote");
    const merges = try git_config.valuesOf(arena, config, "branch", branch, "merge");
    if (remotes.len == 0 or merges.len == 0) return .none;
    for (merges[1..]) |other| {
        if (!bytes.same(other, merges[0])) return .unknown;
    }
    const remote = remotes[remotes.len - 1] orelse return .unknown;
    const merge = merges[0] orelse return .unknown;
    if (bytes.equal(remote, this_repository) or !std.mem.startsWith(u8, merge, branch_refs)) return .none;
    const refspecs = try git_config.valuesOf(arena, config, "remote", remote, "fetch");
    const tracked = try trackedRef(arena, refspecs, merge);
    return if (tracked == .ref and !std.mem.startsWith(u8, tracked.ref, tracked_refs)) .none else tracked;
}

/// The first refspec whose source matches says where the ref is kept.
fn trackedRef(arena: Allocator, refspecs: []const ?[]const u8, source: []const u8) Allocator.Error!Upstream {
    var tracked: Upstream = .none;
    for (refspecs) |text| {
        const spec = Refspec.parse(text orelse return .unknown) orelse return .unknown;
        if (tracked != .none) continue;
        if (try spec.mapRef(arena, source)) |ref| tracked = .{ .ref = ref };
    }
    return tracked;
}

const Refspec = struct {
    source: []const u8,
    /// Null: what is fetched is not kept.
    target: ?[]const u8,

    /// Reads `+SOURCE:TARGET`; null for a negative one and where the stars of both sides do not pair.
    fn parse(text: []const u8) ?Refspec {
        const plain = std.mem.cutPrefix(u8, text, "+") orelse text;
        if (plain.len == 0 or plain[0] == '^') return null;
        const source, const target = std.mem.cutScalar(u8, plain, ':') orelse return .{ .source = plain, .target = null };
        const stars = std.mem.countScalar(u8, source, '*');
        if (stars > 1 or std.mem.countScalar(u8, target, '*') != stars) return null;
        return .{ .source = source, .target = target };
    }

    /// What a refspec makes of a ref; null where it does not match. A star is any text.
    fn mapRef(spec: Refspec, arena: Allocator, ref: []const u8) Allocator.Error!?[]const u8 {
        const target = spec.target orelse return null;
        const head, const tail = std.mem.cutScalar(u8, spec.source, '*') orelse {
            return if (bytes.equal(spec.source, ref)) target else null;
        };
        if (ref.len < head.len + tail.len) return null;
        if (!std.mem.startsWith(u8, ref, head) or !std.mem.endsWith(u8, ref, tail)) return null;
        const kept_head, const kept_tail = std.mem.cutScalar(u8, target, '*') orelse return target;
        return try std.mem.concat(arena, u8, &.{ kept_head, ref[head.len .. ref.len - tail.len], kept_tail });
    }
};
