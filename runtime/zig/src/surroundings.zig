//! What surrounds a command on this machine.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const decide = @import("decide.zig");
const read_files = @import("read_files.zig");
const real_facts = @import("real_facts.zig");
const system = @import("system.zig");

/// The folder that makes the folder which holds it the policy's root.
const config_folder = "policy-config";

/// What surrounds a command that runs in a directory, if that is known. arena is the decision's.
pub fn surroundingsOf(arena: Allocator, environ: std.process.Environ, cwd: ?[]const u8) Allocator.Error!decide.Surroundings {
    const home = environ.getPosix("HOME") orelse try system.homeOf(arena, system.effectiveUser());
    const root = if (cwd) |folder| try findPolicyRoot(arena, folder) else null;
    const machine = try arena.create(real_facts.MachineFacts);
    machine.* = .init(arena, environ, root, home);
    return .{ .root = root, .home = home, .facts = .{ .machine = machine } };
}

/// The nearest folder from an absolute folder upwards that holds policy-config/.
fn findPolicyRoot(arena: Allocator, from: []const u8) Allocator.Error!?[]const u8 {
    var folder = from;
    while (true) : (folder = read_files.folderOf(folder)) {
        if (read_files.lookThrough(try read_files.pathBelow(arena, folder, config_folder)).kind == .folder) return folder;
        if (bytes.equal(folder, "/")) return null;
    }
}
