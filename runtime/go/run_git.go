package evaluator

import (
	"context"
	"errors"
	"os/exec"
	"slices"
	"syscall"
	"time"
)

const (
	// gitDeadline is how long all calls of one decision may take together.
	gitDeadline = 250 * time.Millisecond
	// mostGitOutput is how many bytes of output are read.
	mostGitOutput = 1024 * 1024
)

// gitEnvironment is all that git sees of the environment. An inherited variable could name programs and other repositories.
// GIT_ALLOW_PROTOCOL, empty, forbids every transport: a version that does not know GIT_NO_LAZY_FETCH could fetch missing objects by
// a program that the repository names.
var gitEnvironment = []string{
	"GIT_ALLOW_PROTOCOL=",
	"GIT_NO_LAZY_FETCH=1",
	"GIT_NO_REPLACE_OBJECTS=1",
	"GIT_OPTIONAL_LOCKS=0",
	"GIT_PAGER=cat",
	"GIT_TERMINAL_PROMPT=0",
	"LC_ALL=C",
	"PATH=/usr/bin:/bin",
}

// ownConfiguration says where configuration may come from: the repository that GIT_DIR names, and the user and the system only
// where that is asked for.
var ownConfiguration = []string{"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1"}

// gitCall is one call: arguments, additions to the environment, and the folder to run in.
type gitCall struct {
	words       []string
	environment []string
	folder      string
}

// gitResult is what came of a call.
type gitResult struct {
	// It ended by itself; else there was no program, or it was killed, or out of time.
	done bool
	// It wrote more than is read.
	overflow   bool
	status     int
	output     string
	complained bool
}

// gitRunner runs git for one decision: a fixed environment, a deadline for all calls together, an output limit, and nothing left
// behind. The clock starts with the first call.
type gitRunner struct {
	user    int
	started time.Time
}

// run runs git and waits for it, at most until the deadline; then its whole process group is killed. A git that lies in one of the
// folders of outside is not run.
func (g *gitRunner) run(call gitCall, outside []string) gitResult {
	if g.started.IsZero() {
		g.started = time.Now()
	}
	left := gitDeadline - time.Since(g.started)
	if left < time.Millisecond {
		return gitResult{}
	}
	program := findGit("", g.user, outside)
	if program == "" {
		return gitResult{}
	}
	limit, cancel := context.WithTimeout(context.Background(), left)
	defer cancel()
	command := exec.CommandContext(limit, program, call.words...)
	command.Env = slices.Concat(gitEnvironment, call.environment)
	command.Dir = call.folder
	// A session of its own, so that a kill reaches what git may have started.
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
	// Something that git started may keep its output open.
	command.WaitDelay = left
	output, complaint := limitedBuffer{}, limitedBuffer{}
	command.Stdout, command.Stderr = &output, &complaint
	err := command.Run()
	var ended *exec.ExitError
	if limit.Err() == nil && (err == nil || errors.As(err, &ended)) && command.ProcessState.ExitCode() >= 0 {
		return gitResult{
			done: true, status: command.ProcessState.ExitCode(), output: string(output.bytes), complained: len(complaint.bytes) > 0,
		}
	}
	if command.Process != nil {
		syscall.Kill(-command.Process.Pid, syscall.SIGKILL)
	}
	return gitResult{overflow: output.full || complaint.full}
}

// limitedBuffer keeps what is written up to the limit, and refuses the rest.
type limitedBuffer struct {
	bytes []byte
	full  bool
}

var errOverflow = errors.New("more output than is read")

func (b *limitedBuffer) Write(bytes []byte) (int, error) {
	if len(b.bytes)+len(bytes) > mostGitOutput {
		b.full = true
		return 0, errOverflow
	}
	b.bytes = append(b.bytes, bytes...)
	return len(bytes), nil
}
