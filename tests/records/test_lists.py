"""Lists of every kind in the layouts that systems and people give them: rows, sums and what the columns mean."""

import csv
import datetime as dt
import io
from collections import Counter

import numpy as np
import pytest
import xlsxwriter

from salesplan.frame import NO_AMOUNT
from salesplan.period import FiscalYear, Month
from salesplan.problem import InvalidInput
from salesplan.records.files import read_source
from salesplan.records.kinds import kind_of
from salesplan.records.lists import read_list

MONTHS = [f"{m}月" for m in range(1, 13)]
QUARTERS = ("一季度", "二季度", "三季度", "四季度")
SELLERS = (("华东大区", "苏南组", "张伟", "E1"), ("华东大区", "浙沪组", "陈䶮", "E2"), ("华南大区", "闽桂组", "张伟", "E3"))
LINES = ("轴承", "气动")


def figure(seller, line, month):
    """A target in 0.1 万元, the same for every layout."""
    return 100 + 7 * seller + 3 * line + month


def truth():
    found = Counter()
    for s, (region, *_) in enumerate(SELLERS):
        for k, line in enumerate(LINES):
            for m in range(12):
                found[region.removesuffix("大区"), line, f"2026-{m + 1:02d}"] += figure(s, k, m) * 100_000
    return found


def sheet_rows():
    """The sheet of a sales department: quarters over months, subtotals of people, regions and the company; cells and merged ranges."""
    quarters = [q for q in QUARTERS for _ in range(4)]
    top = ["大区", "团队", "业务员", "工号", "产品线", "全年目标", *(q if i % 4 == 0 else None for i, q in enumerate(quarters))]
    below = [None] * 6 + [label for q in range(4) for label in (*MONTHS[3 * q : 3 * q + 3], "小计")]
    rows = [["华拓2026年度销售目标分解表"], ["口径：含税销售额    单位：万元"], top, below]
    merged = [(2, j, 3, j) for j in range(6)] + [(2, 6 + 4 * q, 2, 9 + 4 * q) for q in range(4)]
    sums = Counter()
    for s, (region, team, person, number) in enumerate(SELLERS):
        first = len(rows)
        for k, line in enumerate(LINES):
            months = [figure(s, k, m) / 10 for m in range(12)]
            rows.append([region, team, person, number, line, *with_quarters(months)])
            for m, value in enumerate(months):
                sums[person + number, m] += value
                sums[region, m] += value
                sums["all", m] += value
        rows.append([region, team, person, number, "小计", *with_quarters([sums[person + number, m] for m in range(12)])])
        merged += [(first, j, len(rows) - 1, j) for j in range(4)]
        if s in (1, 2):
            rows.append([f"{region}合计", None, None, None, None, *with_quarters([sums[region, m] for m in range(12)])])
    rows.append(["公司总计", None, None, None, None, *with_quarters([sums["all", m] for m in range(12)])])
    rows.append(["说明：1、目标为含税口径。"])
    return rows, merged


def with_quarters(months):
    months = [round(m, 1) for m in months]
    parts = [*zip(*[iter(months)] * 3, strict=True)]
    return [round(sum(months), 1), *(round(v, 1) for p in parts for v in (*p, sum(p)))]


def only_first(rows, merged):
    """The cells as they stand in a file: a merged range has its value in its first cell alone."""
    cells = [list(r) for r in rows]
    for top, left, bottom, right in merged:
        for i in range(top, bottom + 1):
            for j in range(left, right + 1):
                if (i, j) != (top, left) and j < len(cells[i]):
                    cells[i][j] = None
    return cells


def write_xlsx(path, rows, merged=()):
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("目标分解")
    for top, left, bottom, right in merged:
        sheet.merge_range(top, left, bottom, right, "")
    for i, row in enumerate(only_first(rows, merged)):
        for j, value in enumerate(row):
            if value is not None:
                sheet.write(i, j, value)
    book.close()


