package evaluator

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// fileKind is what stands at a path. kindAbsent is certain; kindUnreadable is everything that could not be settled.
type fileKind uint8

const (
	kindUnreadable fileKind = iota
	kindAbsent
	kindFile
	kindFolder
	kindLink
	kindOther
)

// fileEntry is what stands at a path, with the user id of its owner, its device and its permission bits.
type fileEntry struct {
	kind   fileKind
	owner  int
	device uint64
	mode   fs.FileMode
}

// lookAt is what stands at a path itself; a link is not followed.
func lookAt(path string) fileEntry {
	found, err := os.Lstat(path)
	return entryOf(found, err)
}

// lookThrough is what a path leads to, through links; a dangling link leads to nothing.
func lookThrough(path string) fileEntry {
	found, err := os.Stat(path)
	return entryOf(found, err)
}

func entryOf(found os.FileInfo, err error) fileEntry {
	if err != nil {
		if isMissing(err) {
			return fileEntry{kind: kindAbsent, owner: -1}
		}
		return fileEntry{kind: kindUnreadable, owner: -1}
	}
	status, known := found.Sys().(*syscall.Stat_t)
	if !known {
		return fileEntry{kind: kindUnreadable, owner: -1}
	}
	entry := fileEntry{kind: kindOther, owner: int(status.Uid), device: uint64(status.Dev), mode: found.Mode()}
	switch found.Mode().Type() {
	case 0:
		entry.kind = kindFile
	case fs.ModeDir:
		entry.kind = kindFolder
	case fs.ModeSymlink:
		entry.kind = kindLink
	}
	return entry
}

// isMissing says whether an error says for certain that nothing is there.
func isMissing(err error) bool {
	return errors.Is(err, syscall.ENOENT) || errors.Is(err, syscall.ENOTDIR)
}

// canonicalPath is the path without links, `.` and `..`, as realpath(3) gives it; not known where some part is missing or
// unreadable.
//
//	canonicalPath("/var/run") // "/run"
func canonicalPath(path string) opt {
	// The system follows fewer links than the library does.
	if _, err := os.Stat(path); err != nil {
		return unknownText
	}
	found, err := filepath.EvalSymlinks(path)
	return opt{text: found, known: err == nil}
}

// fileReading is the content of a file, or why there is none: it is absent, or (neither) unreadable.
type fileReading struct {
	bytes  string
	read   bool
	absent bool
}

// readRegular reads a regular file of at most so many bytes. A link, a longer file, a FIFO or a device is unreadable; opening does
// not wait for the other end of a FIFO (open(2), O_NONBLOCK).
func readRegular(path string, most int64) fileReading {
	return readOpened(path, most, syscall.O_NOFOLLOW)
}

// readThrough is readRegular, through links.
func readThrough(path string, most int64) fileReading { return readOpened(path, most, 0) }

func readOpened(path string, most int64, flags int) fileReading {
	file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK|flags, 0)
	if err != nil {
		return fileReading{absent: isMissing(err)}
	}
	defer file.Close()
	if found, err := file.Stat(); err != nil || !found.Mode().IsRegular() || found.Size() > most {
		return fileReading{}
	}
	// Also of a file that grows while it is read.
	bytes, err := io.ReadAll(io.LimitReader(file, most+1))
	if err != nil || int64(len(bytes)) > most {
		return fileReading{}
	}
	return fileReading{bytes: string(bytes), read: true}
}

// readOneLine is the one line of a small file without its line end; not known where there is no such file or more than one line.
func readOneLine(path string, most int64) opt {
	found := readRegular(path, most)
	text := strings.TrimRight(found.bytes, "\r\n")
	return opt{text: text, known: found.read && text != "" && !strings.ContainsAny(text, "\n\x00")}
}

// pathBelow is a path below a folder, or the path itself where it is absolute.
func pathBelow(folder, path string) string {
	if strings.HasPrefix(path, "/") {
		return path
	}
	return strings.TrimSuffix(folder, "/") + "/" + path
}

// folderOf is the folder of a canonical path; the root is its own.
func folderOf(path string) string { return path[:max(1, strings.LastIndexByte(path, '/'))] }

// isWithin says whether a canonical path is a folder or lies in it.
func isWithin(path, folder string) bool {
	return path == folder || strings.HasPrefix(path, strings.TrimSuffix(folder, "/")+"/")
}
