"""A link between our pages leads somewhere."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
TOOL = ROOT / "tools" / "docs.py"
PAGE = """# A page

[there](other.md), [its heading](other.md#score-film--o-dir), [here](#a-page), [away](https://x.y/z.md)

```
[in code](nowhere.md)
```
"""


@pytest.fixture
def docs():
    found = importlib.util.spec_from_file_location("docs_tool", TOOL)
    tool = importlib.util.module_from_spec(found)
    found.loader.exec_module(tool)
    return tool


@pytest.fixture
def pages(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "page.md").write_text(PAGE, "utf-8")
    (tmp_path / "docs" / "other.md").write_text("## `score FILM [-o DIR]`\n", "utf-8")
    return tmp_path


def test_good_links_are_passed_over(docs, pages):
    assert docs.broken_links(pages) == []


def test_a_link_that_leads_nowhere_is_named(docs, pages):
    (pages / "README.md").write_text("[a](docs/gone.md) [b](docs/other.md#gone)", "utf-8")
    assert docs.broken_links(pages) == [
        "README.md: docs/gone.md is not there",
        "README.md: docs/other.md#gone has no such heading",
    ]
