"""What a file is, told by the words above its columns: layouts that systems write, in their own order."""

import csv

import pytest

from salesplan.records.book import held_open, open_book
from salesplan.records.files import Source, read_source
from salesplan.records.kinds import kind_of

LAYOUTS = """
customers|编号, 客户名称, 跟进状态, 最后跟进时间, 最后跟进内容, 下次联系时间, 负责人的用户编号, 负责人名字, 负责人部门, 锁定状态, 成交状态, 手机, 电话, QQ, wechat, email, 地区编号, 地区名称, 详细地址, 所属行业, 客户等级, 客户来源, 备注, 创建时间, 更新时间, 创建人, 创建人名字
opportunities|编号, 商机名称, 客户名称, 跟进状态, 最后跟进时间, 下次联系时间, 负责人的用户编号, 负责人名字, 负责人部门, 商机状态组, 商机状态, 结束状态, 结束时的备注, 预计成交日期, 产品总金额, 整单折扣, 商机总金额, 备注, 创建人, 创建人名字, 创建时间, 更新时间
sales|合同编号, 合同名称, 合同编号, 客户编号, 客户名称, 商机编号, 商机名称, 最后跟进时间, 负责人的用户编号, 负责人名字, 负责人部门, 工作流编号, 审批状态, 下单日期, 开始时间, 结束时间, 产品总金额, 整单折扣, 合同金额, 已回款金额, 客户签约人, 公司签约人, 备注, 创建时间, 创建人, 创建人名字, 更新时间
receipts|编号, 回款编号, 回款计划编号, 回款方式, 回款金额, 计划回款日期, 客户名字, 合同编号, 负责人名字, 负责人部门, 审批状态, 创建时间
targets|月份, 目标金额, 完成金额, 完成率
customers|客户名称, 客户来源, 手机, 电话, 网址, 客户行业, 客户级别, 下次联系时间, 备注, 邮箱
opportunities|商机名称, 客户名称, 商机金额, 预计成交日期, 备注, 商机状态组, 商机阶段
sales|合同编号, 合同名称, 客户名称, 商机名称, 合同金额, 下单时间, 合同开始时间, 合同结束时间, 客户签约人, 公司签约人, 备注, 合同类型
receipts|回款编号, 客户名称, 合同编号, 期数, 回款日期, 回款金额, 回款方式, 备注
visits|回访编号, 回访时间, 回访人, 回访形式, 客户名称, 联系人, 合同编号, 客户满意度, 客户反馈
sales|发票申请编号, 客户名称, 合同编号, 合同金额, 开票金额, 开票日期, 开票类型
targets|月份, 目标, 完成, 完成率
opportunities|商机名称, 客户名称, 业务编码, 商机来源, 金额, 意向产品, 结束时间, 可能性, 联系人, 客户标签, 备注信息, 地区, 负责人
receipts|回款记录名称, 回款编码, 合同名称, 回款计划, 负责人, 回款时间, 回款金额, 收款银行
visits|跟进类型, 客户名称, 公司名称, 商机, 联系人, 跟进方式, 跟进时间, 负责人, 意向产品, 跟进内容
sales|客户, 单据编号, 关联订单, 商品信息, 单据日期, 操作员, 数量, 金额合计, 含税合计, 优惠率, 收款优惠, 其它费用, 待收金额, 结算账户, 扣除订金, 本次收款, 本次欠款, 最终欠款, 销售人员, 备注, 状态
receipts|客户, 单据编号, 单据日期, 收款账户, 合计收款, 优惠金额, 实际收款
sales|业务单据号, 仓库编号, 仓库名称, 客户编号, 客户名称, 销售员, 单据总金额, 商品数量, 赠品数量, 操作时间, 操作人, 审核状态, 审核时间, 审核人, 结算状态, 备注, 销售订单号
sales|单据编号, 日期, 单据状态, 销售组织, 客户, 销售部门, 销售员, 物料, 单位, 单价, 含税单价, 税率, 金额, 数量, 交货日期, 源单编号
receivables|应收单号, 应收日期, 客户, 应收单总额, 已收金额, 未收金额, 到期日, 客户经理, 收款条件
sales|单据号, 日期, 部门编码, 职员编码, 业 务 员, 订单号, 制单人, 审批人, 审批日期, 备注, 仓库编码, 存货编码, 数量, 原币含税单价, 本币单价, 本币金额, 本币税额, 本币价税合计, 表体税率, 批号, 行备注
sales|录单日期, 单据编号, 单据类型, 往来单位编号, 往来单位全名, 经手人编号, 经手人全名, 部门编号, 部门全名, 收/付款日期, 仓库编号, 仓库全名, 摘要, 商品编号, 商品全名, 单位, 数量, 单价, 金额, 折扣, 折后单价, 折后金额, 税率
opportunities|Record ID, Deal Name, Deal Stage, Pipeline, Amount, Close Date, Deal owner, Create Date, Last Activity Date, Associated Company, Associated Company IDs
opportunities|Record Id, Deal Owner.id, Deal Owner, Amount, Deal Name, Closing Date, Account Name.id, Account Name, Stage, Created Time, Modified Time, Last Activity Time
opportunities|Deal - ID, Deal - Title, Deal - Creator, Deal - Owner, Deal - Pipeline, Deal - Stage, Deal - Value, Deal - Currency of value, Deal - Deal created, Deal - Status, Deal - Expected close date, Deal - Lost reason, Organization - Name, Person - Name
opportunities|(Do Not Modify) Opportunity, (Do Not Modify) Row Checksum, (Do Not Modify) Modified On, Topic, Account, Pipeline Phase, Close Date, Status, Status Reason
receivables|Posting Date, Customer, Customer Name, Cost Center, Voucher Type, Voucher No, Due Date, Invoiced Amount, Paid Amount, Credit Note, Outstanding Amount, Age (Days), 0-30, 31-60, 61-90, 91-120, 121-Above, Currency, Territory, Customer Group, Sales Person
targets|Sales Person, Item Group, Target (Jan 2025), Achieved (Jan 2025), Variance (Jan 2025), Target (Feb 2025), Achieved (Feb 2025), Variance (Feb 2025), Total Target, Total Achieved, Total Variance
opportunities|Opportunity Owner, Account Name, Opportunity Name, Stage, Fiscal Period, Amount Currency, Amount, Close Date, Type
sales|Transaction Type, Date, Num, Product/Service, Memo, Qty, Sales Price, Amount, Balance
surveys|序号, 提交答卷时间, 所用时间, 来源, 来源详情, 来自IP, 1、您对产品质量的满意度, 2、您有多大可能推荐我们
receivables|Customer, Current, 1 - 30, 31 - 60, 61 - 90, 91 and over, Total
receivables|客户名称, 信用等级, 账期, 应收余额, 未到期, 逾期1-30天, 31-60, 61-90, 91-180, 181-365, 365天以上, 逾期合计, 逾期占比, 最长逾期天数, 业务员
receivables|Date, Transaction Type, Num, Customer, Due Date, Amount, Open Balance
receivables|单据编号, 业务日期, 到期日, 客户, 价税合计, 已核销金额, 未核销金额
sales|Row ID, Order ID, Order Date, Ship Date, Ship Mode, Customer ID, Customer Name, Segment, Country, City, State, Postal Code, Region, Product ID, Category, Sub-Category, Product Name, Sales, Quantity, Discount, Profit
sales|InvoiceNo, StockCode, Description, Quantity, InvoiceDate, UnitPrice, CustomerID, Country
sales|日期, 客户, 金额
sales|月份, 大区, 产品线, 销售额
sales|订单编号, 订单日期, 客户名称, 业务员, 订单金额, 已收款金额, 未收款金额, 订单状态
tickets|Ticket ID, Created at, First Response Time, Resolved at, Priority, Category, Satisfaction Score, Status
tickets|Case Number, Date/Time Opened, Date/Time Closed, Priority, Subject, Account Name, Status, Case Owner
training|Employee ID, Employee Name, Course, Hours, Completion Date, Score, Passed
team|工号, 姓名, 大区, 团队, 入职日期, 离职日期
budget|Cost Center, Account, Budget, Actual, Variance
budget|部门, 费用科目, 月份, 预算金额, 实际金额, 执行率
customers|Account ID, Account Name, Account Owner, Billing City, Billing State/Province, Industry, Type, Rating, Created Date, Last Activity
customers|Record ID, Company name, Company owner, Create Date, Phone Number, Last Activity Date, City, Country/Region, Industry
targets|Territory, Seller, Quota, Q1, Q2, Q3, Q4
"""


