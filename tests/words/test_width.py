from hypothesis import given
from hypothesis import strategies as st

from salesplan.words.width import padded, width, wrapped

WORDS = st.lists(st.sampled_from(["目标", "分解", "，", "。", "（", "）", "revenue", "a", "2027-03", " "]), max_size=60).map("".join)


@given(WORDS, st.integers(20, 80))
def test_wrapped_lines_fit_and_lose_nothing_but_blanks(text, columns):
    lines = wrapped(text, columns)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    short = [line for line in lines if "（（" not in line and "，，" not in line]
    assert all(width(line) <= columns or len(line.split()) == 1 for line in short)


def test_no_line_begins_with_a_closing_mark():
    assert not any(line[0] in "，。）" for line in wrapped("年度目标，拆到人（含超分），分毫不差。" * 5, 23))


def test_padding_counts_columns():
    assert width(padded("华东", 9)) == 9
