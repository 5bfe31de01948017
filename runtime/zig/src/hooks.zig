//! Hosts: what they say to a hook, and what they want to hear.

const std = @import("std");
const Allocator = std.mem.Allocator;
const bytes = @import("bytes.zig");
const command_line = @import("command_line.zig");
const decide = @import("decide.zig");
const json = @import("json.zig");
const options = @import("options.zig");
const prepare = @import("prepare.zig");
const say_decision = @import("say_decision.zig");
const surroundings = @import("surroundings.zig");
const types = @import("types.zig");
const verdicts = @import("verdict.zig");

/// runtime/protocols.json; its schema is schemas/protocols.schema.json.
pub const protocols_json = @embedFile("protocols.json");

/// How many bytes an event may have.
pub const most_event_bytes = 1024 * 1024;

/// The protocol of one host.
pub const HostProtocol = struct {
    /// The evaluator's own deadline, in milliseconds.
    deadline: u32,
    /// Where an event has its name.
    event: []const []const u8,
    events: *const json.Object,
    forms: *const json.Object,
    /// The form of a refusal where nothing is known of the event.
    failure: []const u8,

    /// Writes an answer in one of the host's forms. In its standard output, the text `{reason}` stands for the reason.
    fn write(protocol: *const HostProtocol, arena: Allocator, name: []const u8, why: []const u8) Allocator.Error!HookAnswer {
        const form = protocol.forms.get(name).asObject();
        if (form.keys.len == 0) @panic("the protocol has no such form");
        const advice = form.get("advice").asText();
        const said = if (advice) |text| try std.mem.join(arena, " ", &.{ why, text }) else why;
        var stdout: std.ArrayList(u8) = .empty;
        try verdicts.appendCanonical(arena, &stdout, form.get("stdout"));
        try stdout.append(arena, '\n');
        var written: std.ArrayList(u8) = .empty;
        try verdicts.appendText(arena, &written, said);
        return .{
            .status = @intCast(form.get("status").asIndex()),
            .stdout = try std.mem.replaceOwned(u8, arena, stdout.items, "\"{reason}\"", written.items),
            .stderr = if (form.get("stderr").isTrue()) try std.mem.concat(arena, u8, &.{ said, "\n" }) else "",
        };
    }
};

/// What the hook prints and ends with.
pub const HookAnswer = struct {
    status: u8,
    stdout: []const u8 = "",
    stderr: []const u8 = "",
};

/// The status that every host takes for a refusal; the only one where the host is not known.
pub const exit_refused = 2;

fn protocolHosts(arena: Allocator) Allocator.Error!*const json.Object {
    const value = try json.read(arena, protocols_json, protocols_json.len) orelse @panic("the protocols are not JSON");
    return value.asObject().get("hosts").asObject();
}

/// The hosts whose protocol is known.
pub fn hookHosts(arena: Allocator) Allocator.Error![]const []const u8 {
    const hosts = try protocolHosts(arena);
    return hosts.keys;
}

/// The protocol of a host; null where it is not known.
pub fn protocolOf(arena: Allocator, host: []const u8) Allocator.Error!?HostProtocol {
    const hosts = try protocolHosts(arena);
    const raw = hosts.get(host);
    if (raw != .object) return null;
    return .{
        .deadline = @intCast(raw.object.get("deadline_ms").asIndex()),
        .event = try raw.object.texts(arena, "event") orelse &.{},
        .events = raw.object.get("events").asObject(),
        .forms = raw.object.get("forms").asObject(),
        .failure = raw.object.get("failure").asText() orelse "",
    };
}

/// The refusal in a host's form, whatever went wrong. protocol is null where the host is not known, and the status with a text has
/// to do; problem is one sentence for the person in front of the host.
pub fn refuseHook(arena: Allocator, protocol: ?*const HostProtocol, problem: []const u8) Allocator.Error!HookAnswer {
    const text = try std.mem.concat(arena, u8, &.{ "The command is refused. ", problem });
    const known = protocol orelse {
        return .{ .status = exit_refused, .stderr = try std.mem.concat(arena, u8, &.{ text, "\n" }) };
    };
    return known.write(arena, known.failure, text);
}

/// What a hook needs to decide.
pub const HookPolicy = struct {
    /// Null where the bundle could not be read.
    ready: ?*prepare.Prepared,
    call: command_line.Call,
};

/// What a hook decides by, or what is wrong with its call.
pub const HookPolicyReading = union(enum) {
    policy: HookPolicy,
    problem: []const u8,
};

