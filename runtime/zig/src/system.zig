//! What the evaluator asks of the operating system: POSIX calls, on Linux without a C library, elsewhere through it.
//!
//! Paths are bytes. Every call that fails says so; a call that a signal interrupts is made again.

const std = @import("std");
const builtin = @import("builtin");
const Allocator = std.mem.Allocator;
const linux = std.os.linux;
const posix = std.posix;
const calls = std.posix.system;

pub const Descriptor = posix.fd_t;

pub const stdin: Descriptor = posix.STDIN_FILENO;
pub const stdout: Descriptor = posix.STDOUT_FILENO;
pub const stderr: Descriptor = posix.STDERR_FILENO;

/// Why a call gave nothing: what was asked for is certainly not there, or anything else.
pub const Error = error{ Missing, Failed };

fn failure(code: posix.E) Error {
    return switch (code) {
        .NOENT, .NOTDIR => error.Missing,
        else => error.Failed,
    };
}

/// A path as the system takes it, with a NUL behind it.
const SystemPath = struct {
    buffer: [posix.PATH_MAX]u8,

    fn set(path: *SystemPath, text: []const u8) Error![*:0]const u8 {
        if (text.len >= path.buffer.len or std.mem.findScalar(u8, text, 0) != null) return error.Failed;
        @memcpy(path.buffer[0..text.len], text);
        path.buffer[text.len] = 0;
        return path.buffer[0..text.len :0];
    }
};

/// What stands at a path.
pub const Status = struct {
    kind: Kind,
    /// User id of the owner.
    owner: u32,
    device: u64,
    inode: u64,
    /// Permission bits, with the sticky bit.
    permissions: u32,
    size: u64,

    pub const Kind = enum { file, folder, link, other };

    fn of(mode: u32, owner: u32, device: u64, inode: u64, size: u64) Status {
        return .{
            .kind = switch (mode & posix.S.IFMT) {
                posix.S.IFREG => .file,
                posix.S.IFDIR => .folder,
                posix.S.IFLNK => .link,
                else => .other,
            },
            .owner = owner,
            .device = device,
            .inode = inode,
            .permissions = mode & 0o7777,
            .size = size,
        };
    }
};

/// What stands at a path itself, or what a path leads to through links (stat(2)).
pub fn statusAt(path: []const u8, links: Links) Error!Status {
    var kept: SystemPath = undefined;
    const flags: u32 = if (links == .follow) 0 else posix.AT.SYMLINK_NOFOLLOW;
    return status(posix.AT.FDCWD, try kept.set(path), flags);
}

/// What an open descriptor leads to.
pub fn statusOf(file: Descriptor) Error!Status {
    if (builtin.os.tag == .linux) return status(file, "", linux.AT.EMPTY_PATH);
    var found: posix.Stat = undefined;
    const code = posix.errno(calls.fstat(file, &found));
    return if (code == .SUCCESS) statusFrom(found) else failure(code);
}

fn status(folder: Descriptor, path: [*:0]const u8, flags: u32) Error!Status {
    if (builtin.os.tag == .linux) {
        var found: linux.Statx = undefined;
        const code = linux.errno(linux.statx(folder, path, flags, linux.STATX.BASIC_STATS, &found));
        if (code != .SUCCESS) return failure(code);
        const device = @as(u64, found.dev_major) << 32 | found.dev_minor;
        return .of(found.mode, found.uid, device, found.ino, found.size);
    }
    var found: posix.Stat = undefined;
    const code = posix.errno(calls.fstatat(folder, path, &found, flags));
    return if (code == .SUCCESS) statusFrom(found) else failure(code);
}

fn statusFrom(found: posix.Stat) Status {
    const device: u64 = @bitCast(@as(i64, found.dev));
    return .of(found.mode, found.uid, device, found.ino, @intCast(@max(0, found.size)));
}

/// Where a link leads, as it is written.
pub fn readLink(path: []const u8, buffer: []u8) Error![]const u8 {
    var kept: SystemPath = undefined;
    const count = calls.readlink(try kept.set(path), buffer.ptr, buffer.len);
    const code = posix.errno(count);
    return if (code == .SUCCESS) buffer[0..@intCast(count)] else failure(code);
}

