"""What sources give, without the stamps and paths of their items."""

from pathlib import Path

from index.reading.readings import Failed, Read
from index.reading.sources.files import FileReader
from index.types import Article, Skipped


def read(*sources: str | Path, max_file_bytes: int) -> list[Article | Skipped]:
    reader = FileReader(max_file_bytes)
    found: list[Article | Skipped] = []
    for source in sources:
        for reading in reader.read(str(source), {}):
            if isinstance(reading, Read):
                found += reading.results
            elif isinstance(reading, Failed):
                found.append(Skipped(reading.path, reading.reason))
    return found
