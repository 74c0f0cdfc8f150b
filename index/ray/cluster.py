"""A cluster of Ray: whether there is one at an address, and a session with it."""

import logging
import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from index.errors import EncoderError

LOCAL, AUTO, CLIENT = "local", "auto", "ray://"
CONNECT_S = 4.0
# Set before Ray is imported, unless somebody has: it reports its use over the network otherwise.
SILENT = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_DEDUP_LOGS": "0"}
# What "local" starts listens on 127.0.0.1 only, and asks for a token all the same.
ON_LOOPBACK = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0", "RAY_AUTH_MODE": "token"}


def check(address: str) -> None:
    """Raises `EncoderError` within seconds if Ray cannot be used, or nothing of it is there.

    `address` is "local", "auto", host:port or ray://host:port.
    """
    if address not in (LOCAL, AUTO):
        _parted(address)
    for name, value in (SILENT | (ON_LOOPBACK if address == LOCAL else {})).items():
        os.environ.setdefault(name, value)
    try:
        import grpc
        import ray  # noqa: F401
    except ImportError as error:
        raise EncoderError(
            f'{error.name} cannot be imported, which --ray needs: `pip install "pullquote[ray]"`'
        ) from error
    if address == AUTO:
        address = _found()
    if address == LOCAL:
        return
    host, port = _parted(address)
    try:
        socket.create_connection((host, port), CONNECT_S).close()
        if os.environ.get("RAY_USE_TLS", "0") not in ("1", "true", "True"):
            with grpc.insecure_channel(f"{host}:{port}") as channel:
                grpc.channel_ready_future(channel).result(timeout=CONNECT_S)
    except (OSError, grpc.FutureTimeoutError) as error:
        raise EncoderError(
            f"no Ray cluster answers at {address!r}: see whether it runs, and check --ray"
        ) from error


def _found() -> str:
    """The address of the environment variable RAY_ADDRESS, or of what runs on this machine."""
    from ray._private.services import get_ray_address_from_environment

    try:
        return str(get_ray_address_from_environment(AUTO, None))
    except ConnectionError as error:
        raise EncoderError(
            "no Ray cluster runs on this machine: start one with `ray start --head`, or give "
            "--ray its address"
        ) from error


def _parted(address: str) -> tuple[str, int]:
    host, _, port = address.removeprefix(CLIENT).partition("/")[0].rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 1 << 16:
        raise EncoderError(
            f"{address!r} is no address of a Ray cluster: --ray takes local, auto, host:port or "
            "ray://host:port"
        )
    return host.strip("[]"), int(port)


@contextmanager
def joined(address: str) -> Iterator[None]:
    """A session with the cluster at an address that was checked; raises `EncoderError`."""
    import ray

    logging.getLogger("ray").setLevel(logging.ERROR)
    options = {"num_cpus": os.cpu_count(), "include_dashboard": False} if address == LOCAL else {}
    try:
        with sigterm_kept():
            ray.init(
                address=address,
                log_to_driver=False,
                logging_level=logging.ERROR,
                configure_logging=False,
                **options,
            )
    except Exception as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise EncoderError(f"the Ray cluster at {address!r} cannot be used: {reason}") from error
    # It prints to stdout when a worker dies, where a report is expected.
    ray._private.worker.print_to_stdstream = lambda *_, **__: None
    try:
        yield
    finally:
        ray.shutdown()


@contextmanager
def sigterm_kept() -> Iterator[None]:
    """Ray puts a handler of its own there while it starts, and leaves it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handler = signal.getsignal(signal.SIGTERM)
    try:
        yield
    except SystemExit as error:
        signal.signal(signal.SIGTERM, handler)
        if error.code == signal.SIGTERM:
            signal.raise_signal(signal.SIGTERM)
        raise
    finally:
        signal.signal(signal.SIGTERM, handler)