/// Whether links on the last step of a path are followed.
pub const Links = enum { follow, no_follow };

/// Opens a file to be read; nothing waits for the other end of a FIFO (open(2)).
pub fn openFile(path: []const u8, links: Links) Error!Descriptor {
    var kept: SystemPath = undefined;
    const name = try kept.set(path);
    const flags: posix.O = .{ .ACCMODE = .RDONLY, .CLOEXEC = true, .NONBLOCK = true, .NOFOLLOW = links == .no_follow };
    while (true) {
        const file = calls.open(name, flags, @as(posix.mode_t, 0));
        switch (posix.errno(file)) {
            .SUCCESS => return @intCast(file),
            .INTR => continue,
            else => |code| return failure(code),
        }
    }
}

/// Opens standard descriptors that are closed on the null device: else the next file that is opened would take their place.
pub fn openStandard() void {
    for ([_]Descriptor{ stdin, stdout, stderr }) |file| {
        if (statusOf(file)) |_| continue else |_| {}
        _ = calls.open("/dev/null", posix.O{ .ACCMODE = .RDWR }, @as(posix.mode_t, 0));
    }
}

pub fn close(file: Descriptor) void {
    _ = calls.close(file);
}

/// Reads what is there, at most as much as the buffer holds; nothing at the end.
pub fn read(file: Descriptor, buffer: []u8) Error![]u8 {
    while (true) {
        const count = calls.read(file, buffer.ptr, buffer.len);
        switch (posix.errno(count)) {
            .SUCCESS => return buffer[0..@intCast(count)],
            .INTR => continue,
            else => return error.Failed,
        }
    }
}

/// Reads up to the end; null where there are more bytes than `most`.
pub fn readAll(arena: Allocator, file: Descriptor, most: usize) (Allocator.Error || Error)!?[]u8 {
    const least = 64 * 1024;
    var text: std.ArrayList(u8) = .empty;
    // Where the size is known, one piece of memory is enough.
    if (statusOf(file)) |found| try text.ensureTotalCapacityPrecise(arena, @min(found.size, most) + 1) else |_| {}
    while (text.items.len <= most) {
        if (text.unusedCapacitySlice().len == 0) try text.ensureUnusedCapacity(arena, least);
        const part = try read(file, text.unusedCapacitySlice());
        if (part.len == 0) return text.items;
        text.items.len += part.len;
    }
    return null;
}

/// Writes all of a text.
pub fn writeAll(file: Descriptor, text: []const u8) Error!void {
    var rest = text;
    while (rest.len > 0) {
        const count = calls.write(file, rest.ptr, rest.len);
        switch (posix.errno(count)) {
            .SUCCESS => rest = rest[@intCast(count)..],
            .INTR => {},
            .AGAIN => try waitFor(file, posix.POLL.OUT),
            else => return error.Failed,
        }
    }
}

fn waitFor(file: Descriptor, events: i16) Error!void {
    var waits = [_]posix.pollfd{.{ .fd = file, .events = events, .revents = 0 }};
    _ = try poll(&waits, null);
}

/// Waits until something happens on one of the descriptors, at most so many milliseconds; false where nothing did in that time.
fn poll(waits: []posix.pollfd, milliseconds: ?u31) Error!bool {
    const timeout: i32 = milliseconds orelse -1;
    const count = calls.poll(waits.ptr, @intCast(waits.len), timeout);
    return switch (posix.errno(count)) {
        .SUCCESS => count != 0,
        .INTR => true,
        else => error.Failed,
    };
}

/// The current directory as the system knows it.
pub fn currentFolder(buffer: []u8) Error![]const u8 {
    if (builtin.os.tag == .linux) {
        const count = linux.getcwd(buffer.ptr, buffer.len);
        if (linux.errno(count) != .SUCCESS or count == 0) return error.Failed;
        return buffer[0 .. count - 1];
    }
    const found = calls.getcwd(buffer.ptr, buffer.len) orelse return error.Failed;
    return std.mem.sliceTo(@as([*:0]const u8, @ptrCast(found)), 0);
}

