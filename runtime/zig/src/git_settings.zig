//! Settings that decide what counts as a change: asked of git, and written into a configuration of our own.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const git_workspace = @import("git_workspace.zig");
const run_git = @import("run_git.zig");

/// A setting of section `core`; its value is null where the name stands alone.
pub const Setting = struct {
    name: []const u8,
    value: ?[]const u8,
};

/// Directories of the user: where git finds the user's own configuration.
pub const UserFolders = struct {
    home: ?[]const u8,
    configuration: ?[]const u8,
};

/// Asks for what is copied. Nothing here names a program, and `git config` runs nothing that a repository names.
const setting_words = [_][]const u8{
    "config",
    "-z",
    "--get-regexp",
    "^core\\.(autocrlf|eol|excludesfile|filemode|ignorecase|precomposeunicode|protecthfs|protectntfs|safecrlf|" ++
        "sparsecheckout|sparsecheckoutcone|symlinks)$",
};

/// The status of `git config` where nothing is set (git-config(1), "Description").
const status_nothing_set = 1;

/// Asks git for the settings of a repository, as git itself reads them from all its files; null where it does not say.
pub fn readSettings(
    arena: Allocator,
    workspace: []const u8,
    user: UserFolders,
    git: *run_git.GitRunner,
    outside: []const []const u8,
) Allocator.Error!?[]const Setting {
    var environment: std.ArrayList(run_git.Variable) = .empty;
    const folder = try std.mem.join(arena, "/", &.{ workspace, git_workspace.linked_git_folder });
    try environment.append(arena, .{ "GIT_DIR", folder });
    if (user.home) |home| try environment.append(arena, .{ "HOME", home });
    if (user.configuration) |configuration| try environment.append(arena, .{ "XDG_CONFIG_HOME", configuration });
    const call: run_git.GitCall = .{ .words = &setting_words, .environment = environment.items, .folder = workspace };
    const ended = switch (try git.run(call, outside)) {
        .ended => |ended| ended,
        .failed, .overflow => return null,
    };
    if (ended.status != 0 and ended.status != status_nothing_set) return null;
    return parseSettings(arena, ended.output);
}

/// Records end with a NUL; a newline stands between name and value. The last value of a name counts.
fn parseSettings(arena: Allocator, output: []const u8) Allocator.Error!?[]const Setting {
    var settings: std.ArrayList(Setting) = .empty;
    var rest = output;
    while (rest.len > 0) {
        const record, rest = std.mem.cutScalar(u8, rest, 0) orelse return null;
        const written, const value = if (std.mem.cutScalar(u8, record, '\n')) |parts|
            .{ parts[0], @as(?[]const u8, parts[1]) }
        else
            .{ record, @as(?[]const u8, null) };
        const name = std.mem.cutPrefix(u8, written, "core.") orelse return null;
        if (placeOf(settings.items, name)) |at| {
            settings.items[at].value = value;
        } else {
            try settings.append(arena, .{ .name = name, .value = value });
        }
    }
    return settings.items;
}

fn placeOf(settings: []const Setting, name: []const u8) ?usize {
    for (settings, 0..) |setting, at| {
        if (bytes.equal(setting.name, name)) return at;
    }
    return null;
}

/// The setting of a name.
pub fn settingNamed(settings: []const Setting, name: []const u8) ?Setting {
    return settings[placeOf(settings, name) orelse return null];
}

/// The configuration that holds these settings and nothing else; id_length is the hexadecimal digits of the repository's object ids.
///
///     try writeConfig(arena, &.{.{ .name = "eol", .value = "lf" }}, 40, folders)
///     // "[core]\n\trepositoryformatversion = 0\n\teol = \"lf\"\n"
pub fn writeConfig(arena: Allocator, settings: []const Setting, id_length: usize, user: UserFolders) Allocator.Error![]const u8 {
    const sha256 = id_length == 64;
    var text: std.ArrayList(u8) = .empty;
    try text.print(arena, "[core]\n\trepositoryformatversion = {d}\n", .{@intFromBool(sha256)});
    for (settings) |setting| {
        if (bytes.equal(setting.name, excludes_file)) continue;
        if (setting.value) |value| {
            try appendSetting(arena, &text, setting.name, value);
        } else {
            try text.print(arena, "\t{s}\n", .{setting.name});
        }
    }
    if (try excludesFile(arena, settings, user)) |ignored| try appendSetting(arena, &text, excludes_file, ignored);
    if (sha256) try text.appendSlice(arena, "[extensions]\n\tobjectformat = sha256\n");
    return text.items;
}

const excludes_file = "excludesfile";

/// The user's own list of ignored files as an absolute path, if it is known: without it more counts as untracked. Where it is not
/// set, git has a usual place for it (gitignore(5)).
fn excludesFile(arena: Allocator, settings: []const Setting, user: UserFolders) Allocator.Error!?[]const u8 {
    const set = settingNamed(settings, excludes_file) orelse {
        if (user.configuration) |folder| return try std.mem.concat(arena, u8, &.{ folder, "/git/ignore" });
        return try std.mem.concat(arena, u8, &.{ user.home orelse return null, "/.config/git/ignore" });
    };
    const value = set.value orelse return null;
    if (std.mem.startsWith(u8, value, "~/")) return try std.mem.concat(arena, u8, &.{ user.home orelse return null, value[1..] });
    return if (std.mem.startsWith(u8, value, "/")) value else null;
}

fn appendSetting(arena: Allocator, text: *std.ArrayList(u8), name: []const u8, value: []const u8) Allocator.Error!void {
    try text.print(arena, "\t{s} = \"", .{name});
    for (value) |character| switch (character) {
        '\\', '"' => try text.appendSlice(arena, &.{ '\\', character }),
        '\n' => try text.appendSlice(arena, "\\n"),
        else => try text.append(arena, character),
    };
    try text.appendSlice(arena, "\"\n");
}
