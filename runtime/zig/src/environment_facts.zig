//! `env_is` and `os_is`.

const std = @import("std");
const builtin = @import("builtin");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const glob = @import("glob.zig");
const types = @import("types.zig");

const Truth = types.Truth;

/// Stands for bytes that are not UTF-8 where a platform hands the environment over as text.
const replaced = "\u{fffd}";

/// Whether a variable's value matches: the argument is the name, a blank and the glob. One that is not set matches nothing; one that
/// is not UTF-8 is unknown.
///
///     try readEnvIs(arena, "CI tru*", environ) // .true where CI=true
pub fn readEnvIs(arena: Allocator, argument: []const u8, environ: std.process.Environ) Allocator.Error!Truth {
    const name, const pattern = std.mem.cutScalar(u8, argument, ' ') orelse return .unknown;
    if (name.len == 0) return .unknown;
    const value = environ.getPosix(name) orelse return .false;
    if (!std.unicode.utf8ValidateSlice(value) or std.mem.find(u8, value, replaced) != null) return .unknown;
    return .of(glob.matches(try glob.prepareGlob(arena, pattern), value));
}

/// The systems that policies speak of.
const System = enum { linux, macos, windows, other };

/// Whether this system is the one named; a name that is not in the list is unknown, a system that is not in it is none of them.
pub fn readOsIs(name: []const u8) Truth {
    const wanted = std.meta.stringToEnum(System, name) orelse return .unknown;
    const own: System = switch (builtin.os.tag) {
        .linux => .linux,
        .macos => .macos,
        .windows => .windows,
        else => .other,
    };
    return if (wanted == .other) .unknown else .of(wanted == own);
}
