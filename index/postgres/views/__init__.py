"""One generation as answering asks for it; see `Views` of `index/engine`."""
