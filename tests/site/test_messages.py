"""Every text of the site is in the Chinese catalogue, and none goes past it."""

import ast
import gettext
import re
from functools import cache
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType
from django.utils.translation.template import templatize

import kaifang.site

SITE = Path(kaifang.site.__file__).parent
CATALOGUE = SITE / "locale" / "zh_Hans" / "LC_MESSAGES"
TEMPLATES = sorted(SITE.rglob("templates/**/*.html"))
SOURCES = sorted(p for p in SITE.rglob("*.py"))
CHINESE = re.compile(r"[\u3400-\u9fff]")
# A catalogue may hold a mark alone, such as the comma of a list.
SPOKEN_CHINESE = re.compile(r"[\u3001-\u303f\u3400-\u9fff\uff00-\uffef]")
QUOTED = r"""u?(['"])(.*?)(?<!\\)\1"""
CONTEXT = r"""u?(?:'[^']*'|"[^"]*")"""
# Blocks of a template that hold a class or a theme, never words.
WORDLESS = {"block theme", "block body_class"}
SPOKEN = ("title", "placeholder", "aria-label", "alt", "data-failed")
# Chinese may stand in the samples of the style guide, and where a setting is refused at start-up.
CHINESE_ALLOWED = {
    "styleguide/samples.py",
    "styleguide/stories.py",
    "environment.py",
    "settings.py",
}


def short(path: Path) -> str:
    return path.relative_to(SITE).as_posix()


def entries() -> list[str]:
    text = (CATALOGUE / "django.po").read_text(encoding="utf-8")
    return [block for block in text.split("\n\n")[1:] if "msgid" in block]


def test_catalogue_is_complete() -> None:
    missing = [
        e
        for e in entries()
        if re.search(r'^msgstr(\[0\])? ""$', e, re.MULTILINE)
        and not re.search(r'^"', e, re.MULTILINE)
    ]
    assert not missing, missing


def test_catalogue_has_no_doubtful_entry() -> None:
    assert [e for e in entries() if ", fuzzy" in e] == []


def test_catalogue_has_chinese_punctuation() -> None:
    kept = re.compile(r"https?://\S+|“[^”]*”|%\(\w+\)[sd]|\{\w*\}")
    mark = r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]"
    half = re.compile(rf"{mark} ?[,;:()]|[,;:()] ?{mark}")
    assert half.search(kept.sub("某", "%(org)s:%(value)s"))
    texts = [text for key, text in compiled().items() if key]
    assert [text for text in texts if half.search(kept.sub("某", text))] == []


def test_catalogue_speaks_chinese() -> None:
    """An entry left in English would be a text nobody translated."""
    catalogue = compiled()
    english = {k: v for k, v in catalogue.items() if k and not SPOKEN_CHINESE.search(v)}
    assert english == {}


@cache
def compiled() -> dict[str, str]:
    with (CATALOGUE / "django.mo").open("rb") as file:
        found = gettext.GNUTranslations(file)._catalog
    return {
        key.split("\x04")[-1] if isinstance(key, str) else key[0].split("\x04")[-1]: value
        for key, value in found.items()
    }


def test_compiled_catalogue_is_that_of_the_text() -> None:
    written = {
        unquoted(m) for e in entries() for m in re.findall(r'^msgid "(.+)"$', e, re.MULTILINE)
    }
    assert set(compiled()) - {""} == written


def unquoted(text: str) -> str:
    return text.replace('\\"', '"').replace("\\n", "\n").replace("\\\\", "\\")


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_each_text_of_a_template_is_in_the_catalogue(path: Path) -> None:
    called = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    wanted = [text for _q, text in re.findall(rf"\bgettext\({QUOTED}\)", called)]
    wanted += [text for *_q, text in re.findall(rf"\bpgettext\({CONTEXT},\s*{QUOTED}\)", called)]
    absent = [text for text in wanted if text.replace("\\'", "'") not in compiled()]
    assert not absent


@pytest.mark.parametrize("path", SOURCES, ids=short)
def test_each_text_of_the_code_is_in_the_catalogue(path: Path) -> None:
    absent = [t for t in asked_for(path.read_text(encoding="utf-8")) if t not in compiled()]
    assert not absent


def asked_for(code: str) -> list[str]:
    """List the texts that code asks the catalogue for."""
    calls = [n for n in ast.walk(ast.parse(code)) if isinstance(n, ast.Call)]
    places = {"_": 0, "gettext": 0, "gettext_lazy": 0, "pgettext": 1, "pgettext_lazy": 1}
    found = [(n, places.get(getattr(n.func, "id", ""), -1)) for n in calls]
    return [n.args[i].value for n, i in found if i >= 0 and isinstance(n.args[i], ast.Constant)]


def bare_texts(source: str) -> list[str]:
    """List the words of a template that no catalogue would translate."""
    kept = "".join(
        "" if token.token_type is not TokenType.TEXT else token.contents
        for token in outside_blocks(source)
    )
    kept = re.sub(r"<(script|code|kbd)\b.*?</\1>", " ", kept, flags=re.DOTALL)
    spoken = re.findall(rf'\s(?:{"|".join(SPOKEN)})="([^"]*)"', kept)
    plain = re.sub(r"<[^>]*>|&\w+;", " ", kept)
    return re.findall(r"[A-Za-z\u3400-\u9fff]{2,}", " ".join([plain, *spoken]))


def outside_blocks(source: str):
    """Leave out what stands between blocktranslate tags: that goes to the catalogue."""
    inside = False
    for token in Lexer(source).tokenize():
        tag = token.contents if token.token_type is TokenType.BLOCK else ""
        opens = tag in WORDLESS or tag.split(" ")[0] in {"blocktranslate", "comment"}
        inside = opens or (inside and not tag.startswith("end"))
        if not inside:
            yield token


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_no_text_of_a_template_goes_past_the_catalogue(path: Path) -> None:
    assert bare_texts(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    ["<p>Hello</p>", "<p>指标</p>", '<a title="Open">x</a>', '<input placeholder="查找">'],
)
def test_a_bare_text_is_seen(source: str) -> None:
    assert bare_texts(source)


@pytest.mark.parametrize(
    "source",
    ['{% translate "Hello" %}', '<a class="big" href="/x/">{{ name }}</a>', "<code>order</code>",
     "{% blocktranslate %}Unit: {{ unit }}{% endblocktranslate %}"],
)  # fmt: skip
def test_a_proper_text_is_let_through(source: str) -> None:
    assert bare_texts(source) == []


@pytest.mark.parametrize("path", SOURCES, ids=short)
def test_no_chinese_stands_in_the_code(path: Path) -> None:
    if short(path) in CHINESE_ALLOWED:
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    words = [
        n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    ]
    docs = {ast.get_docstring(n, clean=False) for n in ast.walk(tree)
            if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef)}  # fmt: skip
    assert [w for w in words if CHINESE.search(w) and w not in docs] == []
