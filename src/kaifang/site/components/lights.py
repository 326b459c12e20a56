"""A light speaks: shape, word and colour, and the sentence that made it shine."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy

from kaifang.site.components.markup import element, said

# light: its word, and the path of its shape in a box of ten by ten
LIGHTS = {
    "green": (pgettext_lazy("light", "on track"), "M5 1a4 4 0 1 0 0 8a4 4 0 1 0 0-8z"),
    "amber": (pgettext_lazy("light", "watch"), "M5 .8L9.7 9.2H.3z"),
    "red": (pgettext_lazy("light", "behind"), "M1 1h8v8H1z"),
    "grey": (
        pgettext_lazy("light", "no data"),
        "M5 1a4 4 0 1 0 0 8a4 4 0 1 0 0-8zM5 2.5a2.5 2.5 0 1 1 0 5a2.5 2.5 0 1 1 0-5z",
    ),
}


@dataclass(frozen=True, slots=True)
class Light:
    """A light by colour (green, amber, red, grey) with its sentence; `word` may be the pack's own."""

    colour: str
    sentence: object = ""
    word: object = ""

    def __str__(self) -> str:
        return self.__html__()  # a template writes str(value), which stays safe

    def __html__(self) -> SafeString:
        own, path = LIGHTS[self.colour]
        sentence = (
            element("span", said(self.sentence), class_="light-sentence") if self.sentence else ""
        )
        return element(
            "span",
            element("span", shape(path), said(self.word) or own, class_="light-word"),
            sentence,
            class_=f"light light--{self.colour}",
        )

    @property
    def plain(self) -> str:
        """Word and sentence for an export."""
        word = said(self.word) or str(LIGHTS[self.colour][0])
        return f"{word} {said(self.sentence)}".strip()


def shape(path: str) -> SafeString:
    """Draw the shape of a light; the word beside it says the same."""
    inside = element("path", d=path, fill="currentColor", fill_rule="evenodd")
    return element(
        "svg",
        inside,
        class_="light-shape",
        viewBox="0 0 10 10",
        width=10,
        height=10,
        aria_hidden="true",
    )
