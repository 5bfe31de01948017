package evaluator

import (
	"encoding/binary"
	"strings"
)

// indexSummary is what the index says that `git status` does not (gitformat-index(5)).
type indexSummary struct {
	// Some entry is marked `assume-unchanged`, or `skip-worktree`: git does not look at its file.
	assumed bool
	skipped bool
	// Paths of submodules that are not skipped.
	submodules []string
}

const (
	indexHeader = 12
	// Times, device, inode, mode, owner, group and size, before the object id.
	indexStat     = 40
	indexModeAt   = 24
	modeSubmodule = 0o160000
	flagAssumed   = 0x8000
	flagExtended  = 0x4000
	flagSkipped   = 0x4000
)

// summariseIndex reads an index of version 2, 3 or 4; idLength is the hexadecimal digits of an object id. False where it is
// malformed, or leans on another file (a split index), or on an extension that must be known.
func summariseIndex(index string, idLength int) (indexSummary, bool) {
	var summary indexSummary
	idBytes := idLength / 2
	end := len(index) - idBytes
	if end < indexHeader || !strings.HasPrefix(index, "DIRC") {
		return summary, false
	}
	version := bigEndian32(index, 4)
	if version < 2 || version > 4 {
		return summary, false
	}
	at := indexHeader
	var name []byte
	for left := bigEndian32(index, 8); left > 0; left-- {
		fixed := at + indexStat + idBytes + 2
		if fixed > end {
			return summary, false
		}
		flags := bigEndian16(index, fixed-2)
		extended := flags&flagExtended != 0
		if extended && (version == 2 || fixed+2 > end) {
			return summary, false
		}
		nameAt := fixed
		skipped := false
		if extended {
			skipped = bigEndian16(index, fixed)&flagSkipped != 0
			nameAt += 2
		}
		dropped, from, ok := len(name), nameAt, true
		if version == 4 {
			dropped, from, ok = readIndexOffset(index, nameAt, end)
		}
		nul := indexFrom(index, "\x00", from)
		if !ok || nul < 0 || nul >= end || dropped > len(name) {
			return summary, false
		}
		name = append(name[:len(name)-dropped], index[from:nul]...)
		summary.assumed = summary.assumed || flags&flagAssumed != 0
		summary.skipped = summary.skipped || skipped
		if !skipped && bigEndian32(index, at+indexModeAt) == modeSubmodule {
			summary.submodules = append(summary.submodules, string(name))
		}
		if version == 4 {
			at = nul + 1
		} else {
			// Entries of versions 2 and 3 are padded by 1 to 8 NULs to a multiple of eight bytes.
			at += (nul - at + 8) &^ 7
		}
	}
	return summary, knowsExtensions(index, at, end)
}

func bigEndian32(text string, at int) uint32 { return binary.BigEndian.Uint32([]byte(text[at : at+4])) }
func bigEndian16(text string, at int) uint16 { return binary.BigEndian.Uint16([]byte(text[at : at+2])) }

const mostOffsetBytes = 4

// readIndexOffset reads the number of bytes that a version 4 name drops from the one before: seven bits a byte, each carry counting
// one more.
func readIndexOffset(index string, from, end int) (value, next int, ok bool) {
	for at := from; at < end && at < from+mostOffsetBytes; at++ {
		value = value<<7 + int(index[at]&0x7f)
		if index[at]&0x80 == 0 {
			return value, at + 1, true
		}
		value++
	}
	return 0, from, false
}

// knowsExtensions: an extension whose name starts with a capital letter may be ignored; of the others, `sdir` (sparse folders)
// changes nothing here.
func knowsExtensions(index string, from, end int) bool {
	at := from
	for at+8 <= end {
		if name := index[at : at+4]; name != "sdir" && (name[0] < 'A' || name[0] > 'Z') {
			return false
		}
		at += 8 + int(bigEndian32(index, at+4))
	}
	return at == end
}
