//! What surrounds the commands of a text.

use std::rc::Rc;

use crate::shell_cursor::Reading;
use crate::shell_types::{
	Assignment, Budget, Circumstances, Input, InputSource, Redirection, Runner, SimpleCommand, Within, Word, Writer, extended, joined,
};
use crate::types::Span;

/// The place of a scope among those of its reading.
pub(crate) type ScopeId = usize;

/// The place of a command among those of its reading.
pub(crate) type DraftId = usize;

/// The place of what a redirection makes of standard input.
pub(crate) type SourceId = usize;

/// What surrounds the commands of a text: a subshell, a branch, a region that runs together, the redirections and the input of a
/// group.
///
/// A scope is opened before it is known what it is (a list turns out to run in the background at its end), so scopes are marked
/// while the text is read and evaluated once it has been read.
#[derive(Debug, Default)]
pub(crate) struct Scope {
	parent: Option<ScopeId>,
	number: usize,
	pub(crate) environment: bool,
	pub(crate) branch: bool,
	pub(crate) together: bool,
	pub(crate) is_loop: bool,
	pub(crate) background: bool,
	pub(crate) deferred: bool,
	pub(crate) redirections: Vec<Redirection>,
	pub(crate) input: Option<SourceId>,
	/// The pipeline member before this one, whose output it reads.
	pub(crate) from: Option<ScopeId>,
	/// How many commands are in it.
	count: usize,
	/// Its command, where that is the only one; kept for scopes that others ask.
	writer: Option<Writer>,
}

impl Scope {
	pub(crate) fn new(parent: Option<ScopeId>, number: usize) -> Self {
		Self { parent, number, ..Self::default() }
	}

	/// Whether it changes nothing for the commands in it.
	fn is_plain(&self) -> bool {
		let marked = self.environment || self.branch || self.together || self.is_loop || self.background || self.deferred;
		!marked && self.redirections.is_empty() && self.input.is_none() && self.from.is_none()
	}

	/// The circumstances of a command in this scope; `source` is what gives it its own input.
	fn within(&self, outer: &Circumstances, source: Option<InputSource>) -> Circumstances {
		let mut around = outer.clone();
		if self.environment {
			around.environment = extended(&outer.environment, self.number);
		}
		if self.branch {
			around.branch = extended(&outer.branch, self.number);
		}
		if self.together || self.is_loop {
			around.together = outer.together.or(Some(self.number));
		}
		if self.is_loop {
			around.in_loop = outer.in_loop.or(Some(self.number));
		}
		around.background |= self.background;
		around.deferred |= self.deferred;
		if !self.redirections.is_empty() {
			around.redirections = outer.redirections.iter().chain(&self.redirections).cloned().collect();
		}
		if let Some(source) = source {
			around.input = Some(Input { source, shared: self.count > 1 });
		} else if self.input.is_some() || self.deferred {
			// A file or another descriptor; and whoever calls a function gives it its input.
			around.input = None;
		}
		around
	}
}

/// The circumstances of the outermost scope of a text; `number` is the one that it takes.
pub(crate) fn circumstances_within(place: Option<Within>, number: usize) -> Circumstances {
	let Some(place) = place else { return Circumstances::default() };
	let mut around = place.outer.around.clone();
	match place.runner {
		Runner::Child => around.environment = extended(&around.environment, number),
		Runner::Later => {
			around.branch = extended(&around.branch, number);
			around.deferred = true;
			around.input = None;
		}
		Runner::Same => {}
	}
	if let Some(input) = &mut around.input {
		input.shared = true;
	}
	around
}

/// A command as it was read, before what surrounds it is known.
#[derive(Debug)]
pub(crate) struct Draft {
	pub(crate) assignments: Vec<Assignment>,
	pub(crate) words: Vec<Rc<Word>>,
	pub(crate) redirections: Vec<Redirection>,
	pub(crate) span: Span,
	pub(crate) scope: ScopeId,
	pub(crate) input: Option<SourceId>,
	/// The redirections of `exec`s before it, and the input that one of them gives.
	pub(crate) exec_redirections: Rc<[Redirection]>,
	pub(crate) exec_input: Option<SourceId>,
}

