"""What is not shown of clearance: whatever rests on fewer than three firms, or would tell of them."""

from __future__ import annotations

from collections.abc import Sequence

FEWEST_SHOWN = 3


def withheld(counts: Sequence[int]) -> set[int]:
    """The places of counts below three, and of others so that no difference gives them away.

    >>> sorted(withheld([5, 1, 4])), withheld([5, 0, 4])
    ([1, 2], set())
    """
    rising = [
        place for place in sorted(range(len(counts)), key=counts.__getitem__) if counts[place]
    ]
    hidden = sum(0 < count < FEWEST_SHOWN for count in counts)
    while 0 < hidden < len(rising) and (
        hidden < 2 or sum(counts[place] for place in rising[:hidden]) < FEWEST_SHOWN
    ):
        hidden += 1
    return set(rising[:hidden])
