"""The sales lists of each system are read as that system means them."""

from pathlib import Path

import pytest
import yaml

from salesplan.problem import InvalidInput
from salesplan.records.sales import read_sales
from salesplan.words import Text, say
from salesplan.words.headers import book

LISTS = yaml.safe_load((Path(__file__).parent / "system_lists.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", LISTS)
def test_a_list_as_its_system_writes_it(tmp_path, name):
    known = LISTS[name]
    path = tmp_path / "a.csv"
    path.write_text("\n".join([known["header"], *known["lines"]]) + "\n", encoding="utf-8")
    sales = read_sales([path])
    reading = sales.reading[0]
    assert reading.system == known["system"]
    assert dict(reading.columns) == known["columns"]
    assert sales.frame.ints("amount").tolist() == known["tax_included"]
    assert {reason: out.rows for reason, out in reading.left_out.items()} == known["left_out"]
    if known["tax_excluded"] is None:
        with pytest.raises(InvalidInput):
            read_sales([path], basis_amount="tax_excluded")
    else:
        assert read_sales([path], basis_amount="tax_excluded").frame.ints("amount").tolist() == known["tax_excluded"]


def test_every_system_has_a_name_in_both_languages():
    for system in book()["systems"]:
        for lang in ("zh", "en"):
            assert say(Text(f"system-{system}"), lang) not in (f"system-{system}", system)
