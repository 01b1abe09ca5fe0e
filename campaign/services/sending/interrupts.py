"""Which core hears from a device, as Linux counts it in /proc/interrupts (proc(5)):

          CPU0       CPU1
36:          0   15895253 PCI-MSIX-0000:00:02.0   1-edge      virtio1-req.0
"""

import re
from collections import Counter
from collections.abc import Iterable


def busiest_core(interrupts: str, names: Iterable[str]) -> int | None:
    """The core that took the most interrupts of the device called so; None for a device that has none.

    `names` are what a device may be called by: the parts of its path in /sys. Those without a figure name no device.
    """
    said = [re.escape(name) for name in names if re.search(r"\d", name)]
    if not said:
        return None
    device = re.compile(rf"(?<!\w)(?:{'|'.join(said)})(?!\d)")
    head, *lines = interrupts.splitlines() or [""]
    cores = [int(number) for number in re.findall(r"CPU(\d+)", head)]
    row = re.compile(rf"\s*\S+:(?P<numbers>(?:\s+\d+){{{len(cores)}}})\s+(?P<words>.*)")
    taken: Counter[int] = Counter()
    for line in lines:
        found = row.fullmatch(line)
        if found and device.search(found["words"]):
            taken.update(dict(zip(cores, map(int, found["numbers"].split()), strict=True)))
    return max(taken, key=taken.__getitem__) if taken.total() else None
