"""What is counted, for Prometheus. Its registry is its own, so that one test can run two bots."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from bot.slack.memory.database import MemoryUnavailable

Outcome = Literal["answered", "not_in_articles", "refused", "ignored", "failed"]
LATENCY_S = (0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30, 60)


class Metrics:
    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._questions = Counter(
            "pullquote_questions",
            "Questions by where they were asked and what came of them",
            ["place", "outcome"],
            registry=self.registry,
        )
        self._abstentions = Counter(
            "pullquote_abstentions",
            "Questions that the articles do not answer",
            registry=self.registry,
        )
        self._latency = Histogram(
            "pullquote_answer_seconds",
            "Seconds from a question's arrival to its answer in Slack",
            buckets=LATENCY_S,
            registry=self.registry,
        )
        self._feedback = Counter(
            "pullquote_feedback", "Verdicts on answers", ["verdict"], registry=self.registry
        )
        self._errors = Counter(
            "pullquote_slack_errors",
            "Calls of Slack's Web API that failed",
            ["error"],
            registry=self.registry,
        )
        self._reconnects = Counter(
            "pullquote_socket_reconnects",
            "Socket Mode connections that were replaced by a new one",
            registry=self.registry,
        )

    def question(self, place: str, outcome: Outcome) -> None:
        """`place`: channel, direct, thread, command or shortcut."""
        self._questions.labels(place, outcome).inc()
        if outcome == "not_in_articles":
            self._abstentions.inc()

    def answered_after(self, seconds: float) -> None:
        self._latency.observe(seconds)

    def feedback(self, *, helpful: bool) -> None:
        self._feedback.labels("helpful" if helpful else "not_helpful").inc()

    def slack_error(self, error: str) -> None:
        self._errors.labels(error).inc()

    def reconnected(self) -> None:
        self._reconnects.inc()

    def watch(self, waiting: Callable[[], int], created: Callable[[], str | None]) -> None:
        """Read when scraped: questions without an answer yet, and the index's age.

        `created` is when the index was built, in ISO 8601, or None.
        """
        gauge = Gauge(
            "pullquote_questions_waiting",
            "Questions accepted and not answered yet; NaN while the memory cannot be read",
            registry=self.registry,
        )
        gauge.set_function(lambda: _count(waiting))
        age = Gauge(
            "pullquote_index_age_seconds",
            "Seconds since the index in use was built; NaN without one",
            registry=self.registry,
        )
        age.set_function(lambda: _age_s(created()))


def _age_s(created: str | None) -> float:
    if created is None:
        return float("nan")
    return time.time() - datetime.fromisoformat(created).timestamp()


def _count(waiting: Callable[[], int]) -> float:
    try:
        return waiting()
    except MemoryUnavailable:
        return float("nan")
