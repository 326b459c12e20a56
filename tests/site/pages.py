"""What the tests of pages share: the addresses, and a reader of HTML."""

from html.parser import HTMLParser

from kaifang.site.styleguide.stories import STORIES

PLAIN = ("/", "/people/login/", "/styleguide/", "/styleguide/explanations/0/")
ADDRESSES = (*PLAIN, *(f"/styleguide/{name}/" for name in STORIES))


class Reader(HTMLParser):
    """Collect each element of a page with its attributes, and the text of scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]
