package evaluator

// lazyMap is a table of which a decision needs a few entries: each is made ready when it is first asked for.
type lazyMap[Value any] struct {
	raw  *jsonObject
	make func(raw *jsonObject) *Value
	made map[string]*Value
}

func newLazyMap[Value any](raw *jsonObject, make func(raw *jsonObject) *Value) *lazyMap[Value] {
	return &lazyMap[Value]{raw: raw, make: make, made: map[string]*Value{}}
}

func (m *lazyMap[Value]) has(key string) bool { return m.raw.has(key) }

// get is the entry of a key; nil where there is none.
func (m *lazyMap[Value]) get(key string) *Value {
	if known, found := m.made[key]; found {
		return known
	}
	raw, found := m.raw.get(key).(*jsonObject)
	if !found {
		return nil
	}
	value := m.make(raw)
	m.made[key] = value
	return value
}
