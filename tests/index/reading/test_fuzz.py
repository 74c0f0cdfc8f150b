"""Every parser on random bytes, broken files and nasty text: nothing is raised, all is sound.

`make fuzz` runs the same tests for longer: see CONTRIBUTING.
"""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import SourceError
from index.reading.decoding import decode
from index.reading.lines.dates import iso_date
from index.reading.parse import SUFFIXES
from index.reading.sources.content_encoding import unpacked
from index.reading.text.front_matter import split
from tests.index.reading.fuzzing import ARCHIVES, expect_sound, mutations, nasty, read, valid

quick = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.parametrize("suffix", [*SUFFIXES, *ARCHIVES])
def test_valid_files_are_read(suffix: str) -> None:
    found = read(suffix, valid(suffix))
    assert found
    assert not [item for item in found if hasattr(item, "reason")]


@pytest.mark.parametrize("suffix", [*SUFFIXES, *ARCHIVES])
@quick
@given(data=st.data())
def test_whatever_the_bytes_what_comes_out_is_sound(suffix: str, data: st.DataObject) -> None:
    drawn = data.draw(
        mutations(valid(suffix))
        | nasty.map(lambda text: text.encode("utf-8", "surrogatepass"))
        | st.binary(max_size=300)
    )
    for found in read(suffix, drawn):
        expect_sound(found)


@quick
@given(nasty | st.text() | st.integers() | st.dates() | st.none())
def test_a_date_is_iso_or_none(value: object) -> None:
    found = iso_date(value)
    assert found is None or len(found) == len("2022-01-20")


@quick
@given(nasty | nasty.map(lambda text: f"---\n{text}\n---\nText."))
def test_front_matter_is_parted_or_refused(text: str) -> None:
    with suppress(SourceError):
        assert text.endswith(split(text)[1])


@quick
@given(
    st.binary() | st.text().map(lambda text: text.encode("utf-16", "ignore")),
    st.none() | st.text(max_size=12) | st.sampled_from(["utf-16", "idna", "zlib", "rot13", "hex"]),
)
def test_bytes_are_text_or_refused(data: bytes, declared: str | None) -> None:
    with suppress(SourceError):
        assert "\0" not in decode(data, declared)


@quick
@given(st.binary(), st.sampled_from(["gzip", "deflate", "br", "x-gzip, br", "identity", "?"]))
def test_packed_bytes_are_unpacked_or_refused(data: bytes, encoding: str) -> None:
    with suppress(SourceError):
        assert len(unpacked(data, encoding, max_bytes=1000)) <= max(1000, len(data))
