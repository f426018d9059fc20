"""What tests look for in a page."""

from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Page(HTMLParser):
    """A page taken apart: its elements, links, resources, and what does not belong in it."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.elements, self.links, self.resources, self.wrong, self.text = [], [], [], [], [], []
        self.ids = []
        self.feed(text)
        if self.open:
            self.wrong.append(f"not closed: {self.open}")

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.elements.append((tag, found))
        if tag not in VOID:
            self.open.append(tag)
        if "id" in found:
            self.ids.append(found["id"])
        self.wrong += [f"<{tag} {name}>" for name in found if name.startswith("on") or name == "style"]
        if tag == "style" or (tag == "script" and "src" not in found):
            self.wrong.append(f"inline <{tag}>")
        if tag in ("a", "form") and (found.get("href") or found.get("action")):
            self.links.append(found.get("href") or found.get("action"))
        for name in ("src", "data-chart", "data-vega", "data-index"):
            if found.get(name):
                self.resources.append(found[name])
        if tag == "link" and found.get("rel") in ("stylesheet", "icon"):
            self.resources.append(found["href"])

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            self.wrong.append(f"</{tag}> closes {self.open[-1:]}")
        else:
            self.open.pop()

    def handle_data(self, data):
        self.text.append(data)
