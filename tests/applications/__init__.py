"""Real applications, carried through every way to ship that their shape and code allow."""
