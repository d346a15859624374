"""Encodings are told apart by rule, and text that is none is refused."""

import pytest

from salesplan.problem import InvalidInput
from salesplan.records.encoding import decoded_text
from salesplan.records.files import Source

SIMPLIFIED = "单据编号,日期,客户,金额\nXS1,2025-01-02,南京冠鑫汽车部件有限公司,100\nXS2,2025-01-02,陈䶮,5\n"
TRADITIONAL = "單據編號,日期,客戶,金額\nXS1,2025-01-02,臺北冠鑫汽車零件有限公司,100\n"
WESTERN = "Date,Région,Société,Montant\n2025-01-02,Rhône-Alpes,Café de la Forêt,100\n2025-01-03,Île,Hôtel Crémieux,5\n"


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        (SIMPLIFIED, "gb18030", "gb18030"),
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8-sig"),
        (SIMPLIFIED, "utf-16", "utf-16"),
        (SIMPLIFIED, "utf-16-le", "utf-16"),
        (SIMPLIFIED, "utf-16-be", "utf-16"),
        (SIMPLIFIED, "utf-32", "utf-32"),
        (TRADITIONAL, "big5", "big5"),
        (TRADITIONAL, "utf-8", "utf-8"),
        (WESTERN, "cp1252", "cp1252"),
        ("a,b\n" * 70_000 + "中文,1\n", "gb18030", "gb18030"),
        ("中,1\n", "gb18030", "gb18030"),
    ],
)
def test_the_rule(text, encoding, said):
    assert decoded_text(Source("a.csv", text.encode(encoding))) == (text, said)


@pytest.mark.parametrize(
    ("data", "slug"),
    [
        (SIMPLIFIED.encode()[:-30] + "金".encode()[:2], "unreadable-encoding"),
        (b"\xff\xfea", "unreadable-encoding"),
        (bytes(range(256)) * 4, "not-a-text-file"),
        (b"a,b\n" + b"\0" * 100, "not-a-text-file"),
        ("a\0b".encode("utf-16"), "not-a-text-file"),
    ],
)
def test_what_is_no_text(data, slug):
    with pytest.raises(InvalidInput) as caught:
        decoded_text(Source("a.csv", data))
    assert caught.value.problems[0].slug == slug
