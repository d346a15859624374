"""The report as Markdown: tables keep their columns whatever the values are."""

from __future__ import annotations

import re

from company_report import company
from hostile_report import hostile_report

from salesplan.render import formats


def test_a_table_reads_as_markdown() -> None:
    lines = formats.show(company("zh"), "md", "zh").split("\n")
    assert lines[0] == "# 华拓工品 2027 年度销售目标分解表"
    assert "| 大区 | 上年实际 | 占比 | 目标 | 增长率 | 承诺 | 缺口 | 备注 |" in lines
    assert "| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |" in lines
    assert "| 东北 | 1,194.5 | 2.9% | 2,212.1 | ✗ 85.2% | 1,500.0 | ! -712.1 | 超过增长上限 |" in lines
    assert any(line.startswith("| **合计** | **66,466.1** |") for line in lines)


def test_hostile_values_stay_in_their_cells() -> None:
    text = formats.show(hostile_report(), "md", "zh")
    assert "<" not in text.replace("&lt;", "")
    assert not re.search(r"(?<!\\)\]\(", text)
    for line in text.split("\n"):
        if line.startswith("|"):
            assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) == 7, line[:200]
