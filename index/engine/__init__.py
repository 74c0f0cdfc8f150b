"""What an engine that keeps an index gives: to those who answer, and to those who rebuild.

Whoever answers has `Views` of one snapshot and does not know where they lie; whoever rebuilds has
an `Engine`. Ids are int64 and mean something to the snapshot that gave them; those of articles and
of copies are apart. `d` is the dimension of a passage's vector, `t` that of a token's.
"""
