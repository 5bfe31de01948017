package evaluator

import "strings"

// readBranchIs says whether the name of the checked-out branch, born or not, matches. False where no branch is.
func readBranchIs(in *repository, glob []globToken, git *gitRunner) truth {
	if !in.refsAreFiles {
		records, _ := listBranches(in, git)
		if current := currentRecord(records); current != nil {
			return matchBranch(current.name, glob)
		}
		return isUnknown
	}
	head, ok := readHead(in)
	if !ok {
		return isUnknown
	}
	return matchBranch(head.ref, glob)
}

func matchBranch(ref string, glob []globToken) truth {
	branch, found := strings.CutPrefix(ref, branchRefs)
	return truthOf(found && globMatches(glob, branch))
}

// readSynced says whether branch and upstream are the same commit. Nothing is fetched: it is the upstream of the last fetch.
func readSynced(in *repository, git *gitRunner) truth {
	if !in.refsAreFiles || hasIncludes(in.config) {
		return syncedByList(listBranches(in, git))
	}
	head, ok := readHead(in)
	if !ok {
		return isUnknown
	}
	branch, found := strings.CutPrefix(head.ref, branchRefs)
	if !found {
		return isFalse
	}
	upstream, upstreamKnown := upstreamOf(in.config, branch)
	own, ownKnown := readRef(in, head.ref)
	if !upstreamKnown || !ownKnown {
		return isUnknown
	}
	if upstream == "" || (own.id == "" && !own.elsewhere) {
		return isFalse
	}
	other, otherKnown := readRef(in, upstream)
	if own.elsewhere || (otherKnown && other.elsewhere) {
		return syncedByList(listBranches(in, git))
	}
	if !otherKnown {
		return isUnknown
	}
	return truthOf(other.id == own.id)
}

func listBranches(in *repository, git *gitRunner) (records []refRecord, ok bool) {
	inWorkspace(in, func(workspace string) { records, ok = listRefs(in, git, workspace) })
	return records, ok
}

func syncedByList(records []refRecord, ok bool) truth {
	if !ok {
		return isUnknown
	}
	current := currentRecord(records)
	if current == nil || !strings.HasPrefix(current.upstream, trackedRefs) || current.remote == thisRepository {
		return isFalse
	}
	for _, record := range records {
		if record.name == current.upstream && record.id == current.id {
			return isTrue
		}
	}
	return isFalse
}