@pytest.mark.parametrize("layout", LAYOUTS.strip().splitlines())
def test_a_list_is_what_its_columns_make_it(tmp_path, layout):
    kind, _, written = layout.partition("|")
    heads = [h.strip() for h in written.split(", ")]
    row = ["2025-01-02" if any(w in h for w in ("日期", "时间", "ate")) else "12" for h in heads]
    with open(tmp_path / "list.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heads, row, row, row])
    assert kind_of(read_source(tmp_path / "list.csv")) == kind


def test_what_is_like_no_list_is_none(tmp_path):
    (tmp_path / "a.csv").write_text("a,b\n1,2\n3,4\n", encoding="utf-8")
    assert kind_of(read_source(tmp_path / "a.csv")) is None


def test_months_alone_are_no_targets(tmp_path):
    months = ",".join(f"{m}月" for m in range(1, 13))
    path = tmp_path / "a.csv"
    path.write_text(f"2025年各大区销售统计\n大区,{months}\n华东,{','.join('1' * 12)}\n", encoding="utf-8")
    assert kind_of(read_source(path)) not in ("targets", "budget")
    path.write_text(f"2025年各大区销售任务\n大区,{months}\n华东,{','.join('1' * 12)}\n", encoding="utf-8")
    assert kind_of(read_source(path)) == "targets"


def test_a_file_is_unpacked_once_while_books_are_held_open():
    def source(name="a.csv"):
        return Source(name, "日期,金额\n2025-01-01,5\n".encode())

    with held_open():
        book = open_book(source())
        assert open_book(source()) is book
        assert open_book(source("b.csv")) is not book
    assert open_book(source()) is not open_book(source())
