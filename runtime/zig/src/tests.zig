//! The tests of all files.

test {
    _ = @import("arena.zig");
    _ = @import("effects.zig");
    _ = @import("facts_test.zig");
    _ = @import("glob.zig");
    _ = @import("inert_shapes.zig");
    _ = @import("json_test.zig");
    _ = @import("shell_ansi.zig");
    _ = @import("shell_arithmetic.zig");
    _ = @import("shell_characters.zig");
    _ = @import("split_text.zig");
    _ = @import("stdin_code.zig");
}
