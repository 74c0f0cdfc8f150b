"""HTTP mode: signed requests to the app's request URL."""

import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

import aiohttp

from bot.fake_slack.delivery.outbox import Ack, Attempt, NotAcknowledged
from bot.fake_slack.wire import JsonObject

FORM = "application/x-www-form-urlencoded"


def signed_headers(secret: str, body: str, at: float | None = None) -> dict[str, str]:
    """Slack's v0 signature of `body`, as of the Unix time `at`."""
    timestamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256)
    return {
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": f"v0={digest.hexdigest()}",
    }


def encoded(attempt: Attempt) -> tuple[str, str]:
    """The body and its content type: events as JSON, the others as forms."""
    if attempt.kind == "events_api":
        return json.dumps(attempt.payload), "application/json"
    if attempt.kind == "slash_commands":
        return urlencode(attempt.payload), FORM
    return urlencode({"payload": json.dumps(attempt.payload)}), FORM


@dataclass(slots=True)
class HttpDelivery:
    """`answers` keeps the status of every request made."""

    request_url: str
    signing_secret: str
    answers: list[int] = field(default_factory=list)

    async def post(self, body: str, headers: dict[str, str], timeout_s: float) -> tuple[int, str]:
        """The status and the text of the app's answer."""
        timeout = aiohttp.ClientTimeout(total=timeout_s)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(self.request_url, data=body.encode(), headers=headers) as response,
        ):
            answer = await response.text()
            self.answers.append(response.status)
            return response.status, answer

    async def attempt(self, attempt: Attempt) -> Ack | NotAcknowledged:
        body, content_type = encoded(attempt)
        headers = {"Content-Type": content_type, **signed_headers(self.signing_secret, body)}
        if attempt.retry_num is not None:
            headers["X-Slack-Retry-Num"] = str(attempt.retry_num)
            headers["X-Slack-Retry-Reason"] = attempt.retry_reason or "http_error"
        try:
            status, answer = await self.post(body, headers, attempt.timeout_s)
        except TimeoutError:
            return NotAcknowledged("http_timeout")
        except aiohttp.ClientError:
            return NotAcknowledged("connection_failed")
        if not 200 <= status < 300:
            return NotAcknowledged("http_error")
        return Ack(_payload(answer))

    async def verifies(self, verification_token: str, timeout_s: float) -> bool:
        """Whether the app echoes the challenge of `url_verification`."""
        challenge = {"type": "url_verification", "token": verification_token, "challenge": "3eZ"}
        attempt = Attempt("events_api", challenge, timeout_s=timeout_s)
        body, content_type = encoded(attempt)
        headers = {"Content-Type": content_type, **signed_headers(self.signing_secret, body)}
        status, answer = await self.post(body, headers, timeout_s)
        return status == 200 and "3eZ" in answer


def _payload(answer: str) -> JsonObject | None:
    if not answer.strip():
        return None
    try:
        parsed = json.loads(answer)
    except ValueError:
        return {"text": answer}
    return parsed if isinstance(parsed, dict) else {"text": answer}
