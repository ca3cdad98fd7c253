"""Small pictures for a page: axes, and what is drawn between them, as SVG.

Colours are classes, so that the page's style sheet decides them for light and dark.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from math import floor, log10

WIDTH, HEIGHT = 440, 290
LEFT, RIGHT, TOP, BOTTOM = 72, 20, 12, 50  # margins for labels
STEPS = (1, 2, 2.5, 5, 10)  # of ticks, times a power of ten


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis of a plot.

    Attributes:
        low: The value where it begins.
        high: The value where it ends, above `low`.
        label: What it measures.
        ticks: The values written beside it.
        write: From a tick to its text.
    """

    low: float
    high: float
    label: str
    ticks: Sequence[float]
    write: Callable[[float], str]

    def share(self, value: float) -> float:
        """How far along the axis a value lies, 0..1; what is beyond lies at the end."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))


@dataclass(frozen=True, slots=True)
class Frame:
    """Two axes, and where values lie between them.

    Attributes:
        x: From left to right.
        y: From bottom to top.
    """

    x: Axis
    y: Axis

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Give the place of a point in the picture."""
        across = LEFT + self.x.share(x) * (WIDTH - LEFT - RIGHT)
        down = HEIGHT - BOTTOM - self.y.share(y) * (HEIGHT - TOP - BOTTOM)
        return round(across, 1), round(down, 1)


def nice_ticks(high: float, most: int = 6) -> list[float]:
    """Choose round values from 0 to about a value.

    Args:
        high: Above 0.
        most: How many there may be, 0 included; at least 3.

    Returns:
        0 and multiples of 1, 2, 2.5 or 5 times a power of ten, the last at least `high`.
    """
    power = 10.0 ** floor(log10(high / (most - 1)))
    step = next(each * power for each in STEPS if each * power * (most - 1) >= high)
    ticks = [0.0]
    while ticks[-1] < high:
        ticks.append(round(len(ticks) * step, 10))
    return ticks


def draw_plot(frame: Frame, marks: Iterable[str], *, key: str, title: str, note: str) -> str:
    """Draw a plot with its axes, title and description.

    Args:
        frame: The axes.
        marks: What is drawn between them, SVG elements.
        key: A name for its parts, unique on the page.
        title: What it asks or shows.
        note: How to read it; for screen readers too.

    Returns:
        A `figure` element; all texts are escaped.
    """
    inner = "\n".join([*_grid(frame), *marks])
    return draw_figure(inner, height=HEIGHT, key=key, title=title, note=note)


def draw_figure(inner: str, *, height: int, key: str, title: str, note: str) -> str:
    """Put SVG elements into a figure with title and description.

    Args:
        inner: The elements, in a picture 440 wide.
        height: Of the picture.
        key: A name for its parts, unique on the page.
        title: What it asks or shows.
        note: How to read it.

    Returns:
        A `figure` element; title and note are escaped.
    """
    return (
        f'<figure class="plot" id="{key}"><figcaption><b>{escape(title)}</b> '
        f"<span>{escape(note)}</span></figcaption>\n"
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-labelledby="{key}-title {key}-note"><title id="{key}-title">{escape(title)}</title>'
        f'<desc id="{key}-note">{escape(note)}</desc>\n{inner}\n</svg></figure>'
    )


def line(points: Iterable[tuple[float, float]], style: str) -> str:
    """Draw a line through places in the picture."""
    path = " ".join(f"{x},{y}" for x, y in points)
    return f'<polyline class="{style}" points="{path}"/>'


def area(points: Iterable[tuple[float, float]], style: str) -> str:
    """Fill the shape between places in the picture."""
    path = " ".join(f"{x},{y}" for x, y in points)
    return f'<polygon class="{style}" points="{path}"/>'


def dot(place: tuple[float, float], radius: float, style: str, tip: str = "") -> str:
    """Draw a dot; its tip shows under the mouse."""
    inside = f"<title>{escape(tip)}</title>" if tip else ""
    return (
        f'<circle class="{style}" cx="{place[0]}" cy="{place[1]}" r="{radius:.1f}">'
        f"{inside}</circle>"
    )


def text(place: tuple[float, float], words: str, style: str) -> str:
    """Write a text, escaped; the style says where it is anchored."""
    return f'<text class="{style}" x="{place[0]}" y="{place[1]}">{escape(words)}</text>'


def _grid(frame: Frame) -> Iterable[str]:
    x, y = frame.x, frame.y
    for tick in y.ticks:
        left, right = frame.at(x.low, tick), frame.at(x.high, tick)
        yield line([left, right], "axis" if tick == y.low else "grid")
        yield text((left[0] - 8, left[1] + 4), y.write(tick), "tick end")
    for tick in x.ticks:
        across, down = frame.at(tick, y.low)
        yield text((across, down + 20), x.write(tick), "tick middle")
    middle = (LEFT + WIDTH - RIGHT) / 2
    yield text((middle, HEIGHT - 8), x.label, "label middle")
    up = (TOP + HEIGHT - BOTTOM) / 2
    yield (
        f'<text class="label middle" transform="translate(14 {up}) rotate(-90)">'
        f"{escape(y.label)}</text>"
    )
