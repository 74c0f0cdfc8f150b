"""Which IP addresses count as public."""

import pytest

from index.web.addresses import is_public


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"],
)
def test_global_unicast_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "::1"),  # loopback
        *("10.0.0.1", "172.16.0.1", "192.168.1.1", "fc00::1", "fec0::1"),  # private
        *("169.254.169.254", "fe80::1", "fe80::1%eth0"),  # link-local
        *("100.64.0.1", "198.18.0.1"),  # carrier-grade NAT, benchmarks
        *("0.0.0.0", "::", "255.255.255.255", "240.0.0.1"),  # noqa: S104 (an address to refuse)
        *("224.0.0.1", "239.1.1.1", "ff02::1", "ff0e::1"),  # multicast
        *("192.0.2.1", "203.0.113.1", "2001:db8::1", "3fff::1"),  # documentation
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1"),  # IPv4 in IPv6
        *("64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1"),  # NAT64
        *("2002:7f00:1::", "2001:0:7f00:1::", "192.88.99.1"),  # 6to4, Teredo
    ],
)
def test_everything_else_is_not(address: str) -> None:
    assert not is_public(address)
