"""A page as a browser reads it."""

from collections.abc import Iterator
from html.parser import HTMLParser

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
"""What browsers accept."""


class Page(HTMLParser):
    """What a page consists of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "input", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def headings(self) -> Iterator[int]:
        return (int(tag[1]) for tag, _ in self.tags if tag in ("h1", "h2", "h3", "h4"))

    def foreign(self) -> list[str]:
        """What the page takes or leads to that is not below its own host's root."""
        names = ("href", "src", "action")
        places = [attributes[name] or "" for _, attributes in self.tags for name in names if name in attributes]
        return [place for place in places if not place.startswith(("/", "#", "data:,", "http://localhost/"))]

    def scripted(self) -> list[str]:
        """Scripts and styles that stand in the page itself."""
        inline = [
            tag for tag, attributes in self.tags if tag == "style" or (tag == "script" and "src" not in attributes)
        ]
        return inline + [
            name for _, attributes in self.tags for name in attributes if name[:2] == "on" or name == "style"
        ]