pub fn effectiveUser() u32 {
    return calls.geteuid();
}

/// Milliseconds of a clock that is never set.
pub fn now() u64 {
    var time: posix.timespec = undefined;
    if (posix.errno(calls.clock_gettime(.MONOTONIC, &time)) != .SUCCESS) return 0;
    return @as(u64, @intCast(time.sec)) * 1000 + @as(u64, @intCast(time.nsec)) / std.time.ns_per_ms;
}

/// Ends the process at once.
pub fn exit(code: u8) noreturn {
    if (builtin.os.tag == .linux) linux.exit_group(code);
    std.c._exit(code);
}

/// Has SIGALRM sent once, after so many milliseconds (setitimer(2)).
pub fn startTimer(milliseconds: u32) void {
    const Interval = extern struct { every: posix.timeval, first: posix.timeval };
    const real = 0;
    const wanted: Interval = .{
        .every = .{ .sec = 0, .usec = 0 },
        .first = .{
            .sec = @intCast(milliseconds / 1000),
            .usec = @intCast(@max(1, milliseconds % 1000 * 1000)),
        },
    };
    if (builtin.os.tag == .linux) {
        _ = linux.syscall3(.setitimer, real, @intFromPtr(&wanted), 0);
    } else {
        const setitimer = @extern(*const fn (c_int, *const Interval, ?*Interval) callconv(.c) c_int, .{ .name = "setitimer" });
        _ = setitimer(real, &wanted, null);
    }
}

/// Says what happens at a signal. The handler runs on a stack of its own, if there is one.
pub fn handle(signal: posix.SIG, handler: *const fn (posix.SIG) callconv(.c) void) void {
    const action: posix.Sigaction = .{
        .handler = .{ .handler = handler },
        .mask = posix.sigemptyset(),
        .flags = posix.SA.ONSTACK,
    };
    posix.sigaction(signal, &action, null);
}

/// Makes a signal do nothing here, and what it always does in programs that are started.
pub fn disregard(signal: posix.SIG) void {
    handle(signal, struct {
        fn nothing(_: posix.SIG) callconv(.c) void {}
    }.nothing);
}

/// The home directory that the system has for a user.
pub fn homeOf(arena: Allocator, user: u32) Allocator.Error!?[]const u8 {
    if (builtin.os.tag != .linux) {
        const entry = std.c.getpwuid(user) orelse return null;
        return try arena.dupe(u8, std.mem.span(entry.dir orelse return null));
    }
    const most_users = 1024 * 1024;
    const file = openFile("/etc/passwd", .follow) catch return null;
    defer close(file);
    const text = readAll(arena, file, most_users) catch |problem| switch (problem) {
        error.OutOfMemory => return error.OutOfMemory,
        else => return null,
    } orelse return null;
    var lines = std.mem.splitScalar(u8, text, '\n');
    while (lines.next()) |line| {
        // NAME:PASSWORD:UID:GID:TEXT:HOME:SHELL (passwd(5))
        var fields = std.mem.splitScalar(u8, line, ':');
        for (0..2) |_| _ = fields.next();
        const id = std.fmt.parseInt(u32, fields.next() orelse continue, 10) catch continue;
        for (0..2) |_| _ = fields.next();
        const home = fields.next() orelse continue;
        if (id == user) return home;
    }
    return null;
}

/// A program to start: its words with its own name first, all of its environment, and the folder to run in.
pub const Start = struct {
    program: []const u8,
    words: []const []const u8,
    environment: []const []const u8,
    folder: []const u8,
};

