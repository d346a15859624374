"""Customers of two systems brought together: by number where both number alike, by normalised name, never by a guess."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesplan.frame import MISSING, Frame, Texts
from salesplan.records.joins import AMBIGUOUS, join_customers, normal_name, short_name


def frame(rows, amounts=None, notes=None):
    columns = {"customer_id": Texts.of(r[0] for r in rows), "customer_name": Texts.of(r[1] for r in rows)}
    if amounts is not None:
        columns["amount"] = np.array(amounts, np.int64)
    if notes is not None:
        columns["note"] = Texts.of(notes)
    return Frame(columns, ("a",), np.zeros(len(rows), np.int32), np.arange(2, len(rows) + 2, dtype=np.int32))


REGISTER = frame([
    ("C1", "晟航数控设备（株洲）有限公司"), ("C2", "南京冠鑫汽车部件有限公司"), ("C3", "北京晨光贸易有限公司"), ("C4", "北京晨光贸易股份有限公司"),
    ("C5", "Guanxin Auto Parts Co., Ltd."), ("C6", None), (None, "零售散客"),
])  # fmt: skip


def found(join):
    return [join.parties[c].id or join.parties[c].name if c >= 0 else {MISSING: None, AMBIGUOUS: "?"}[c] for c in join.codes.tolist()]


def test_names_join_whatever_their_width_blanks_brackets_and_endings():
    left = frame([(None, n) for n in ("晟航数控设备(株洲) 有限公司", "南京冠鑫汽车部件", "GUANXIN AUTO PARTS", "零售散客", "没有这家")])
    assert found(join_customers(left, REGISTER)) == ["C1", "C2", "C5", "零售散客", None]


def test_a_name_that_fits_several_is_not_guessed_but_the_very_name_is_no_guess():
    left = frame([(None, "北京晨光贸易"), (None, "北京晨光贸易股份有限公司")], [700, 50])
    join = join_customers(left, REGISTER)
    assert found(join) == ["?", "C4"]
    (told,) = join.unjoined
    assert (told.name, told.amount, [p.id for p in told.candidates]) == ("北京晨光贸易", 700, ["C3", "C4"])


def test_numbers_join_only_where_both_sides_number_alike():
    alike = frame([("C1", "晟航数控设备(株洲)有限公司"), ("C2", None), ("C6", "别的名字"), ("C9", "没有这家")])
    assert found(join_customers(alike, REGISTER)) == ["C1", "C2", "C6", None]
    other = frame([("C1", "零售散客"), ("C2", "没有这家"), ("C3", "南京冠鑫汽车部件有限公司")])
    join = join_customers(other, REGISTER)
    assert found(join) == ["零售散客", None, "C2"]
    assert join.customers["id"] == 0


def test_numbers_kept_in_notes_join():
    register = frame([("C00001", "一家"), ("C00002", "另一家")])
    left = frame([("1", "甲"), ("2", "乙"), ("3", "丙")], notes=["ERP编码：C00002", "C00001", None])
    assert found(join_customers(left, register)) == ["C00002", "C00001", None]


def test_aliases_name_a_customer_by_name_or_number():
    left = frame([(None, "老晟航"), (None, "冠鑫")])
    aliases = {"老晟航": "晟航数控设备（株洲）有限公司", "冠鑫": "C2"}
    assert found(join_customers(left, REGISTER, aliases)) == ["C1", "C2"]


def test_sums_and_counts_add_up():
    left = frame([(None, "南京冠鑫汽车部件"), (None, "南京冠鑫汽车部件"), (None, "没有"), (None, None)], [100, 20, 3, 9])
    join = join_customers(left, REGISTER)
    assert join.customers == {"id": 0, "name": 1, "ambiguous": 0, "none": 1}
    assert (join.rows["name"], join.amount["name"], join.rows["none"], join.amount["none"]) == (2, 120, 1, 3)
    assert join.rate == pytest.approx(0.5)


@given(st.lists(st.text("甲乙丙丁公司有限（）() AB", min_size=1, max_size=8), min_size=1, max_size=12))
def test_no_row_joins_a_customer_of_another_name(names):
    register = frame([(f"C{i}", n) for i, n in enumerate(names)])
    join = join_customers(frame([(None, n) for n in names]), register)
    for name, code in zip(names, join.codes.tolist(), strict=True):
        if code >= 0:
            assert join.parties[code].name is not None
            assert short_name(join.parties[code].name) == short_name(name)
    for name in set(names):
        if sum(normal_name(n) == normal_name(name) for n in names) == 1 and normal_name(name):
            assert join.parties[join.codes[names.index(name)]].name == name
