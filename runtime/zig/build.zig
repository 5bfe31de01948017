const std = @import("std");

/// Builds `policy-evaluator`: with safety checks and optimised, unless `-Doptimize` says otherwise. The step `test` runs the tests.
pub fn build(b: *std.Build) void {
    const target = b.standardTargetOptions(.{});
    const optimize = b.option(std.builtin.OptimizeMode, "optimize", "How to optimise (default: safe)") orelse .safe;
    const program = b.addExecutable(.{ .name = "policy-evaluator", .root_module = b.createModule(.{
        .root_source_file = b.path("src/main.zig"),
        .target = target,
        .optimize = optimize,
        .single_threaded = true,
        .strip = optimize != .debug,
    }) });
    b.installArtifact(program);

    const tests = b.addTest(.{ .root_module = b.createModule(.{
        .root_source_file = b.path("src/tests.zig"),
        .target = target,
        .optimize = .debug,
    }) });
    const run = b.addRunArtifact(tests);
    // Recorded files, and the original of what is copied, are reached from the sources.
    run.setCwd(b.path("."));
    b.step("test", "Run the tests").dependOn(&run.step);
}