/// A program that runs in a session of its own, without standard input. `end` is called in any case.
pub const Child = struct {
    id: posix.pid_t,
    /// Standard output and standard error.
    outputs: [2]Descriptor,
    waited: bool = false,

    /// Which of the outputs that are wanted can be read; null at the deadline.
    pub fn waitForOutput(child: *const Child, wanted: [2]bool, deadline: u64) ?[2]bool {
        var waits: [2]posix.pollfd = undefined;
        for (&waits, child.outputs, wanted) |*wait, output, isWanted| {
            wait.* = .{ .fd = if (isWanted) output else -1, .events = posix.POLL.IN, .revents = 0 };
        }
        const left = deadline -| now();
        if (left == 0) return null;
        if (!(poll(&waits, @intCast(left)) catch return null)) return null;
        return .{ waits[0].revents != 0, waits[1].revents != 0 };
    }

    /// The exit status; null where it was killed, or where it has not ended by the deadline.
    pub fn waitUntil(child: *Child, deadline: u64) ?u8 {
        const pause = 1;
        while (true) {
            if (child.reap(posix.W.NOHANG)) |ended| return if (posix.W.IFEXITED(ended)) posix.W.EXITSTATUS(ended) else null;
            if (child.waited or now() >= deadline) return null;
            _ = poll(&.{}, pause) catch return null;
        }
    }

    /// Kills what still runs, with all that it started, and lets go of it.
    pub fn end(child: *Child) void {
        for (child.outputs) |output| close(output);
        if (child.waited) return;
        _ = calls.kill(-child.id, .KILL);
        _ = child.reap(0);
    }

    /// The wait status; null where it has not ended.
    fn reap(child: *Child, flags: u32) ?u32 {
        while (true) {
            var wait_status: if (builtin.os.tag == .linux) i32 else c_int = 0;
            const id = calls.waitpid(child.id, &wait_status, @intCast(flags));
            switch (posix.errno(id)) {
                .SUCCESS => {
                    if (id == 0) return null;
                    child.waited = true;
                    return @bitCast(wait_status);
                },
                .INTR => continue,
                else => {
                    child.waited = true;
                    return null;
                },
            }
        }
    }
};

/// Starts a program.
pub fn start(arena: Allocator, wanted: Start) (Allocator.Error || Error)!Child {
    const program = try arena.dupeSentinel(u8, wanted.program, 0);
    const folder = try arena.dupeSentinel(u8, wanted.folder, 0);
    const words = try textVector(arena, wanted.words);
    const environment = try textVector(arena, wanted.environment);
    // A caller may have left children to be forgotten, and then none could be waited for.
    disregard(.CHLD);
    const null_device = try openFile("/dev/null", .follow);
    defer close(null_device);
    const output = try openPipe();
    errdefer for (output) |end| close(end);
    const complaint = try openPipe();
    errdefer for (complaint) |end| close(end);
    const id = calls.fork();
    if (posix.errno(id) != .SUCCESS) return error.Failed;
    if (id == 0) {
        // In the new process: a descriptor that was copied stays open in the program, the others do not.
        const failed = 127;
        _ = calls.setsid();
        for ([_]Descriptor{ null_device, output[1], complaint[1] }, [_]Descriptor{ stdin, stdout, stderr }) |from, to| {
            if (posix.errno(calls.dup2(from, to)) != .SUCCESS) exit(failed);
        }
        if (posix.errno(calls.chdir(folder)) != .SUCCESS) exit(failed);
        _ = calls.execve(program, words, environment);
        exit(failed);
    }
    close(output[1]);
    close(complaint[1]);
    return .{ .id = @intCast(id), .outputs = .{ output[0], complaint[0] } };
}

/// A pipe whose ends are not handed on: where it is read, and where it is written.
fn openPipe() Error![2]Descriptor {
    var ends: [2]Descriptor = undefined;
    const made = if (@TypeOf(calls.pipe2) != void) calls.pipe2(&ends, .{ .CLOEXEC = true }) else calls.pipe(&ends);
    if (posix.errno(made) != .SUCCESS) return error.Failed;
    if (@TypeOf(calls.pipe2) == void) {
        for (ends) |end| _ = calls.fcntl(end, posix.F.SETFD, @as(c_int, posix.FD_CLOEXEC));
    }
    // Descriptors that would be overwritten by standard ones: there are none unless those were closed.
    return if (@min(ends[0], ends[1]) > stderr) ends else error.Failed;
}

fn textVector(arena: Allocator, texts: []const []const u8) Allocator.Error![*:null]const ?[*:0]const u8 {
    const vector = try arena.allocSentinel(?[*:0]const u8, texts.len, null);
    for (texts, vector) |text, *slot| slot.* = try arena.dupeSentinel(u8, text, 0);
    return vector;
}
