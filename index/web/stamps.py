"""The stamp of a page, feed or feed entry: what shows next time that it has not changed."""

import json
from dataclasses import asdict, dataclass, fields


@dataclass(frozen=True, slots=True)
class Stamp:
    """`etag` and `last_modified` as the server gave them, `digest` that of the bytes it sent;
    `listed` is what the feed or sitemap says of the item, which changes when the item does.
    """

    etag: str = ""
    last_modified: str = ""
    digest: str = ""
    listed: str = ""

    def __str__(self) -> str:
        return json.dumps({name: value for name, value in asdict(self).items() if value})

    @classmethod
    def read(cls, text: str | None) -> "Stamp":
        """Empty if there is none, or one that another reader wrote."""
        try:
            values = json.loads(text or "{}")
            return cls(**{field.name: str(values.get(field.name, "")) for field in fields(cls)})
        except (ValueError, AttributeError):
            return cls()
