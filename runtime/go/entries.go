package evaluator

// entries are named objects of a bundle: of one that was read whole, or of an embedded one.
type entries interface {
	has(name string) bool
	// entry is the object of a name, with the subcommands that stand in it; nil where there is none.
	entry(name string) (object *jsonObject, subcommands entries)
	// names are all names, in the order of the bundle or of bytes.
	names() []string
	count() int
}

func (o *jsonObject) entry(name string) (object *jsonObject, subcommands entries) {
	object, found := o.get(name).(*jsonObject)
	if !found {
		return nil, noMembers
	}
	return object, objectOf(object.get("subcommands"))
}

func (o *jsonObject) names() []string { return o.keys }

func (o *jsonObject) count() int { return len(o.keys) }
