"""Which IP addresses are public, so that no link makes us ask what only this network can reach."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_GLOBAL_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
_NOT_PUBLIC = (
    IPv4Network("192.88.99.0/24"),  # 6to4 relays, withdrawn by RFC 7526
    IPv6Network("2001::/32"),  # Teredo, and 6to4 below: an IPv4 address in disguise
    IPv6Network("2002::/16"),
    IPv6Network("3fff::/20"),  # documentation, RFC 9637, which Python 3.11 does not know
)


def is_public(address: str) -> bool:
    """Global unicast; an IPv4 address inside an IPv6 one (mapped, NAT64) is judged by itself."""
    found = _unwrapped(ip_address(address))
    if isinstance(found, IPv6Address) and found not in _GLOBAL_UNICAST:
        return False
    return (
        found.is_global
        and not found.is_multicast
        and not found.is_reserved
        and not any(found in network for network in _NOT_PUBLIC)
    )


def _unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(address.packed[-4:])
    return address.ipv4_mapped or address
