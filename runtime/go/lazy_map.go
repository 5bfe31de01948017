package evaluator

// mostMisses is how many names that are not there a lazyMap remembers: commands name programs without end.
const mostMisses = 256

// lazyMap is a table of which a decision needs a few entries: each is made ready when it is first asked for.
type lazyMap[Value any] struct {
	from   entries
	make   func(raw *jsonObject, subcommands entries) *Value
	made   map[string]*Value
	misses int
}

func newLazyMap[Value any](from entries, make func(raw *jsonObject, subcommands entries) *Value) *lazyMap[Value] {
	return &lazyMap[Value]{from: from, make: make, made: map[string]*Value{}}
}

func (m *lazyMap[Value]) has(key string) bool { return m.from.has(key) }

func (m *lazyMap[Value]) isEmpty() bool { return m.from.count() == 0 }

func (m *lazyMap[Value]) names() []string { return m.from.names() }

// get is the entry of a key; nil where there is none.
func (m *lazyMap[Value]) get(key string) *Value {
	if known, found := m.made[key]; found {
		return known
	}
	raw, subcommands := m.from.entry(key)
	if raw == nil {
		if m.misses < mostMisses {
			m.misses++
			m.made[key] = nil
		}
		return nil
	}
	value := m.make(raw, subcommands)
	m.made[key] = value
	return value
}
