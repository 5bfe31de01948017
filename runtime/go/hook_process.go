package evaluator

import (
	"io"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"
)

// started is when the process started, as nearly as it can say.
var started = time.Now()

// runHook answers the one event on standard input, and ends the process. Whatever happens to it, it ends in an answer that the host
// understands: the refusal is rendered before any work is done; the deadline, a panic, a signal, an event that is never finished, an
// output that nobody takes all end in that refusal. What a process cannot do anything about (a kill, no memory) is left to the
// dispatch script.
//
// host is the name of a host; one that is not known is refused with the status that blocks everywhere. load makes the policy ready,
// or says what is wrong with the call.
func runHook(host string, load func() (*hookPolicy, string)) {
	protocol := protocolOf(host)
	end := &hookEnd{failure: refuseHook(protocol, "The policy evaluator failed or did not answer in time.")}
	end.guard(protocol)
	defer func() {
		recover()
		end.fail()
	}()
	if protocol == nil {
		end.with(refuseHook(nil, "This policy evaluator does not know the host `"+showControls(host)+"`."))
	}
	event, err := io.ReadAll(io.LimitReader(os.Stdin, mostEventBytes+1))
	if err != nil {
		end.fail()
	}
	if len(event) > mostEventBytes {
		end.with(refuseHook(protocol, "What the host sent is too long."))
	}
	policy, problem := load()
	if problem != "" {
		end.with(refuseHook(protocol, "The policy evaluator was called wrongly: "+problem+"."))
	}
	end.with(answerHook(protocol, event, policy))
}

// hookEnd gives one answer and ends the process.
type hookEnd struct {
	failure hookAnswer
	begun   atomic.Bool
}

// guard makes signals and the deadline end in the refusal.
func (e *hookEnd) guard(protocol *hostProtocol) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)
	go func() {
		<-signals
		e.stop()
	}()
	if protocol != nil {
		time.AfterFunc(time.Duration(protocol.deadline)*time.Millisecond-time.Since(started), e.stop)
	}
}

// stop ends in the refusal from outside of what the process is doing.
func (e *hookEnd) stop() {
	// An answer that is under way is not delivered: only the status is left.
	if e.begun.Load() {
		os.Exit(exitRefused)
	}
	e.fail()
}

func (e *hookEnd) fail() { e.with(e.failure) }

// with gives an answer and ends the process; what comes after the first answer waits for that end.
func (e *hookEnd) with(answer hookAnswer) {
	if !e.begun.CompareAndSwap(false, true) {
		select {}
	}
	status := exitRefused
	// Where an answer cannot be delivered, the status has to say it.
	if _, err := os.Stdout.WriteString(answer.stdout); err == nil && (answer.status != 0 || !isNullDevice(os.Stdout)) {
		status = answer.status
	}
	os.Stderr.WriteString(answer.stderr)
	os.Exit(status)
}

// isNullDevice says whether a file leads nowhere: closed standard descriptors are opened on the null device when the process
// starts, so that writing succeeds.
func isNullDevice(file *os.File) bool {
	found, err := file.Stat()
	if err != nil {
		return true
	}
	null, err := os.Stat(os.DevNull)
	return err != nil || os.SameFile(found, null)
}
