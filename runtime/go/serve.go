package evaluator

import (
	"bufio"
	"errors"
	"io"
)

// answerLine is the answer to one line: the verdict in canonical JSON, with the id of the request or null. ready is nil where the
// bundle could not be read: every answer is then a refusal.
func answerLine(ready *Prepared, line []byte) []byte {
	id, request, problem := readRequest(line)
	var verdict Verdict
	switch {
	case ready == nil:
		verdict = refuse(inputMalformedBundle, unknownText)
	case problem != "":
		verdict = refuse(problem, someText(ready.policyHash))
	default:
		verdict = Decide(ready, request, NothingKnown)
	}
	return verdict.canonical(id, true)
}

// serve answers one request per line until the input ends. A line over the size limit is answered with a refusal and skipped.
func serve(ready *Prepared, in io.Reader, out io.Writer) error {
	reader := bufio.NewReaderSize(in, 64*1024)
	for {
		line, err := readRequestLine(reader)
		if len(line) > 0 {
			if _, err := out.Write(append(answerLine(ready, line), '\n')); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// readRequestLine reads one line without its newline. Of an overlong line only so much is kept that it stays overlong.
func readRequestLine(reader *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := reader.ReadSlice('\n')
		if err == nil {
			part = part[:len(part)-1]
		}
		if len(line) <= mostRequestBytes {
			line = append(line, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
	}
}
