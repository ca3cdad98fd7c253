"""Which IP addresses belong to the open internet."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address

IPAddress = IPv4Address | IPv6Address

_NAT64 = ip_address("64:ff9b::").packed[:12]


def is_public(host: IPAddress) -> bool:
    """Say whether an IP address belongs to the open internet.

    Addresses that carry another one within them (IPv4-mapped, 6to4, Teredo, NAT64) are judged by
    that one too.
    """
    if isinstance(host, IPv6Address):
        inner: Sequence[IPv4Address | None] = (host.ipv4_mapped, host.sixtofour)
        teredo = host.teredo or ()
        is_nat64 = host.packed[:12] == _NAT64
        inner = (*inner, *teredo, IPv4Address(host.packed[12:]) if is_nat64 else None)
        if any(one is not None and not is_public(one) for one in inner):
            return False
        if host.ipv4_mapped is not None:
            return True
    return host.is_global and not host.is_multicast and not host.is_reserved
