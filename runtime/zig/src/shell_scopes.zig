//! What surrounds the commands of a text, and the commands put into it once it is known.

const std = @import("std");
const Allocator = std.mem.Allocator;
const types = @import("types.zig");
const shell = @import("shell_types.zig");

const Circumstances = shell.Circumstances;
const Redirection = shell.Redirection;
const SimpleCommand = shell.SimpleCommand;

/// What a redirection makes of standard input: the text of a here-document (null until its body is read), or something that is
/// not shown by the line.
pub const InputSource = struct {
    word: ?*const shell.Word = null,
};

/// What surrounds the commands of a text: a subshell, a branch, a region that runs together, the redirections and the input of a
/// group.
///
/// A scope is opened before it is known what it is (a list turns out to run in the background at its end), so scopes are marked
/// while the text is read and evaluated once it has been read.
pub const Scope = struct {
    parent: ?*Scope = null,
    id: u32,
    environment: bool = false,
    branch: bool = false,
    together: bool = false,
    loop: bool = false,
    background: bool = false,
    deferred: bool = false,
    redirections: std.ArrayList(Redirection) = .empty,
    input: ?*InputSource = null,
    /// The pipeline member before this one, whose output it reads.
    from: ?*Scope = null,
    /// The commands in it, once they are made; kept for scopes that others ask.
    commands: std.ArrayList(*const SimpleCommand) = .empty,
    /// How many commands are in it.
    count: usize = 0,
    evaluated: ?*const Circumstances = null,

    /// The circumstances of a command in this scope. Those of the outermost scope are given.
    fn evaluate(scope: *Scope, arena: Allocator, outermost: *const Circumstances) Allocator.Error!*const Circumstances {
        if (scope.evaluated) |known| return known;
        const outer = if (scope.parent) |parent| try parent.evaluate(arena, outermost) else outermost;
        const around = try arena.create(Circumstances);
        around.* = try scope.within(arena, outer);
        scope.evaluated = around;
        return around;
    }

    fn within(scope: *const Scope, arena: Allocator, outer: *const Circumstances) Allocator.Error!Circumstances {
        var around = outer.*;
        if (scope.environment) around.environment = try shell.extended(arena, outer.environment, scope.id);
        if (scope.branch) around.branch = try shell.extended(arena, outer.branch, scope.id);
        if (around.together == null and (scope.together or scope.loop)) around.together = scope.id;
        if (around.loop == null and scope.loop) around.loop = scope.id;
        around.background = outer.background or scope.background;
        around.deferred = outer.deferred or scope.deferred;
        if (scope.redirections.items.len > 0) {
            around.redirections = try std.mem.concat(arena, Redirection, &.{ outer.redirections, scope.redirections.items });
        }
        const shared = scope.count > 1;
        if (scope.input) |input| {
            around.input = if (input.word) |word| .{ .source = .{ .text = word }, .shared = shared } else null;
        } else if (scope.from) |from| {
            around.input = .{ .source = .{ .from = from }, .shared = shared };
        } else if (scope.deferred) {
            // Whoever calls a function gives it its input.
            around.input = null;
        }
        return around;
    }
};

/// The circumstances of the outermost scope of a text.
pub fn circumstancesWithin(arena: Allocator, place: ?shell.Within, id: u32) Allocator.Error!Circumstances {
    const text = place orelse return .{};
    var around = text.outer.around;
    switch (text.runner) {
        .child => around.environment = try shell.extended(arena, around.environment, id),
        .same => {},
        .later => {
            around.branch = try shell.extended(arena, around.branch, id);
            around.deferred = true;
            around.input = null;
        },
    }
    if (around.input) |*input| input.shared = true;
    return around;
}

/// A command as it was read, before what surrounds it is known.
pub const Draft = struct {
    assignments: []const shell.Assignment,
    words: shell.Words,
    redirections: []const Redirection,
    span: types.Span,
    scope: *Scope,
    input: ?*InputSource,
    /// The redirections of `exec`s before it, and the input that one of them gives.
    exec_redirections: []const Redirection,
    exec_input: ?*InputSource,

    fn inputWithin(draft: *const Draft, around: *const Circumstances) ?shell.Input {
        if (draft.input) |input| return .{ .source = .{ .text = input.word orelse return null } };
        const replaced = draft.exec_input orelse return around.input;
        // Which of a group and an `exec` in or before it comes last is not followed.
        if (around.input != null) return null;
        return .{ .source = .{ .text = replaced.word orelse return null }, .shared = true };
    }
};

/// The commands of a text, each with its circumstances. The redirections that a command inherits count as nodes; past the budget
/// the commands made so far are given.
pub fn placeCommands(
    arena: Allocator,
    drafts: []const *const Draft,
    outermost: *const Circumstances,
    left: *shell.Budget,
) Allocator.Error![]const *const SimpleCommand {
    for (drafts) |draft| {
        var at: ?*Scope = draft.scope;
        while (at) |scope| : (at = scope.parent) scope.count += 1;
    }
    const commands = try arena.alloc(*const SimpleCommand, drafts.len);
    for (drafts, commands, 0..) |draft, *place, index| {
        const around = try draft.scope.evaluate(arena, outermost);
        const inherited = around.redirections.len + draft.exec_redirections.len;
        left.takeNodes(inherited);
        if (left.nodes < 0) return commands[0..index];
        const command = try arena.create(SimpleCommand);
        command.* = .{ .around = around.*, .assignments = draft.assignments, .words = draft.words, .span = draft.span };
        if (inherited == 0) {
            command.around.redirections = draft.redirections;
        } else {
            const parts: []const []const Redirection = &.{ around.redirections, draft.exec_redirections, draft.redirections };
            command.around.redirections = try std.mem.concat(arena, Redirection, parts);
        }
        command.around.input = draft.inputWithin(around);
        var at: ?*Scope = draft.scope;
        while (at) |scope| : (at = scope.parent) try scope.commands.append(arena, command);
        place.* = command;
    }
    return commands;
}
