"""What an index holds, as names and values to be shown by the terminal and by Slack."""

from datetime import UTC, datetime

from bot.wording.phrases import ago, by_words_line, counted
from index.manifest import Manifest


def status_rows(manifest: Manifest, now: datetime) -> list[tuple[str, str]]:
    """`("articles", "15 from articles, 2 skipped")` and so on, in the order to show them."""
    created = datetime.fromisoformat(manifest.created)
    skipped = f", {len(manifest.skipped)} skipped" if manifest.skipped else ""
    folded = f", {counted(manifest.copies, 'copy', 'copies')} folded" if manifest.copies else ""
    languages = [("languages", by_words_line(manifest.by_words))] if manifest.by_words else []
    exact = manifest.recall == 1
    return [
        ("snapshot", manifest.id),
        ("built", f"{created.astimezone(UTC):%Y-%m-%d %H:%M} UTC, {ago(now, created)}"),
        ("articles", f"{manifest.articles:,} from {', '.join(manifest.sources)}{skipped}{folded}"),
        ("passages", f"{manifest.passages:,}"),
        *languages,
        ("encoder", manifest.encoder_fingerprint),
        ("search", "exact" if exact else f"approximate, recall@50 {manifest.recall}"),
        ("size", f"{manifest.bytes / 1_000_000:,.1f} MB"),
    ]