/// Reads the call of a hook, and the policy that it names.
pub fn loadHookPolicy(arena: Allocator, words: []const [:0]const u8) Allocator.Error!HookPolicyReading {
    const found = switch (options.readOptions(words)) {
        .options => |found| found,
        .problem => |parts| return .{ .problem = try std.mem.concat(arena, u8, &parts) },
    };
    for ([_]options.Option{ .command, .cwd, .json, .serve, .version, .help }) |option| {
        if (!found.contains(option)) continue;
        return .{ .problem = try std.mem.concat(arena, u8, &.{ "--", @tagName(option), " does not go with --hook" }) };
    }
    const call = switch (try command_line.readCall(arena, found)) {
        .call => |call| call,
        .problem => |problem| return .{ .problem = problem },
    };
    return .{ .policy = .{ .ready = try call.load(arena), .call = call } };
}

/// Answers one event of a host: JSON in the strict profile, at most 1 MiB. It never answers with nothing.
pub fn answerHook(
    arena: Allocator,
    protocol: *const HostProtocol,
    event: []const u8,
    policy: HookPolicy,
    environ: std.process.Environ,
) Allocator.Error!HookAnswer {
    const read = switch (try readEvent(arena, protocol, event)) {
        .event => |read| read,
        .problem => |problem| return refuseHook(arena, protocol, problem),
    };
    const command = read.command orelse return protocol.write(arena, formOf(read, "leave"), "");
    const ready = policy.ready orelse {
        const refusal = verdicts.refuse(.malformed_bundle, null);
        return protocol.write(arena, formOf(read, @tagName(policy.call.fallback)), refusal.reason.?);
    };
    const request: types.CommandRequest = .{
        .command = command,
        .cwd = read.cwd,
        .facts = policy.call.facts,
        .unattended = policy.call.unattended,
    };
    const around = try surroundings.surroundingsOf(arena, environ, read.cwd);
    const verdict = decide.decide(arena, ready, request, around);
    const decision = if (verdict.leave_to_host) "leave" else @tagName(verdict.decision);
    return protocol.write(arena, formOf(read, decision), try say_decision.sayDecision(arena, &verdict));
}

/// An event about a command (null: about another tool).
const Event = struct {
    /// The form of each decision; `leave` is that of what is left to the host and of other tools.
    answers: *const json.Object,
    command: ?[]const u8,
    cwd: ?[]const u8,
};

const EventReading = union(enum) {
    event: Event,
    problem: []const u8,
};

fn formOf(event: Event, decision: []const u8) []const u8 {
    return event.answers.get(decision).asText() orelse "";
}

/// Reads an event, or says why it is not understood. Keys that the protocol does not name are the host's own business; those that it
/// names have to be there and of the right kind.
fn readEvent(arena: Allocator, protocol: *const HostProtocol, text: []const u8) Allocator.Error!EventReading {
    const value = try json.read(arena, text, most_event_bytes) orelse {
        return .{ .problem = "What the host sent is not JSON in the strict profile." };
    };
    const name = textAt(value, protocol.event) orelse return .{ .problem = "What the host sent is not an event that this hook knows." };
    const event = protocol.events.get(name);
    if (event != .object) return .{ .problem = "What the host sent is not an event that this hook knows." };
    const answers = event.object.get("answers").asObject();
    if (event.object.get("tool") == .object) {
        const tool = event.object.get("tool").object;
        const used = textAt(value, try tool.texts(arena, "at") orelse &.{}) orelse "";
        if (used.len == 0) return .{ .problem = "The host's event does not name its tool." };
        if (!tool.get("is").isText(used)) return .{ .event = .{ .answers = answers, .command = null, .cwd = null } };
    }
    const command = textAt(value, try event.object.texts(arena, "command") orelse &.{}) orelse {
        return .{ .problem = "The host's event has no command where one should stand." };
    };
    const cwd = textAt(value, try event.object.texts(arena, "cwd") orelse &.{}) orelse "";
    if (!std.mem.startsWith(u8, cwd, "/") or std.mem.findScalar(u8, cwd, 0) != null) {
        return .{ .problem = "The host's event has no absolute directory." };
    }
    const moved = for (event.object.get("moved_by").asList()) |path| {
        if (valueAt(value, try path.asTexts(arena) orelse &.{}) != null) break true;
    } else false;
    return .{ .event = .{ .answers = answers, .command = command, .cwd = if (moved) null else cwd } };
}

fn textAt(value: json.Value, path: []const []const u8) ?[]const u8 {
    const found = valueAt(value, path) orelse return null;
    return found.asText();
}

/// Follows keys from an object to a value inside it; null where the way is not there.
fn valueAt(value: json.Value, path: []const []const u8) ?json.Value {
    var found = value;
    for (path) |key| found = found.asObject().find(key) orelse return null;
    return found;
}
