package evaluator

import (
	"slices"
	"strings"
)

// refRecord is a ref as git lists it, for repositories whose refs or configuration are not all in files that are read here.
type refRecord struct {
	// The branch that is checked out.
	current bool
	name    string
	id      string
	// The full name of the upstream and its remote; empty where there is none.
	upstream string
	remote   string
}

// listWords ask for names and ids only: no object is read, so none can be missing (git-for-each-ref(1)).
var listWords = []string{
	"for-each-ref",
	"--format=%(HEAD)%00%(refname)%00%(objectname)%00%(upstream)%00%(upstream:remotename)%00",
	"refs/heads",
	"refs/remotes",
}

// listRefs lists branches and remote branches, in one call of git; false where that fails or is not understood.
func listRefs(in *repository, git *gitRunner, workspace string) ([]refRecord, bool) {
	environment := slices.Concat(ownConfiguration, []string{"GIT_DIR=" + workspace + "/" + linkedGitFolder})
	result := git.run(gitCall{words: listWords, environment: environment, folder: workspace}, in.outside())
	if !result.done || result.status != 0 {
		return nil, false
	}
	return parseRefList(result.output, in.idLength)
}

// outside are the folders of a repository, in which no git is trusted.
func (r *repository) outside() []string { return []string{r.top, r.commonFolder} }

const recordFields = 5

// parseRefList reads records of five fields, each of which ends with a NUL, and a newline after each record.
//
//	parseRefList("*\x00refs/heads/x\x00…\x00\x00\x00\n", 40)
func parseRefList(output string, idLength int) ([]refRecord, bool) {
	if output == "" {
		return nil, true
	}
	fields := strings.Split(output, "\x00")
	last := len(fields) - 1
	if fields[last] != "\n" || last == 0 || last%recordFields != 0 {
		return nil, false
	}
	var records []refRecord
	for at := 0; at < last; at += recordFields {
		mark, found := fields[at], true
		if at > 0 {
			mark, found = strings.CutPrefix(mark, "\n")
		}
		record := refRecord{
			current: mark == "*", name: fields[at+1], id: fields[at+2], upstream: fields[at+3], remote: fields[at+4],
		}
		if !found || (mark != "*" && mark != " ") || !strings.HasPrefix(record.name, "refs/") || !isID(record.id, idLength) {
			return nil, false
		}
		records = append(records, record)
	}
	return records, true
}

// currentRecord is the branch that is checked out; nil where none is, or where it has no commit.
func currentRecord(records []refRecord) *refRecord {
	for at := range records {
		if records[at].current {
			return &records[at]
		}
	}
	return nil
}