def write_html(path, rows, merged):
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in merged}
    hidden = {(i, j) for top, left, bottom, right in merged for i in range(top, bottom + 1) for j in range(left, right + 1)} - set(spans)
    lines = []
    for i, row in enumerate(rows):
        cells = ""
        for j, value in enumerate(row):
            if (i, j) not in hidden:
                down, across = spans.get((i, j), (1, 1))
                cells += f'<td rowspan="{down}" colspan="{across}">{"" if value is None else value}</td>'
        lines.append(f"<tr>{cells}</tr>")
    path.write_text(f'<html><meta charset="utf-8"><table>{"".join(lines)}</table></html>', encoding="utf-8")


def write_spreadsheetml(path, rows, merged):
    spans = {(top, left): (bottom - top, right - left) for top, left, bottom, right in merged}
    hidden = {(i, j) for top, left, bottom, right in merged for i in range(top, bottom + 1) for j in range(left, right + 1)} - set(spans)
    out = []
    for i, row in enumerate(rows):
        cells = ""
        for j, value in enumerate(row):
            if value is None or (i, j) in hidden:
                continue
            down, across = spans.get((i, j), (0, 0))
            kind = "String" if isinstance(value, str) else "Number"
            cells += f'<Cell ss:Index="{j + 1}" ss:MergeDown="{down}" ss:MergeAcross="{across}"><Data ss:Type="{kind}">{value}</Data></Cell>'
        out.append(f'<Row ss:Index="{i + 1}">{cells}</Row>')
    space = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
    path.write_text(f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook {space}><Worksheet ss:Name="a"><Table>{"".join(out)}</Table></Worksheet></Workbook>', encoding="utf-8")


def write_csv(path, rows, merged=()):
    out = io.StringIO()
    csv.writer(out).writerows([["" if c is None else c for c in r] for r in only_first(rows, merged)])
    path.write_bytes(out.getvalue().encode("gb18030"))


def by_cell(frame, measure="target"):
    found = Counter()
    texts = [frame.texts(t).values() if t in frame else [None] * len(frame) for t in ("region", "product")]
    months = frame.days("month").astype("datetime64[M]").astype(str).tolist()
    for region, line, month, value in zip(*texts, months, frame.ints(measure).tolist(), strict=True):
        found[region, line, month] += value
    return found


@pytest.mark.parametrize(("name", "write"), [("a.xlsx", write_xlsx), ("a.xls", write_html), ("b.xls", write_spreadsheetml), ("a.csv", write_csv)])
def test_a_sheet_with_quarters_over_months_is_read_from_every_format(tmp_path, name, write):
    rows, merged = sheet_rows()
    write(tmp_path / name, rows, merged)
    read = read_list("targets", [tmp_path / name])
    assert by_cell(read.frame) == truth()
    assert len(read.frame) == len(SELLERS) * len(LINES) * 12
    (reading,) = read.reading
    assert (reading.kind, reading.header_row, reading.rows, reading.unit) == ("targets", 3, 6, "万元")
    assert reading.amount == sum(truth().values())
    assert reading.total.verdict == "equal"
    assert reading.left_out["totals"].rows == 6
    assert reading.warnings == ()
    assert set(zip(read.frame.texts("person").values(), read.frame.texts("emp_no").values(), strict=True)) == {(p, n) for _, _, p, n in SELLERS}


def test_a_subtotal_that_does_not_agree_is_told_with_its_row(tmp_path):
    rows, merged = sheet_rows()
    rows[6][6] += 5
    write_xlsx(tmp_path / "a.xlsx", rows, merged)
    read = read_list("targets", [tmp_path / "a.xlsx"])
    assert by_cell(read.frame) == truth()
    told = {w.slug: w.params for w in read.reading[0].warnings}
    assert told["subtotals-differ"]["row"] == 7


def test_a_quarter_that_differs_from_its_months_is_told_with_its_cell(tmp_path):
    rows, merged = sheet_rows()
    rows[4][9] += 5
    write_xlsx(tmp_path / "a.xlsx", rows, merged)
    told = {w.slug: w.params for w in read_list("targets", [tmp_path / "a.xlsx"]).reading[0].warnings}
    assert told["periods-differ"]["cell"] == "J5"


LONG = {
    "months by name": [["月份", "部门", "目标金额（元）"], ["2026-01", "华东大区", 100], ["2026-02", "华东大区", 50], ["合计", "", 150]],
    "a year and a month": [["年度", "月份", "大区", "销售目标"], [2026, 1, "华东", 100], [2026, 2, "华东", 50]],
    "numbers of months": [["期间", "大区", "目标"], [202601, "华东", 100], [202602, "华东", 50]],
    "dates": [["Month", "Region", "Quota"], [dt.date(2026, 1, 1), "华东", 100], [dt.date(2026, 2, 1), "华东", 50]],
    "months in words": [["Region", "Target (Jan 2026)", "Achieved (Jan 2026)", "Target (Feb 2026)", "Achieved (Feb 2026)", "Total Target"], ["华东", 100, 90, 50, 60, 150]],
}  # fmt: skip


@pytest.mark.parametrize("layout", LONG)
def test_targets_in_other_layouts(tmp_path, layout):
    write_csv(tmp_path / "targets.csv", LONG[layout])
    read = read_list("targets", [tmp_path / "targets.csv"])
    assert by_cell(read.frame) == {("华东", None, "2026-01"): 10_000, ("华东", None, "2026-02"): 5_000}


def test_quarters_alone_and_a_year_alone_have_no_months(tmp_path):
    write_csv(tmp_path / "q.csv", [["2026年销售目标（万元）"], ["大区", "Q1", "Q2", "Q3", "Q4", "合计"], ["华东", 1, 2, 3, 4, 10], ["华南", 1, 1, 1, 1, 4]])
    frame = read_list("targets", [tmp_path / "q.csv"]).frame
    assert np.isnat(frame.days("month")).all()
    assert frame.texts("quarter").values()[:2] == ["2026Q1", "2026Q2"]
    assert int(frame.ints("target").sum()) == 14 * 10**6
    write_csv(tmp_path / "y.csv", [["业务员", "工号", "2026年目标（万元）"], ["张伟", "E1", 900], ["陈䶮", "E2", 800]])
    frame = read_list("targets", [tmp_path / "y.csv"]).frame
    assert np.isnat(frame.days("month")).all()
    assert frame.ints("year").tolist() == [2026, 2026]
    assert frame.ints("target").tolist() == [900 * 10**6, 800 * 10**6]


def test_metrics_of_money_and_counts_in_one_sheet(tmp_path):
    rows = [["2026年度目标（单位：万元）"], ["指标", "大区", "1月", "2月"], ["销售额", "华东", 10, 20], ["回款", "华东", 8, 9], ["新客户数", "华东", 3, 4]]
    write_xlsx(tmp_path / "a.xlsx", rows)
    frame = read_list("targets", [tmp_path / "a.xlsx"]).frame
    found = Counter()
    for metric, value in zip(frame.texts("metric").values(), frame.ints("target").tolist(), strict=True):
        found[metric] += value
    assert found == {"revenue": 30 * 10**6, "collection": 17 * 10**6, "new_customers": 7}


def test_months_without_a_year_are_asked_about(tmp_path):
    write_csv(tmp_path / "a.csv", [["大区", "1月目标", "2月目标"], ["华东", 1, 2]])
    with pytest.raises(InvalidInput) as caught:
        read_list("targets", [tmp_path / "a.csv"])
    assert [p.slug for p in caught.value.problems] == ["year-not-stated"]
    frame = read_list("targets", [tmp_path / "a.csv"], year=FiscalYear(2027, Month(2027, 1))).frame
    assert frame.days("month").astype(str).tolist() == ["2027-01-01", "2027-02-01"]


def test_budgets_with_actuals_beside_them(tmp_path):
    rows = [["2026年费用预算（单位：万元）"], ["大区", "费用项目", "1月", None, None, "全年累计", None, None], [None, None, *("预算", "实际", "执行率") * 2],
            ["华东大区", "差旅费", 10.5, 9, 0.86, 10.5, 9, 0.86], [None, "招待费", 2, 3, 1.5, 2, 3, 1.5], ["华东大区", "小计", 12.5, 12, 0.96, 12.5, 12, 0.96]]  # fmt: skip
    write_xlsx(tmp_path / "a.xlsx", rows, [(1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 4), (1, 5, 1, 7), (3, 0, 4, 0)])
    read = read_list("budget", [tmp_path / "a.xlsx"])
    assert read.frame.ints("budget").tolist() == [10_500_000, 2_000_000]
    assert read.frame.ints("actual").tolist() == [9_000_000, 3_000_000]
    assert read.frame.texts("region").values() == ["华东", "华东"]
    assert kind_of(read_source(tmp_path / "a.xlsx")) == "budget"


def test_an_ageing_report_sums_by_range(tmp_path):
    rows = [["应收账龄分析表"], ["截止日期：2026年3月31日", None, "单位：元"], [None], ["序号", "地区", "往来单位编码", "往来单位名称", "应收余额", "未到期", "已逾期", None],
            [None] * 6 + ["1-30天", "365天以上"], [1, "华东大区", "C1", "甲公司", 300, 100, 150, 50], [2, None, "C2", "乙公司", 30, 30, 0, 0],
            [None, "华东大区小计", None, None, 330, 130, 150, 50], ["合计", None, None, None, 330, 130, 150, 50]]  # fmt: skip
    write_xlsx(tmp_path / "a.xlsx", rows, [*((3, j, 4, j) for j in range(6)), (3, 6, 3, 7), (5, 1, 6, 1)])
    read = read_list("receivables", [tmp_path / "a.xlsx"])
    assert {t: int(read.frame.ints(t).sum()) for t in ("open_amount", "bucket:not_due", "bucket:1-30", "bucket:365+")} == {
        "open_amount": 33_000, "bucket:not_due": 13_000, "bucket:1-30": 15_000, "bucket:365+": 5_000,
    }  # fmt: skip
    assert read.frame.texts("region").values() == ["华东", "华东"]
    assert (read.reading[0].header_row, read.reading[0].rows, read.reading[0].total.verdict) == (4, 2, "equal")


@pytest.mark.parametrize(("due", "is_due"), [(("2026-1-6", "2026-3-2", "2026-2-9", "2026-4-1", "2026-5-1"), True), (("2026-1-6", "2026-1-7", "2026-1-8", "2026-1-9", "2026-1-10"), False)])
def test_a_date_of_receivables_is_due_where_it_is_later_than_the_document(tmp_path, due, is_due):
    head = ["单据类型", "单据日期", "单据编号", "购货单位代码", "购货单位", "应收日期", "本位币应收金额", "本位币已核销金额", "本位币未核销金额"]
    lines = [["销售应收单", f"2026-1-{6 + i}", f"YS{i}", f"C{i}", "甲公司", due[i], "1,000.50", "1,000.50" if i else "0.00", "" if i else "1,000.50"] for i in range(5)]
    write_csv(tmp_path / "a.csv", [head, *lines, ["合计", "", "", "", "", "", "5,002.50", "4,002.00", "1,000.50"]])
    read = read_list("receivables", [tmp_path / "a.csv"])
    assert (not np.isnat(read.frame.days("due_date")).all()) is is_due
    assert read.frame.ints("open_amount").tolist() == [100_050, 0, 0, 0, 0]
    assert read.reading[0].total.verdict == "equal"


def test_receipts_with_a_subtotal_a_month(tmp_path):
    rows = [["2026年度收款单明细表（单位：元）"], ["收款单号", "收款日期", "客户编码", "客户名称", "结算方式", "收款金额", "核销应收单号", "经办人"],
            ["SK1", "2026/01/02", "C1", "甲", "电汇", 10.5, "YS1", "张伟"], ["SK2", "2026/01/03", "C2", "乙", "支票", 20, "YS2", "张伟"], ["2026年1月小计", None, None, None, None, 30.5],
            ["SK3", "2026/02/02", "C1", "甲", "电汇", 5, "YS3", "陈䶮"], ["2026年2月小计", None, None, None, None, 5], ["总计", None, None, None, None, 35.5]]  # fmt: skip
    write_xlsx(tmp_path / "a.xlsx", rows)
    read = read_list("receipts", [tmp_path / "a.xlsx"])
    assert read.frame.ints("amount").tolist() == [1050, 2000, 500]
    assert read.reading[0].total.verdict == "equal"
    assert read.reading[0].left_out["totals"].rows == 3
    again = read_list("receipts", [tmp_path / "a.xlsx", tmp_path / "a.xlsx"])
    assert again.reading[1].left_out["duplicates"].rows == 3
    assert int(again.frame.ints("amount").sum()) == 3550


DEALS = {
    "wukong": [["商机名称", "客户名称", "商机金额（元）", "预计成交日期", "商机状态组", "商机阶段", "负责人", "创建时间", "商机编号"],
               ["甲项目", "甲", 100, "2026-05-01", "默认", "方案报价", "张伟", "2026-01-01 08:00:00", "SJ1"],
               ["乙项目", "乙", 200, "2026-05-01", "默认", "赢单", "张伟", "2026-01-01 08:00:00", "SJ2"],
               ["丙项目", "丙", 300, "2026-05-01", "默认", "输单", "张伟", "2026-01-01 08:00:00", "SJ3"]],
    "salesforce": [["Opportunity Owner", "Account Name", "Opportunity Name", "Stage", "Amount", "Probability (%)", "Close Date", "Created Date"],
                   ["Wei Zhang", "A", "A deal", "Value Proposition", "100.00", "50", "5/13/2026", "1/1/2026"],
                   ["Wei Zhang", "B", "B deal", "Closed Won", "200.00", "100", "5/13/2026", "1/1/2026"],
                   ["Wei Zhang", "C", "C deal", "Closed Lost", "300.00", "0", "5/13/2026", "1/1/2026"],
                   ["Grand Totals (3 records)"], ["Confidential Information - Do Not Distribute"]],
    "pipedrive": [["Deal - ID", "Deal - Title", "Deal - Owner", "Deal - Stage", "Deal - Value", "Deal - Currency of value", "Deal - Deal created", "Deal - Status", "Deal - Expected close date", "Organization - Name"],
                  ["1", "A deal", "Zhang", "Proposal Made", "100", "CNY", "2026-01-01 08:00:00", "Open", "2026-05-01", "A"],
                  ["2", "B deal", "Zhang", "Proposal Made", "200", "CNY", "2026-01-01 08:00:00", "Won", "2026-05-01", "B"],
                  ["3", "C deal", "Zhang", "Proposal Made", "300", "CNY", "2026-01-01 08:00:00", "Lost", "2026-05-01", "C"]],
    "zoho": [["Record Id", "Deal Owner.id", "Deal Owner", "Amount", "Deal Name", "Closing Date", "Account Name.id", "Account Name", "Stage", "Created Time", "Last Activity Time"],
             ["zcrm_1", "zcrm_9", "Zhang", "100", "A deal", "2026-05-01", "zcrm_5", "A", "Value Proposition", "2026-01-01 08:00", "2026-01-02 08:00"],
             ["zcrm_2", "zcrm_9", "Zhang", "200", "B deal", "2026-05-01", "zcrm_6", "B", "Closed Won", "2026-01-01 08:00", "2026-01-02 08:00"],
             ["zcrm_3", "zcrm_9", "Zhang", "300", "C deal", "2026-05-01", "zcrm_7", "C", "Closed Lost to Competition", "2026-01-01 08:00", "2026-01-02 08:00"]],
    "dynamics": [["(Do Not Modify) Opportunity", "(Do Not Modify) Row Checksum", "(Do Not Modify) Modified On", "Topic", "Account", "Pipeline Phase", "Est. Revenue", "Est. Close Date", "Status", "Created On"],
                 ["g1", "x", "2026-01-01", "A deal", "A", "3-Propose", "100", "2026-05-01", "Open", "2026-01-01"],
                 ["g2", "x", "2026-01-01", "B deal", "B", "4-Close", "200", "2026-05-01", "Won", "2026-01-01"],
                 ["g3", "x", "2026-01-01", "C deal", "C", "4-Close", "300", "2026-05-01", "Lost", "2026-01-01"]],
    "ruoyi": [["编号", "商机名称", "客户名称", "跟进状态", "最后跟进时间", "负责人的用户编号", "负责人名字", "负责人部门", "商机状态组", "商机状态", "结束状态", "结束时的备注", "预计成交日期", "产品总金额", "整单折扣", "商机总金额", "创建时间"],
              ["1", "A", "甲", "是", "2026-01-02 00:00:00", "7", "张伟", "华东大区苏南组", "默认", "方案报价", "", "", "2026-05-01", "110", "0", "100", "2026-01-01 00:00:00"],
              ["2", "B", "乙", "是", "2026-01-02 00:00:00", "7", "张伟", "华东大区苏南组", "默认", "商务谈判", "赢单", "", "2026-05-01", "210", "0", "200", "2026-01-01 00:00:00"],
              ["3", "C", "丙", "是", "2026-01-02 00:00:00", "7", "张伟", "华东大区苏南组", "默认", "商务谈判", "输单", "贵", "2026-05-01", "310", "0", "300", "2026-01-01 00:00:00"]],
}  # fmt: skip


@pytest.mark.parametrize("system", DEALS)
def test_deals_of_several_systems_have_one_outcome_each(tmp_path, system):
    write_csv(tmp_path / "deals.csv", DEALS[system])
    assert kind_of(read_source(tmp_path / "deals.csv")) == "opportunities"
    read = read_list("opportunities", [tmp_path / "deals.csv"])
    frame = read.frame
    assert frame.texts("state").values() == ["open", "won", "lost"]
    assert frame.ints("probability").tolist() == [5000, 10_000, 0]
    assert frame.ints("amount").tolist() == [10_000, 20_000, 30_000]
    assert (read.reading[0].system, read.reading[0].rows) == (system, 3)
    assert frame.days("created").astype(str).tolist() == ["2026-01-01"] * 3


def test_tickets_answered_within_two_hours_to_the_second(tmp_path):
    rows = [["工单编号", "创建时间", "首次响应时间", "首次响应时长", "关闭时间", "优先级", "满意度"], ["G1", "2026/3/5 9:07:03", "2026/3/5 11:07:03", "2小时", "", "高", "很满意"],
            ["G2", "2026/3/5 9:07:03", "2026/3/5 11:07:04", "2小时", "", "高", "一般"], ["G3", "2026/3/5 9:07:03", "", "", "", "低", ""]]  # fmt: skip
    write_csv(tmp_path / "a.csv", rows)
    frame = read_list("tickets", [tmp_path / "a.csv"]).frame
    assert frame.ints("response").tolist() == [120, 121, NO_AMOUNT]
    assert frame.ints("csat").tolist() == [500, 300, NO_AMOUNT]


def test_visits_surveys_training_and_customers(tmp_path):
    write_csv(tmp_path / "v.csv", [["客户名称", "跟进方式", "跟进时间", "负责人", "跟进内容"], ["甲", "到访", "2026-01-02 08:32", "张伟", "合计三家，\n对账"], ["乙", "微信沟通", "2026-01-03 09:00", "张伟", "注：改期"]])
    frame = read_list("visits", [tmp_path / "v.csv"]).frame
    assert frame.texts("way").values() == ["visit", "message"]
    assert frame.ints("visit_time_minute")[0] % 1440 == 8 * 60 + 32
    write_csv(tmp_path / "s.csv", [["序号", "提交答卷时间", "所用时间", "1、贵公司名称（选填）", "2、您对产品质量的满意度", "3、您有多大可能向同行推荐我们（0-10分）"], ["1", "2026/03/10 01:11:47", "183秒", "(空)", "很不满意", "9"], ["2", "2026/03/10 01:12:47", "60秒", "甲", "满意", "3"]])
    frame = read_list("surveys", [tmp_path / "s.csv"]).frame
    assert (frame.ints("score_quality").tolist(), frame.ints("nps").tolist(), frame.ints("duration").tolist()) == ([100, 400], [9, 3], [4, 1])
    assert frame.texts("customer_name").values() == [None, "甲"]
    write_csv(tmp_path / "t.csv", [["2026年培训记录"], ["工号", "姓名", "课程名称", "学时", "完成日期", "考试成绩", "是否通过", "获得证书"], ["E1", "张伟", "谈判", 2, "2026年1月2日", 80.5, "是", "CSP"], ["E2", "陈䶮", "谈判", 1.5, "2026年1月2日", "缺考", "否", ""]])
    frame = read_list("training", [tmp_path / "t.csv"]).frame
    assert (frame.ints("hours").tolist(), frame.ints("score").tolist(), frame.ints("passed").tolist()) == ([200, 150], [8050, NO_AMOUNT], [1, 0])
    write_csv(tmp_path / "c.csv", [["客户名称", "添加人", "添加人所属部门", "添加时间", "企业"], ["徐经理", "马敏", "销售中心/华东大区/苏南组", "2026-01-02 10:00:00", "甲公司"]])
    frame = read_list("customers", [tmp_path / "c.csv"]).frame
    assert (frame.texts("customer_name").values(), frame.texts("contact").values(), frame.texts("region").values()) == (["甲公司"], ["徐经理"], ["华东"])
    for name, kind in (("v", "visits"), ("s", "surveys"), ("t", "training"), ("c", "customers")):
        assert kind_of(read_source(tmp_path / f"{name}.csv")) == kind


def test_a_deal_in_two_exports_counts_as_it_stands_in_the_later_one(tmp_path):
    write_csv(tmp_path / "1.csv", DEALS["wukong"])
    later = [list(r) for r in DEALS["wukong"]]
    later[1][5], later[1][2] = "赢单", 150
    write_csv(tmp_path / "2.csv", later)
    read = read_list("opportunities", [tmp_path / "1.csv", tmp_path / "2.csv"])
    assert read.frame.texts("state").values() == ["won", "won", "lost"]
    assert int(read.frame.ints("amount").sum()) == 65_000
    assert [r.rows for r in read.reading] == [0, 3]


def test_void_documents_of_receipts_are_left_out_and_told(tmp_path):
    head = ["编号", "回款编号", "回款方式", "回款金额", "计划回款日期", "客户名字", "合同编号", "负责人名字", "负责人部门", "审批状态", "创建时间"]
    lines = [["1", "HK1", "电汇", 100, "2026-01-05", "甲", "HT1", "张伟", "华东大区苏南组", "审核通过", "2026-01-06 00:00:00"], ["2", "HK2", "电汇", 40, "2026-01-05", "乙", "HT2", "张伟", "华东大区苏南组", "审核中", "2026-01-06 00:00:00"]]
    write_csv(tmp_path / "a.csv", [head, *lines])
    read = read_list("receipts", [tmp_path / "a.csv"])
    assert read.frame.ints("amount").tolist() == [10_000]
    assert read.reading[0].left_out["unapproved"].amount == 4_000


def test_what_is_missing_is_named(tmp_path):
    write_csv(tmp_path / "a.csv", [["收款单号", "收款日期", "客户名称", "结算方式"], ["SK1", "2026-01-02", "甲", "电汇"]])
    with pytest.raises(InvalidInput) as caught:
        read_list("receipts", [tmp_path / "a.csv"])
    (problem,) = caught.value.problems
    assert problem.slug == "columns-missing"
    assert [t.slug for t in problem.params["missing"]] == ["column-amount"]


def test_the_sheet_of_details_is_read_and_its_summaries_are_told(tmp_path):
    rows, merged = sheet_rows()
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    summary = book.add_worksheet("按产品线")
    for i, row in enumerate([["2026年目标（单位：万元）"], ["产品线", *MONTHS], *([line, *[1] * 12] for line in LINES)]):
        summary.write_row(i, 0, row)
    details = book.add_worksheet("目标分解")
    for top, left, bottom, right in merged:
        details.merge_range(top, left, bottom, right, "")
    for i, row in enumerate(only_first(rows, merged)):
        for j, value in enumerate(row):
            if value is not None:
                details.write(i, j, value)
    book.close()
    read = read_list("targets", [tmp_path / "a.xlsx"])
    assert by_cell(read.frame) == truth()
    assert [(w.slug, w.params["others"]) for w in read.reading[0].warnings] == [("other-sheets", ["按产品线"])]


def test_a_workbook_with_lists_of_two_kinds_is_read_for_each(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sales, owed = book.add_worksheet("出库"), book.add_worksheet("应收")
    sales.write_row(0, 0, ["单据编号", "日期", "客户名称", "物料名称", "数量", "价税合计"])
    sales.write_row(1, 0, ["XS1", "2026-01-02", "甲", "轴承", 2, 100])
    owed.write_row(0, 0, ["单据编号", "业务日期", "到期日", "客户名称", "价税合计", "已核销金额", "未核销金额"])
    owed.write_row(1, 0, ["YS1", "2026-01-02", "2026-02-02", "甲", 100, 40, 60])
    book.close()
    from salesplan.records.sales import read_sales

    assert read_sales([tmp_path / "a.xlsx"]).frame.texts("order_id").values() == ["XS1"]
    assert read_list("receivables", [tmp_path / "a.xlsx"]).frame.ints("open_amount").tolist() == [6000]


def test_a_region_alone_above_its_people_is_their_sum_and_counts_once(tmp_path):
    people = [["华东", "", 30, 40], ["华东", "张伟", 10, 15], ["华东", "陈䶮", 20, 25], ["华南", "", 7, 8], ["华南", "李娜", 7, 8], ["西部", "", 5, 5]]
    write_csv(tmp_path / "a.csv", [["2026年目标（万元）"], ["大区", "业务员", "1月", "2月"], *people, ["", "", 42, 53]])
    read = read_list("targets", [tmp_path / "a.csv"])
    assert sum_by(read.frame, "region") == {"华东": 70 * 10**6, "华南": 15 * 10**6, "西部": 10 * 10**6}
    assert read.reading[0].left_out["totals"].rows == 3


def sum_by(frame, term):
    found = Counter()
    for name, value in zip(frame.texts(term).values(), frame.ints("target").tolist(), strict=True):
        found[name] += value
    return found


@pytest.mark.parametrize("odd", ["9" * 40, "9" * 5000, "1e309", "9999999999999分", "合计", "#N/A", "NaN"])
def test_numbers_that_cannot_be_meant_are_told_and_never_end_the_run(tmp_path, odd):
    write_csv(tmp_path / "a.csv", [["工单编号", "创建时间", "首次响应时间", "首次响应时长", "满意度"], ["G1", "2026/3/5 9:07:03", "", odd, odd], ["G2", "2026/3/5 9:07:03", "", "9分", "满意"]])
    read = read_list("tickets", [tmp_path / "a.csv"])
    assert read.frame.ints("csat").tolist()[-1] == 400
    assert read.frame.ints("response").tolist()[-1] == 9


def test_receivables_of_erpnext_and_an_ageing_summary_of_quickbooks(tmp_path):
    head = ["Posting Date", "Customer", "Customer Name", "Voucher Type", "Voucher No", "Due Date", "Invoiced Amount", "Paid Amount", "Credit Note", "Outstanding Amount", "Age (Days)", "0-30", "31-60", "121-Above", "Currency"]
    lines = [["2026-01-02", "C001", "Acme", "Sales Invoice", "SI-1", "2026-02-02", 100, 40, 0, 60, 58, 0, 60, 0, "CNY"], ["Total", *[""] * 5, 100, 40, 0, 60, "", 0, 60, 0, ""]]
    write_csv(tmp_path / "a.csv", [head, *lines])
    frame = read_list("receivables", [tmp_path / "a.csv"]).frame
    assert (frame.texts("customer_id").values(), frame.texts("customer_name").values()) == (["C001"], ["Acme"])
    assert (frame.ints("open_amount").tolist(), frame.ints("bucket:31-60").tolist()) == ([6000], [6000])
    rows = [["Acme Inc"], ["A/R Aging Summary"], ["As of March 31, 2026"], ["Customer", "Current", "1 - 30", "91 and over", "Total"], ["Alpha", 100, 50, "", 150], ["Beta", "", "", 5, 5], ["TOTAL", 100, 50, 5, 155]]
    write_xlsx(tmp_path / "b.xlsx", rows)
    read = read_list("receivables", [tmp_path / "b.xlsx"])
    assert read.frame.ints("open_amount").tolist() == [15_000, 500]
    assert (read.reading[0].header_row, read.reading[0].total.verdict) == (4, "equal")
    assert read.frame.ints("bucket:not_due").tolist()[0] == 10_000
