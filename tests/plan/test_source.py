"""Plan files as text: YAML 1.2's scalars, places in characters, and everything that must not be read."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan.plan import source
from salesplan.plan.nodes import plain
from salesplan.plan.source import DEEPEST, MOST_REPEATED, read_source, read_text
from salesplan.plan.text import LARGEST_FILE
from salesplan.problem import Problem


def told(text):
    content = text.encode() if isinstance(text, str) else text
    problems = sorted(read_source(content, "plan.yaml")[1], key=Problem.order)
    return [(p.slug, p.place.line, p.place.column) for p in problems]


def data(text):
    root, problems = read_text(text, "plan.yaml")
    assert problems == []
    return plain(root)


def test_scalars_are_read_as_yaml_1_2_reads_them():
    text = "a: NO\nb: on\nc: 12:30\nd: 010\ne: 1_000\nf: 2027-03-01\ng: true\nh: False\ni: null\nj: ~\nk:\nl: 'true'\nm: 1e3\nn: yes\n"
    assert data(text) == {
        "a": "NO", "b": "on", "c": "12:30", "d": "010", "e": "1_000", "f": "2027-03-01", "g": True, "h": False,
        "i": None, "j": None, "k": None, "l": "true", "m": "1e3", "n": "yes",
    }  # fmt: skip


def test_keys_are_texts():
    assert data("NO: 1\n2027: 2\ntrue: 3\n'on': 4\n") == {"NO": "1", "2027": "2", "true": "3", "on": "4"}


def test_places_count_characters():
    root, _ = read_text("目标: {营业收入: 100, 毛利😀: 20}\n", "plan.yaml")
    assert isinstance(root, source.Mapping)
    inner = root.values["目标"]
    assert isinstance(inner, source.Mapping)
    places = [(k.place.column, k.place.width, inner.values[n].place.column) for n, k in inner.keys.items()]
    assert places == [(6, 4, 12), (17, 3, 22)]


def test_line_ends_of_every_system_count_once():
    for end in ("\n", "\r\n", "\r"):
        assert told(end.join(["a: 1", "b: 2", "a: 3", ""])) == [("duplicate-key", 3, 1)]


def test_a_byte_order_mark_is_no_part_of_the_first_key():
    assert plain(read_source(b"\xef\xbb\xbfname: x\n", "plan.yaml")[0]) == {"name": "x"}


@pytest.mark.parametrize(
    ("content", "slug", "line", "column"),
    [
        ("name: 试点\nyear: 2027 # 年度\n".encode("gb18030"), "plan-not-utf8", 1, 7),
        ("year: 2027\nname: 试点".encode("gbk"), "plan-not-utf8", 2, 7),
        ("name: 试点".encode("utf-16"), "plan-not-utf8", 1, 1),
        (b"name: \xff\xfe\x80\x81 \xff", "plan-not-text", 1, 7),
        ("name: 试点\nmaps: a\x00b", "hidden-character", 2, 8),
        ("name: 试\u200b点", "hidden-character", 1, 8),
        ("name: \u202e试点", "hidden-character", 1, 7),
        ("", "plan-empty", 1, 1),
        ("# 只有注释\n", "plan-empty", 1, 1),
        ("~", "plan-empty", 1, 1),
        ("a: &a [*a]", "alias-inside-itself", 1, 8),
    ],
)
def test_texts_that_cannot_be_read_say_so_at_their_place(content, slug, line, column):
    assert told(content) == [(slug, line, column)]


def test_the_encoding_is_named():
    problem = read_source("name: 试点".encode("gbk"), "plan.yaml")[1][0]
    assert "GBK" in problem.params["encoding"]
    assert problem.place.text == "name: 试点"


def test_a_file_may_have_a_million_bytes_and_not_one_more():
    lines = b"a: 1\n" + b"#" * (LARGEST_FILE - 6) + b"\n"
    assert told(lines) == []
    assert [p.slug for p in read_source(lines + b"\n", "plan.yaml")[1]] == ["plan-file-too-large"]


def test_nesting_ends_at_its_limit():
    deep = "a: " + "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1)
    assert told(deep) == []
    assert told("a: " + "[" * DEEPEST + "]" * DEEPEST) == [("nested-too-deep", 1, 3 + DEEPEST)]
    assert [p[0] for p in told("[" * 200_000)] == ["nested-too-deep"]
    assert [p[0] for p in told("\n".join(" " * i + "a:" for i in range(1000)))] == ["nested-too-deep"]


def test_aliases_repeat_what_they_stand_for():
    assert data("a: &x {b: 1}\nc: *x\nd: [*x, *x]\n")["d"] == [{"b": "1"}, {"b": "1"}]


def test_aliases_that_multiply_are_stopped():
    bomb = "a0: &a0 [1,1,1,1,1,1,1,1,1]\n" + "".join(f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12))
    assert [p[0] for p in told(bomb)] == ["aliases-repeat-too-much"]
    merges = "a0: &a0 {k0: 1}\n" + "".join(f"a{i}: &a{i} {{<<: [{','.join([f'*a{i - 1}'] * 9)}], k{i}: 1}}\n" for i in range(1, 12))
    assert [p[0] for p in told(merges)] == ["aliases-repeat-too-much"]
    deep = "a0: &a0 [1]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}]\n" for i in range(1, DEEPEST + 5))
    assert [p[0] for p in told(deep)] == ["nested-too-deep"]


def test_the_alias_limit_counts_what_is_repeated_not_what_is_written():
    written = "a:\n" + "".join(f"  k{i}: {{b: 1, c: 2}}\n" for i in range(MOST_REPEATED // 5 + 10))
    assert told(written) == []


def test_merge_keys_fill_in_what_is_not_written():
    text = "base: &base {a: 1, b: 2}\nother: {<<: *base, b: 3}\nlist: {<<: [*base, {c: 4}]}\n"
    assert data(text)["other"] == {"b": "3", "a": "1"}
    assert data(text)["list"] == {"a": "1", "b": "2", "c": "4"}


def test_nothing_is_ever_executed():
    for tag in ("!!python/object/apply:os.system [echo]", "!!python/name:os.system", "!include x", "!!binary YQ==", "!!int 3"):
        assert told(f"a: {tag}\n")[0][0] == "tag-refused"


def test_repairs_do_not_move_places():
    assert told("a：1\nb：2\nb: 3\na: 4\n") == [
        ("full-width-colon", 1, 2), ("full-width-colon", 2, 2), ("duplicate-key", 3, 1), ("duplicate-key", 4, 1),
    ]  # fmt: skip
    assert told("a: {b：1, b: 2}\n") == [("full-width-colon", 1, 6), ("duplicate-key", 1, 10)]
    assert told("a：{b: 1}\nb: 2\nb: 3\n") == [("full-width-colon", 1, 2), ("duplicate-key", 3, 1)]


def test_text_may_hold_what_would_be_wrong_between_keys():
    assert data("why: 总经理会：西部，8000万\nnote: |\n  说明：一\n  \t二\n'a\tb': 'c\td'  # 注释\t\n")["why"] == "总经理会：西部，8000万"


@pytest.mark.parametrize("text", ["a: 1\nb: [x, {y: 2}]\n", "a: 'x\nb: 1\n", "a: 1\n b: 2\n", "a：1\nb: 2\n", "a: [1, 2\n", "- a\n- b: 1\n"])
def test_the_slow_parser_tells_the_same(text, monkeypatch):
    fast = read_text(text, "plan.yaml")
    monkeypatch.setattr(source, "parser", source._slow_parser)
    slow = read_text(text, "plan.yaml")
    assert (fast[0] is None) == (slow[0] is None)
    if fast[0] is not None:
        assert plain(fast[0]) == plain(slow[0])
    assert [(p.slug, p.place.line) for p in fast[1]] == [(p.slug, p.place.line) for p in slow[1]]


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab1:-?[]{},#&*!|>'\"%@`~<\n\t \\：，。é\x00\u2028"), max_size=60))
def test_no_text_is_too_strange(text):
    root, problems = read_source(text.encode("utf-8", "replace"), "plan.yaml")
    assert root is not None or problems
    for problem in problems:
        assert problem.place.line >= 1
        assert problem.place.column >= 1


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=80))
def test_no_bytes_are_too_strange(content):
    root, problems = read_source(content, "plan.yaml")
    assert root is not None or problems


def test_a_bomb_ends_the_program_with_a_message_not_a_crash(tmp_path):
    (tmp_path / "plan.yaml").write_text("name: x\nyear: 2027\nmaps: " + "[" * 200_000, encoding="utf-8")
    command = [sys.executable, "-m", "salesplan", "check", "plan.yaml", "--lang", "en"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == 3
    assert "plan.yaml:3:46: nested-too-deep" in done.stderr