/// The commands of a text that was read, each with its circumstances. The redirections that each inherits count as nodes of the
/// budget.
pub(crate) fn place_commands(found: Reading, outermost: Circumstances) -> (Vec<Rc<SimpleCommand>>, Budget) {
	let Reading { places, mut drafts, sources, mut scopes, mut budget, .. } = found;
	let drafts: Vec<Draft> = places.into_iter().filter_map(|place| drafts.get_mut(place)?.take()).collect();
	for draft in &drafts {
		let mut scope = Some(draft.scope);
		while let Some(at) = scope {
			scopes[at].count += 1;
			scope = scopes[at].parent;
		}
	}
	let all = evaluate_scopes(&mut scopes, &sources, outermost);
	let mut commands = Vec::with_capacity(drafts.len());
	for draft in drafts {
		let mut around = (*all[draft.scope]).clone();
		let outer = joined(&around.redirections, &draft.exec_redirections);
		budget.take_nodes(outer.len());
		around.input = input_of(&draft, &around, &sources);
		around.redirections = joined(&outer, &draft.redirections.into());
		let command = SimpleCommand { around, assignments: draft.assignments.into(), words: draft.words.into(), span: draft.span };
		let command = Rc::new(command);
		keep_writer(&scopes, draft.scope, &command);
		commands.push(command);
	}
	(commands, budget)
}

/// The circumstances in each scope. Those without commands are not asked for: they get any.
fn evaluate_scopes(scopes: &mut [Scope], sources: &[Option<Rc<Word>>], outermost: Circumstances) -> Vec<Rc<Circumstances>> {
	let outermost = Rc::new(outermost);
	let mut all: Vec<Rc<Circumstances>> = Vec::with_capacity(scopes.len());
	for at in 0..scopes.len() {
		let outer = scopes[at].parent.map_or(&outermost, |parent| &all[parent]);
		let made = if scopes[at].count == 0 || scopes[at].is_plain() {
			outer.clone()
		} else {
			let source = source_of(scopes, at, sources);
			Rc::new(scopes[at].within(outer, source))
		};
		all.push(made);
	}
	all
}

/// What gives the commands of a scope their input, if it is the scope that says so.
fn source_of(scopes: &mut [Scope], at: ScopeId, sources: &[Option<Rc<Word>>]) -> Option<InputSource> {
	if let Some(source) = scopes[at].input {
		return sources[source].clone().map(InputSource::Text);
	}
	let from = scopes[at].from?;
	Some(InputSource::Output(scopes[from].writer.get_or_insert_default().clone()))
}

/// Tells the scopes around a command that it is theirs.
fn keep_writer(scopes: &[Scope], innermost: ScopeId, command: &Rc<SimpleCommand>) {
	let mut scope = Some(innermost);
	while let Some(at) = scope {
		if let Some(writer) = scopes[at].writer.as_ref().filter(|_| scopes[at].count == 1) {
			writer.get_or_init(|| command.clone());
		}
		scope = scopes[at].parent;
	}
}

fn input_of(draft: &Draft, around: &Circumstances, sources: &[Option<Rc<Word>>]) -> Option<Input> {
	let text_of = |source: SourceId| sources[source].clone().map(InputSource::Text);
	match (draft.input, draft.exec_input) {
		(Some(own), _) => Some(Input { source: text_of(own)?, shared: false }),
		(None, None) => around.input.clone(),
		// Which of a group and an `exec` in or before it comes last is not followed.
		(None, Some(_)) if around.input.is_some() => None,
		(None, Some(given)) => Some(Input { source: text_of(given)?, shared: true }),
	}
}
