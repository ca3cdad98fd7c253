"""How often one address may do something."""

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable

_MINUTE = 60.0  # seconds
_MOST = 10_000  # addresses remembered; of more, those seen longest ago are forgotten


class RateLimit:
    """Counts within windows of a minute, for each address by itself: no one can use up another's.

    Args:
        per_minute: How often an address may; 0 sets no limit.
        clock: Seconds that only ever go up.
        spare_own: Whether addresses of this computer itself are not counted.
    """

    def __init__(
        self,
        per_minute: int,
        *,
        clock: Callable[[], float] = time.monotonic,
        spare_own: bool = True,
    ) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._spare_own = spare_own
        self._windows: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def wait(self, address: str) -> int:
        """Seconds that an address has to wait, from 1; 0 if it need not."""
        place = self._place(address)
        begun, count = self._windows.get(place, (0.0, 0))
        left = begun + _MINUTE - self._clock()
        if not place or left <= 0 or count < self._per_minute:
            return 0
        return math.ceil(left)

    def take(self, address: str) -> int:
        """Count once, unless the address has to wait: then how many seconds."""
        wait = self.wait(address)
        if not wait:
            self.count(address)
        return wait

    def count(self, address: str) -> None:
        """Count once."""
        place = self._place(address)
        if not place:
            return
        now = self._clock()
        begun, count = self._windows.pop(place, (now, 0))
        self._windows[place] = (begun, count + 1) if now < begun + _MINUTE else (now, 1)
        if len(self._windows) > _MOST:
            self._windows.popitem(last=False)

    def _place(self, address: str) -> str:
        """What is counted as one; empty for what is not counted.

        Whoever has one IPv6 address has 2^64 of them: they count as one.
        """
        if not self._per_minute:
            return ""
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return address
        if self._spare_own and parsed.is_loopback:
            return ""
        if isinstance(parsed, ipaddress.IPv6Address):
            if parsed.ipv4_mapped is not None:
                return self._place(str(parsed.ipv4_mapped))
            return str(ipaddress.ip_network((parsed, 64), strict=False))
        return str(parsed)
