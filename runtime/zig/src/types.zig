//! What requests, policies and verdicts are made of.

const codes = @import("codes.zig");
const json = @import("json.zig");

/// What becomes of a command, in the words of a policy.
pub const Decision = enum {
    allow,
    request,
    deny,
    /// Left to the host's own permissions; a default only.
    host,
    /// An `on_mismatch` only: the rule says nothing.
    skip,
};

/// A policy in the form that an evaluator reads: schemas/policy_wrapper.schema.json, as far as it decides something.
pub const Bundle = struct {
    policy_hash: []const u8,
    defaults: Defaults,
    registry: *const json.Object,
    automata: []const AutomatonTable,
    /// In IR order.
    commands: []const BundleRule,
};

/// What is decided where no rule does.
pub const Defaults = struct {
    standard: Decision,
    @"opaque": Decision,
    condition_error: Decision,
    unattended: Decision,
};

/// An automaton by state: its label, where all bytes lead that no range holds, and ranges of three numbers each (low, high,
/// target).
pub const AutomatonTable = struct {
    accept: []const i32,
    others: []const i32,
    ranges: []const []const i32,
};

/// A language of a rule: literal heads that go on in tables, or one table.
pub const Program = union(enum) {
    heads: []const ProgramHead,
    automaton: usize,
};

/// Alternatives of each word, and the table for the words behind them.
pub const ProgramHead = struct {
    words: []const []const []const u8,
    tail: usize,
};

/// One rule. Lists that are null are not written in the policy.
pub const BundleRule = struct {
    id: []const u8,
    action: Decision,
    on_mismatch: Decision,
    on_unknown: ?Decision,
    conditions: ?*const Condition,
    reason: ?[]const u8,
    strict: ?Program,
    loose: ?Program,
    except: ?Program,
    programs: ?[]const []const u8,
    global_options: []const []const u8,
    path_sets: []const []const []const u8,
    writes: ?[]const []const u8,
    reads: ?[]const []const u8,
    env: ?[]const []const u8,
};

/// A predicate, or a list of conditions.
pub const Condition = struct {
    required: bool,
    form: Form,

    pub const Form = union(enum) {
        predicate: Predicate,
        list: List,
    };

    pub const List = struct {
        mode: Mode,
        members: []const Condition,
    };

    pub const Mode = enum { all, any, not };
};

/// A predicate with its argument.
pub const Predicate = struct {
    name: []const u8,
    argument: ?[]const u8,
};

/// Whether something holds: yes and no are certain. The order is that of strength.
pub const Answer = enum(u2) {
    no,
    maybe,
    yes,

    /// The stronger of two answers.
    pub fn max(one: Answer, other: Answer) Answer {
        return if (@backingInt(one) >= @backingInt(other)) one else other;
    }

    /// The weaker of two answers.
    pub fn min(one: Answer, other: Answer) Answer {
        return if (@backingInt(one) <= @backingInt(other)) one else other;
    }

    /// Yes or no.
    pub fn of(holds: bool) Answer {
        return if (holds) .yes else .no;
    }
};

/// The value of a predicate.
pub const Truth = enum {
    false,
    true,
    unknown,

    /// True or false.
    pub fn of(holds: bool) Truth {
        return if (holds) .true else .false;
    }
};

/// The kind of reason that decided. Among equally strict reasons the kind that stands first here counts.
pub const By = enum { input, rule, condition_error, @"opaque", default };

/// A range of the outer line in bytes, half-open.
pub const Span = struct {
    start: usize,
    end: usize,
};

/// A part of a line that is not known.
pub const OpaquePart = struct {
    code: codes.OpaqueCode,
    span: Span,
};

/// The decision on a line, with what it is made of: schemas/verdict.schema.json.
pub const Verdict = struct {
    decision: Decision,
    leave_to_host: bool = false,
    by: By,
    rule: ?[]const u8 = null,
    reason: ?[]const u8,
    commands: []const CommandVerdict = &.{},
    @"opaque": []const OpaquePart = &.{},
    conditions: []const JudgedPredicate = &.{},
    errors: []const codes.InputError = &.{},
    policy_hash: ?[]const u8,
};

/// The decision on one command of a line.
pub const CommandVerdict = struct {
    argv: []const []const u8,
    span: Span,
    decision: Decision,
    leave_to_host: bool,
    by: By,
    rule: ?[]const u8,
    matches: []const RuleMatched,
};

/// A rule that matched a command, or may have.
pub const RuleMatched = struct {
    rule: []const u8,
    match: Answer,
};

/// A predicate with the value it had for a rule that matched.
pub const JudgedPredicate = struct {
    predicate: Predicate,
    value: Truth,
};

/// One line to decide on.
pub const CommandRequest = struct {
    command: []const u8,
    /// The absolute directory where it would run; not known where it is not said.
    cwd: ?[]const u8 = null,
    /// Given instead of real ones; null: ask the machine.
    facts: ?*const json.Object = null,
    unattended: bool = false,
};
