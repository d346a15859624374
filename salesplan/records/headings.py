"""What a header cell says: its word, and the unit, currency and tax basis that its brackets and prefixes add."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from salesplan.words.headers import book

Basis = Literal["tax_included", "tax_excluded"]
_BLANKS = re.compile(r"[\s_\u200b-\u200f\u2060\ufeff]+")
SIMPLIFIED = str.maketrans(
    "單據編號價稅額訂購銷貨業務員數產區類戶稱應帳賬項實際負責開發審狀態備註幣種淨億萬圓總計達標準條碼規劃團隊連絡聯繫電話職經辦門組織級預運輸優費調減結餘過時間週創報華東廣倉庫廠會議進銀歸屬來線機階贏對償還" "領訪記錄內郵體驗質檢測滿問題評選擇訓練課認證書執廢紅藍駁導雙個",
    "单据编号价税额订购销货业务员数产区类户称应账账项实际负责开发审状态备注币种净亿万圆总计达标准条码规划团队连络联系电话职经办门组织级预运输优费调减结余过时间周创报华东广仓库厂会议进银归属来线机阶赢对偿还" "领访记录内邮体验质检测满问题评选择训练课认证书执废红蓝驳导双个",
)
"""The characters of the trade's words that are written differently in Taiwan and Hong Kong."""
_NUMBERED = re.compile(r"^\d+[、.．](?=\D)")
_BRACKET = re.compile(r"^(.+?)[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]$")
_CLOSING = frozenset(")]】〕")
_PARTS = re.compile(r"[,，、;；/|:：]")
_TITLE_UNIT = re.compile(r"(?:金额)?单位[:：为]?(?:人民币|rmb|cny)?\(?(分|千元|万元|百万元|千万元|亿元|元)")
_LOOSE_UNIT = re.compile(r"[(\[](?:人民币|rmb|cny)?(千元|万元|百万元|千万元|亿元)[)\]]")
_COIN = r"(?:us\$|[$€£¥]|\b(?:usd|eur|gbp|cny|rmb|jpy|hkd|sgd|aud|cad|chf|inr|dollars?|euros?|pounds?|yuan))"
_ENGLISH_UNIT = re.compile(
    rf"\bin (?:[a-z]{{3}} |{_COIN} ?)?(thousand|million)s?\b|{_COIN}[ ]?(thousand|million|[km](?![a-z]))s?|(thousand|million)s? (?:of )?{_COIN}"
    rf"|[(\[](thousand|million)s?[)\]]|\bunits?\s?:?\s?(thousand|million|[km])s?\b|(?:{_COIN} ?|\bin )'?000s?\b|'000s?\b"
)
_COINS = re.compile(rf"^(?:in)?(?:{_COIN})?(.*?)(?:{_COIN})?$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A header taken apart: `whole` and `bare` (without brackets and prefixes) are normalised for comparing."""

    text: str
    whole: str
    bare: str
    unit: str | None = None
    scope: Literal["base", "document"] | None = None
    basis: Basis | None = None
    bracketed: bool = False


def fold(text: str) -> str:
    """A text as it is compared: NFKC, no case, no blanks or underscores, traditional characters as simplified ones.

    >>> fold("业 务 员"), fold("Sales Rep"), fold("sales_rep"), fold("單據編號")
    ('业务员', 'salesrep', 'salesrep', '单据编号')
    """
    folded = _BLANKS.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return folded if folded.isascii() else folded.translate(SIMPLIFIED)


_WRAPPED = re.compile(r"""^\s*(?:="(.*)"|='(.*)'|'(.*))\s*$""", re.S)


def unwrapped(text: str) -> str:
    """A text without what some systems put around codes so that Excel keeps them: ="00123", '00123.

    >>> unwrapped('="00123"'), unwrapped("'0012"), unwrapped("O'Neill")
    ('00123', '0012', "O'Neill")
    """
    if text[:1] not in "='\t ":
        return text
    found = _WRAPPED.match(text)
    return next((g for g in found.groups() if g is not None), text) if found else text


@lru_cache(maxsize=8192)
def heading(text: str) -> Heading:
    """A header cell taken apart.

    >>> h = heading("价税合计（本位币）")
    >>> h.bare, h.scope, heading("销售额（万元，不含税）").unit, heading("Deal - Owner*").bare
    ('价税合计', 'base', '万元', 'owner')
    """
    folded = fold(unwrapped(text))
    whole = folded.strip("*").rstrip("%.:") or folded
    whole = _NUMBERED.sub("", whole)
    bare, said = whole, []
    while bare[-1:] in _CLOSING and (found := _BRACKET.match(bare)):
        bare = found[1]
        said += _PARTS.split(found[2])
    if bare.startswith(_entity_prefixes()):
        bare = next((bare[len(p) :] for p in _entity_prefixes() if bare.startswith(p) and len(bare) > len(p)), bare)
    word, slash, tail = bare.rpartition("/") if "/" in bare else ("", "", "")
    if slash and tail in _units():
        bare, said = word, [*said, tail]
    if not said and not bare.startswith(_han_scopes()):
        return Heading(text.strip(), whole, bare.strip("*%"))
    scope, unit, basis = _scope(said), next((u for w in said if (u := _said_unit(w))), None), _basis(said)
    if scope is None:
        scope, bare = _prefixed_scope(bare)
    return Heading(text.strip(), whole, bare.strip("*%"), unit, scope, basis, bool(said))


@cache
def _entity_prefixes() -> tuple[str, ...]:
    return tuple(fold(p) for p in book()["entity_prefixes"])


@cache
def _units() -> dict[str, float]:
    return {fold(str(k)): v for k, v in book()["units"].items()}


@cache
def _scope_words() -> dict[str, tuple[str, ...]]:
    return {name: tuple(fold(w) for w in words) for name, words in book()["scopes"].items()}


@cache
def _han_scopes() -> tuple[str, ...]:
    words = _scope_words()
    return tuple(w for name in ("base", "document") for w in words[name] if not w.isascii())


def _scope(said: list[str]) -> Literal["base", "document"] | None:
    words = _scope_words()
    if any(s in words["base"] for s in said):
        return "base"
    return "document" if any(s in words["document"] for s in said) else None


def _basis(said: list[str]) -> Basis | None:
    words = _scope_words()
    if any(s in words["tax_excluded"] for s in said):
        return "tax_excluded"
    return "tax_included" if any(s in words["tax_included"] for s in said) else None


def _prefixed_scope(bare: str) -> tuple[Literal["base", "document"] | None, str]:
    words = _scope_words()
    for name in ("base", "document"):
        for word in words[name]:
            if bare.startswith(word) and len(bare) > len(word) and not word.isascii():
                return ("base" if name == "base" else "document"), bare
    return None, bare


def without_prefix(bare: str) -> list[tuple[str, Basis | None]]:
    """What a header says behind words such as 本币 and 不含税, with the tax basis that they state.

    >>> without_prefix("本位币价税合计"), without_prefix("不含税销售额")
    ([('价税合计', None)], [('销售额', 'tax_excluded')])
    """
    words = _scope_words()
    out: list[tuple[str, Basis | None]] = []
    for name in ("base", "document"):
        cut = next((w for w in words[name] if bare.startswith(w) and len(bare) > len(w)), None)
        if cut:
            out.append((bare[len(cut) :], None))
            break
    stated: tuple[tuple[str, Basis], ...] = (("tax_excluded", "tax_excluded"), ("tax_included", "tax_included"))
    for name, basis in stated:
        cut = next((w for w in words[name] if bare.startswith(w) and len(bare) > len(w) and w != "价税合计"), None)
        if cut:
            out.append((bare[len(cut) :], basis))
            break
    return out


def unit_names() -> tuple[str, ...]:
    """The units of money that are known."""
    return tuple(str(name) for name in book()["units"])


def unit_size(unit: str | None) -> float:
    """How many currency units one of the unit is."""
    return float(_units()[unit]) if unit else 1.0


def title_unit(text: str) -> str | None:
    """The unit of money that a title line states.

    >>> title_unit("2025年度销售目标 单位：万元"), title_unit("In USD thousands"), title_unit("日期")
    ('万元', 'thousand', None)
    >>> title_unit("FY2026 targets (USD thousand)"), title_unit("Unit: USD k"), title_unit("Budget $m"), title_unit("$000")
    ('thousand', 'thousand', 'million', 'thousand')
    >>> title_unit("One million customers"), title_unit("Sales in 2026, USD"), title_unit("USD market"), title_unit("$5,000 each")
    (None, None, None, None)
    """
    spaced = unicodedata.normalize("NFKC", text).casefold()
    folded = fold(text)
    found = _TITLE_UNIT.search(folded) or _LOOSE_UNIT.search(folded)
    if found:
        return found[1]
    english = _ENGLISH_UNIT.search(spaced)
    word = next((g for g in english.groups() if g), "thousand") if english else None
    return {"k": "thousand", "m": "million"}.get(word, word) if word else None


def _said_unit(word: str) -> str | None:
    """The unit that a part of a heading's brackets names, a currency beside it or not.

    >>> _said_unit("万元"), _said_unit("usdk"), _said_unit("inthousands"), _said_unit("$000"), _said_unit("usd")
    ('万元', 'k', 'thousand', 'thousand', None)
    """
    if word in _units():
        return word
    found = _COINS.match(word)
    bare = found[1].strip("'") if found else word
    if bare in ("000", "000s"):
        return "thousand"
    return next((w for w in (bare, bare.removesuffix("s")) if w in _units() and w != "元"), None)


def title_basis(text: str) -> Basis | None:
    """The tax basis that a title line states.

    >>> title_basis("口径：含税销售额"), title_basis("金额不含税"), title_basis("销售明细")
    ('tax_included', 'tax_excluded', None)
    """
    folded = fold(text)
    if re.search(r"不含税|未税|excl(?:uding|\.)?tax", folded):
        return "tax_excluded"
    return "tax_included" if re.search(r"含税|价税合计|incl(?:uding|\.)?tax", folded) else None
