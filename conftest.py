"""No test reads or writes the user's own cache: each has a folder of its own, made when it is first written to."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _own_cache(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALESPLAN_CACHE_DIR", str(tmp_path_factory.getbasetemp() / "caches" / str(abs(hash(request.node.nodeid)))))
