from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="the page needs the extra 'ui'")
sys.path.append(str(Path(__file__).parent))


@pytest.fixture(scope="session")
def planned(tmp_path_factory):
    from web_house import make_film

    root = tmp_path_factory.mktemp("library")
    make_film(root)
    return root


@pytest.fixture
def root(planned, tmp_path):
    shutil.copytree(planned, tmp_path / "library")
    return tmp_path / "library"


@pytest.fixture
def house(root):
    from web_house import make_house

    house = make_house(root)
    yield house
    house.jobs.close()


@pytest.fixture
def anyone(house):
    """A client that knows no token and has no cookie."""
    from fastapi.testclient import TestClient

    from scenescore.apps.web.guard import Guard
    from scenescore.apps.web.serve import build_api

    with TestClient(Guard(build_api(house), house.rules), follow_redirects=False) as client:
        yield client


@pytest.fixture
def client(anyone):
    from web_house import TOKEN

    anyone.headers["Authorization"] = f"Bearer {TOKEN}"
    return anyone
