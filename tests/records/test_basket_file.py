"""Plain basket files: what parts items, what is one, what is not."""

import pytest

from salesplan.problem import InvalidInput
from salesplan.records.basket_file import looks_like_baskets, read_baskets
from salesplan.records.files import Source
from salesplan.records.item_lines import item_lines


@pytest.mark.parametrize("sign", [",", "\t", ";", "；", "、"])
def test_items_are_parted_by_the_sign_that_stands_most_often(tmp_path, sign):
    file = tmp_path / "baskets.txt"
    file.write_text("\n".join(sign.join(b) for b in (["面包", "牛奶", "面包"], ["牛奶"], [" 黄油 ", "面包"])) + "\n\n", encoding="utf-8")
    found = read_baskets(file)
    assert found.baskets == (("面包", "牛奶"), ("牛奶",), ("黄油", "面包"))
    assert found.blank == 1


def test_quotes_hold_the_sign(tmp_path):
    file = tmp_path / "b.csv"
    file.write_bytes('"nuts, mixed",milk\r\nmilk\r\n'.encode("utf-16"))
    assert read_baskets(file).baskets == (("nuts, mixed", "milk"), ("milk",))


def test_a_file_of_blank_lines_has_no_baskets(tmp_path):
    file = tmp_path / "b.txt"
    file.write_text(",,\n\n,\n", encoding="utf-8")
    with pytest.raises(InvalidInput) as error:
        read_baskets(file)
    assert [p.slug for p in error.value.problems] == ["no-rows"]


def test_a_list_of_sales_is_no_basket_file():
    sales = "Order No,Date,Customer,Item,Amount\n" + "".join(f"S{n},2026-01-02,Acme,Pump,{n}.00\n" for n in range(30))
    ragged = sales + "合计,,,\n"
    baskets = "milk,bread\nmilk\nbread,butter,jam\n" * 10
    assert [looks_like_baskets(Source("a", t.encode())) for t in (sales, ragged, baskets)] == [False, False, True]
    assert not looks_like_baskets(Source("a.xlsx", b"PK\x03\x04"))


@pytest.mark.parametrize(
    ("text", "baskets"),
    [
        ("Transaction,Item\n1,Bread\n2,Tea\n2,Jam\n2,Tea\n,Milk\n", (("Bread",), ("Tea", "Jam"))),
        ("Member_number,Date,itemDescription\n7,01-02-2025,soda\n7,02-02-2025,soda\n7,01-02-2025,milk\n", (("soda", "milk"), ("soda",))),
        ("单号\t商品名称\nA1\t螺丝\nA1\t螺母\n", (("螺丝", "螺母"),)),
    ],
)
def test_lines_of_single_items_make_baskets(text, baskets):
    assert item_lines(Source("a.csv", text.encode())).baskets == baskets


@pytest.mark.parametrize("text", ["Order No,Date,Customer,Item,Amount\nS1,2026-01-02,Acme,Pump,5\n", "milk,bread\nmilk\n", "Item,Colour\nPump,red\n", ""])
def test_lists_with_money_or_without_orders_are_no_lines_of_items(text):
    assert item_lines(Source("a.csv", text.encode())) is None
