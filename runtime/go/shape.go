package evaluator

import (
	"math"
	"strings"
)

// A shape is a test of a JSON value: exactly these keys, exactly these kinds.
type shape func(value jsonValue) bool

func shapeText(value jsonValue) bool {
	_, ok := value.(string)
	return ok
}

func shapeBoolean(value jsonValue) bool {
	_, ok := value.(bool)
	return ok
}

// shapeWhole is a whole number in a range, both ends included.
func shapeWhole(low, high float64) shape {
	return func(value jsonValue) bool {
		number, ok := value.(float64)
		return ok && number == math.Trunc(number) && number >= low && number <= high
	}
}

func shapeOneOf(texts ...string) shape {
	return func(value jsonValue) bool {
		text, ok := value.(string)
		if !ok {
			return false
		}
		for _, one := range texts {
			if one == text {
				return true
			}
		}
		return false
	}
}

// shapeHash is a SHA-256 in small hexadecimal digits.
func shapeHash(value jsonValue) bool {
	text, ok := value.(string)
	if !ok || len(text) != 64 {
		return false
	}
	return strings.Trim(text, "0123456789abcdef") == ""
}

func shapeOrNull(wanted shape) shape {
	return func(value jsonValue) bool { return value == nil || wanted(value) }
}

func shapeEither(shapes ...shape) shape {
	return func(value jsonValue) bool {
		for _, one := range shapes {
			if one(value) {
				return true
			}
		}
		return false
	}
}

func shapeList(wanted shape, least int) shape {
	return func(value jsonValue) bool {
		list, ok := value.([]jsonValue)
		if !ok || len(list) < least {
			return false
		}
		for _, one := range list {
			if !wanted(one) {
				return false
			}
		}
		return true
	}
}

// shapeMap is an object of any keys.
func shapeMap(wanted shape) shape {
	return func(value jsonValue) bool {
		object, ok := value.(*jsonObject)
		if !ok {
			return false
		}
		for _, one := range object.values {
			if !wanted(one) {
				return false
			}
		}
		return true
	}
}

type shapes map[string]shape

// shapeObject is an object of exactly these keys; those of optional may be absent.
func shapeObject(required, optional shapes) shape {
	return func(value jsonValue) bool {
		object, ok := value.(*jsonObject)
		if !ok {
			return false
		}
		found := 0
		for at, key := range object.keys {
			wanted, needed := required[key]
			if !needed {
				wanted = optional[key]
			}
			if wanted == nil || !wanted(object.values[at]) {
				return false
			}
			if needed {
				found++
			}
		}
		return found == len(required)
	}
}
