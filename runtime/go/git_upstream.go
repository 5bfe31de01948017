package evaluator

import "strings"

const (
	branchRefs = "refs/heads/"
	// trackedRefs is below where refs are that fetches move.
	trackedRefs = "refs/remotes/"
	// thisRepository is the remote that means the repository itself.
	thisRepository = "."
)

// upstreamOf is where a branch's upstream is kept after a fetch: the full name of the remote-tracking ref, or empty where there is no
// upstream that a fetch would move; false where the configuration says it in a way that is not understood (git-config(1),
// branch.<name>.* and remote.<name>.fetch). branch is without `refs/heads/`.
//
//	upstreamOf(config, "main") // "refs/remotes/origin/main", true
func upstreamOf(config []configEntry, branch string) (string, bool) {
	remotes := valuesOf(config, "branch", someText(branch), "remote")
	merges := valuesOf(config, "branch", someText(branch), "merge")
	if len(remotes) == 0 || len(merges) == 0 {
		return "", true
	}
	remote, merge := remotes[len(remotes)-1], merges[0]
	for _, other := range merges {
		if other != merge {
			return "", false
		}
	}
	if !remote.known || !merge.known {
		return "", false
	}
	if remote.text == thisRepository || !strings.HasPrefix(merge.text, branchRefs) {
		return "", true
	}
	tracked, ok := trackedRef(valuesOf(config, "remote", remote, "fetch"), merge.text)
	if !ok || !strings.HasPrefix(tracked, trackedRefs) {
		return "", ok
	}
	return tracked, true
}

// trackedRef: the first refspec whose source matches says where the ref is kept.
func trackedRef(refspecs []opt, source string) (string, bool) {
	tracked := unknownText
	for _, text := range refspecs {
		spec, ok := parseRefspec(text)
		if !ok {
			return "", false
		}
		if !tracked.known {
			tracked = spec.mapRef(source)
		}
	}
	return tracked.text, true
}

type refspec struct {
	source string
	// Not known: what is fetched is not kept.
	target opt
}

// parseRefspec reads `+SOURCE:TARGET`; false for a negative one and where the stars of both sides do not pair.
func parseRefspec(text opt) (refspec, bool) {
	plain := strings.TrimPrefix(text.text, "+")
	if plain == "" || strings.HasPrefix(plain, "^") {
		return refspec{}, false
	}
	source, target, found := strings.Cut(plain, ":")
	if !found {
		return refspec{source: plain}, true
	}
	stars := strings.Count(source, "*")
	return refspec{source: source, target: someText(target)}, stars <= 1 && strings.Count(target, "*") == stars
}

// mapRef is what a refspec makes of a ref; not known where it does not match. A star is any text.
func (s refspec) mapRef(ref string) opt {
	if !s.target.known {
		return unknownText
	}
	head, tail, starred := strings.Cut(s.source, "*")
	if !starred {
		return opt{text: s.target.text, known: s.source == ref}
	}
	if len(ref) < len(head)+len(tail) || !strings.HasPrefix(ref, head) || !strings.HasSuffix(ref, tail) {
		return unknownText
	}
	return someText(strings.Replace(s.target.text, "*", ref[len(head):len(ref)-len(tail)], 1))
}
