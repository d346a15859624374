"""Sentences of customers: score."""

from __future__ import annotations

from salesplan.words.messages.entry import Message

_CLASSES: dict[str, Message] = {
    "class-important-value": Message("重要价值客户", "Key: champions"),
    "class-important-keep": Message("重要保持客户", "Key: need attention"),
    "class-important-develop": Message("重要发展客户", "Key: to develop"),
    "class-important-retain": Message("重要挽留客户", "Key: can't lose"),
    "class-general-value": Message("一般价值客户", "General: active"),
    "class-general-keep": Message("一般保持客户", "General: to keep"),
    "class-general-develop": Message("一般发展客户", "General: new or rare"),
    "class-general-retain": Message("一般挽留客户", "General: fading"),
    "class-lapsed": Message("窗口内无订单", "No order in the window"),
    "class-newcomer": Message("此前从未购买", "Never bought before"),
    "class-back": Message("上期窗口内无订单", "No order in the window before"),
    "action-important-value": Message("优先供货，专人维护，请其转介绍", "Serve first, ask for referrals"),
    "action-important-keep": Message("本周回访，问清停单原因，给出复购方案", "Call this week, ask why, bring an offer"),
    "action-important-develop": Message("提高下单频次：补货提醒、框架协议", "Restock reminders, a frame contract"),
    "action-important-retain": Message("主管上门，挽回大额客户", "A visit by the manager to win it back"),
    "action-general-value": Message("推荐关联品，提高客单价", "Offer related products, larger orders"),
    "action-general-keep": Message("电话唤醒，推送常购品优惠", "Call, and offer what they usually buy"),
    "action-general-develop": Message("新客培育：一个月内二次跟进", "Nurture: follow up again within a month"),
    "action-general-retain": Message("低成本触达：群发或电商自助", "Low-cost contact: mailings, self-service"),
    "action-at-risk": Message("沉默 {silent} 天（平常 {gap} 天一单），今天打", "Silent {silent} days (usual {gap}): call today"),
    "segment-champions": Message("冠军客户", "Champions"),
    "segment-loyal": Message("忠诚客户", "Loyal customers"),
    "segment-potential-loyalist": Message("潜在忠诚", "Potential loyalists"),
    "segment-new": Message("新客户", "New customers"),
    "segment-promising": Message("有希望", "Promising"),
    "segment-attention": Message("需要关注", "Need attention"),
    "segment-about-to-sleep": Message("即将沉睡", "About to sleep"),
    "segment-at-risk": Message("有流失风险", "At risk"),
    "segment-cannot-lose": Message("不能失去", "Can't lose them"),
    "segment-hibernating": Message("沉睡客户", "Hibernating"),
    "segment-lost": Message("已流失", "Lost"),
}

_CAUSES: dict[str, Message] = {
    "cause-recency-up": Message("最近下单变近", "ordered more recently"),
    "cause-recency-down": Message("久未下单", "no recent order"),
    "cause-frequency-up": Message("订单变多", "more orders"),
    "cause-frequency-down": Message("订单变少", "fewer orders"),
    "cause-monetary-up": Message("金额变大", "higher sales"),
    "cause-monetary-down": Message("金额变小", "lower sales"),
    "cause-score-up": Message("总分上升", "higher score"),
    "cause-score-down": Message("总分下降", "lower score"),
    "cause-class-up": Message("类别变好", "better class"),
    "cause-class-down": Message("类别变差", "worse class"),
    "cause-no-order": Message("窗口内没有订单", "no order in the window"),
    "cause-first-order": Message("窗口内有了订单", "ordered within the window"),
}

_TABLES: dict[str, Message] = {
    "title-score": Message("客户评分：{customers} 家客户，{since} 之后至 {as_of}", "Customers scored: {customers}, after {since} up to {as_of}"),
    "title-score-owner": Message("客户评分 · {owner}：{customers} 家客户，截至 {as_of}", "Customers of {owner}: {customers}, up to {as_of}"),
    "title-classes": Message("客户类别", "Classes"),
    "title-segments": Message("十一类细分", "Segments"),
    "title-customers": Message("客户清单", "Customers"),
    "title-cuts": Message("评分切点", "Cut points"),
    "title-migration": Message("类别迁移：{before} → {as_of}", "Moves between classes: {before} to {as_of}"),
    "title-moves": Message("变动明细：{before} → {as_of}", "Who moved: {before} to {as_of}"),
    "title-at-risk": Message("今天该打给谁：沉默超出自身节奏的老客户", "Whom to call today: regulars silent beyond their own rhythm"),
    "title-stopped": Message("买着买着停了的产品（同一沉默规则，按客户与产品）", "Products they stopped buying (the same rule, by customer and product)"),
    "orders-brief": Message("单数", "Orders"),
    "gap-brief": Message("间隔天", "Gap, days"),
    "silent-brief": Message("沉默天", "Silent, days"),
    "days-bought": Message("购买天数", "Days bought"),
    "sales-twelve-months": Message("近 12 个月金额", "Sales, 12 months"),
    "option-split-by": Message("owner：按业务员各写一份，文件名加上姓名；与 -o 同用", "With `owner`: one file a salesperson as well, the name added to that of -o"),
    "usage-split": Message("--split-by 要与 -o 同用", "--split-by goes with -o", "加上 -o 客户.xlsx，会得到 客户_张伟.xlsx 等", "add -o customers.xlsx to get customers_NAME.xlsx"),
    "title-lapsed": Message("窗口内没有订单的老客户", "Customers without an order in the window"),
    "title-tiers": Message("客户等级与服务政策", "Tiers and service"),
    "chart-class-sales": Message("各类客户销售额", "Sales by class"),
    "chart-class-customers": Message("各类客户数", "Customers by class"),
    "measure-recency": Message("最近下单（天）", "Recency (days)"),
    "measure-frequency": Message("下单次数", "Frequency (orders)"),
    "measure-frequency-days": Message("下单天数", "Frequency (purchase days)"),
    "measure-monetary": Message("金额", "Monetary (sales)"),
    "sheet-summary": Message("总览", "Summary"),
    "sheet-customers": Message("客户清单", "Customers"),
    "sheet-at-risk": Message("流失预警", "At risk"),
    "sheet-migration": Message("类别迁移", "Migration"),
    "sheet-lapsed": Message("窗口外老客户", "Lapsed"),
    "sheet-method": Message("方法", "Method"),
    "span-days": Message("{count} 天", "{count} d"),
    "span-hours": Message("{count} 小时", "{count} h"),
    "span-minutes": Message("{count} 分钟", "{count} min"),
    "no-tier": Message("未达等级", "No tier"),
}

_NOTES: dict[str, Message] = {
    "basis-bare": Message("{amount}", "{amount}"),
    "basis-not-said": Message("未注明是否含税", "tax not stated"),
    "note-plan-used": Message("按计划《{name}》的规则评分。", "Scored by the rules of the plan “{name}”."),
    "note-plan-none": Message("没有用计划，按默认规则评分；规则可写进计划的 customers 一章。", "No plan was used: the default rules apply; a plan's customers chapter can change them."),
    "note-nameless": Message("有 {rows} 行没有客户（{amount}），不计入。", "{rows} rows name no customer ({amount}) and are left out."),
    "note-window": Message(
        "窗口：{since} 之后至 {as_of}。R 看最近一次销售（退货不算），F 数{counting}，M 是扣除退货后的{monetary}。",
        "Window: after {since} up to {as_of}. R looks at the last sale (returns ignored), F counts {counting}, M is the {monetary} net of returns.",
    ),
    "note-as-of-newest": Message("截止日期取记录里最近的一天 {as_of}，可用 --as-of 指定。", "Looked from the newest day of the records, {as_of}; --as-of names another."),
    "counting-orders": Message("不同订单", "distinct orders"),
    "counting-days": Message("下单天数（记录里没有可用的单号）", "purchase days (the records do not number orders)"),
    "counting-days-plan": Message("下单天数", "purchase days"),
    "monetary-sum": Message("销售额", "sales"),
    "monetary-order": Message("每单平均金额", "average order"),
    "note-cuts-quantile": Message(
        "分数 = {bands} × 百分位排名向上取整，数值相同的客户分数一定相同；高于该项平均分为“高”。",
        "Score = {bands} times the percentile rank, rounded up; equal values always share a score. High is above the mean score.",
    ),
    "note-cuts-value": Message(
        "分数按数值区间等宽切成 {bands} 档（次数与金额取对数）。", "Scores cut the range of values into {bands} bands of equal width (orders and amounts on a log scale)."
    ),
    "note-cuts-fixed": Message("分数按计划里写定的切点。", "Scores follow the cut points of the plan."),
    "note-window-short": Message(
        "记录从 {first} 开始，没有覆盖整个窗口。", "The records begin on {first}, so they do not fill the window."
    ),
    "note-no-comparison": Message(
        "记录不够早，没有上期类别可比。", "The records do not reach back far enough for classes before."
    ),
    "note-compared": Message("上期指 {before}，用同样的规则评分。", "Before means {before}, scored by the same rules."),
    "note-all-alike": Message("所有客户的{measure}分数相同，这一项分不出高低。", "All customers have the same score of {measure}; it tells none apart."),
    "note-few-customers": Message("窗口内客户太少（{customers} 家），分位评分参考意义有限。", "With so few customers ({customers}) ranks say little."),
    "note-net-negative": Message("有 {customers} 家客户退货超过购买，销售额为负，按负数计。", "{customers} customers returned more than they bought; their sales count as negative."),
    "note-at-risk": Message(
        "至少 {orders} 单，沉默超过 {days} 天且超过自身间隔中位数的 {times} 倍、不超过 {longest} 天：{count} 家，窗口内销售额 {amount}。",
        "At least {orders} orders, silent for over {days} days and {times} times the own median gap, no longer than {longest} days: {count} customers with sales of {amount} in the window.",
    ),
    "note-lapsed": Message("另有 {count} 家老客户在窗口内没有订单。", "{count} more customers have bought before, but not in the window."),
    "note-more-at-risk": Message("只列出金额最大的 {shown} 家，其余见工作簿或 JSON 的 at_risk。", "These are the {shown} largest; the others stand in the workbook and in at_risk of the JSON."),
    "range": Message("{low} – {high}", "{low} – {high}"),
    "range-one": Message("{low}", "{low}"),
    "key-customers-silent": Message(
        "{count} 家重要客户的沉默超出了自身节奏，窗口内共 {amount}，最大的是 {subject}。", "{count} key customers are silent beyond their own rhythm, {amount} in the window; the largest is {subject}.",
        "先打给流失预警里的前几家。", "Call the first of the at-risk list today.",
    ),
    "nobody-in-window": Message("窗口内没有客户下单。", "Nobody bought in the window."),
}

_AHEAD: dict[str, Message] = {
    "title-models": Message("模型参数", "Models"),
    "note-models": Message("时间以周计，金额以货币单位计。Gamma-Gamma 只看复购，另一行含首购，预测用后者。", "Time in weeks, amounts in currency units. Gamma-Gamma is of repeat purchases; the one with the first purchase included is what forecasts use."),
    "title-backtest": Message("回测：站在 {split} 预测其后 {days} 天，与实际相比", "Back-test: seen from {split}, the {days} days after it, beside what came"),
    "note-ahead": Message(
        "未来 {days} 天（至 {until}）：{customers} 家老客户中预计 {buyers} 家会下单，销售额 {amount}（金额按“{by}”，可能性按“{chance_by}”）。",
        "The next {days} days (to {until}): {buyers} of {customers} customers are expected to order, {amount} in all (sales by: {by}; chance by: {chance_by}).",
    ),
    "note-trust": Message(
        "回测（{split} 后 {days} 天）中“{model}”综合最准，平均每客户差 {mae}，金额以它为准；谁会再买以“{ranker}”为准（AUC {auc}，只看最近下单为 {recency}）。",
        "In the back-test ({days} days after {split}) “{model}” did best, off by {mae} a customer: trust it for sales, and “{ranker}” for who buys again (AUC {auc}; recency alone {recency}).",
    ),
    "note-trust-rule": Message(
        "回测（{split} 后 {days} 天）中没有模型胜过简单算法“{model}”（平均每客户差 {mae}），金额用它；谁会再买以“{ranker}”为准（AUC {auc}，只看最近下单为 {recency}）。",
        "In the back-test ({days} days after {split}) no model beat the plain “{model}” (off by {mae} a customer): sales follow it; trust “{ranker}” for who buys again (AUC {auc}; recency alone {recency}).",
    ),
    "note-bias-high": Message("回测总额高估了 {share}，看总数要打折扣。", "In the back-test the total came out {share} too high; take totals with care."),
    "note-bias-low": Message("回测总额低估了 {share}（如旺季、增长），看总数要留余地。", "In the back-test the total came out {share} too low (a peak season or growth); take totals with care."),
    "note-test-shorter": Message("记录不够长，回测只有 {days} 天，短于展望期 {horizon} 天。", "The records are short: the back-test spans {days} days, less than the horizon of {horizon}."),
    "note-weak-prior": Message("客户只有 {customers} 家（少于 {limit}），用弱先验稳住参数。", "With {customers} customers (below {limit}) a weak prior steadies the parameters."),
    "note-season-records": Message("按往年同期，预计乘以季节系数 {index}。", "Forecasts are multiplied by the season of past years, {index}."),
    "note-season-plan": Message("预计乘以季节系数 {index}，取自计划的月度占比。", "Forecasts are multiplied by the season of the plan's month shares, {index}."),
    "note-regular": Message(
        "客户下单的间隔有规律（k = {k}，间隔的波动约为平均间隔的 {spread}），已加入规律间隔的模型一起比较。",
        "Customers order at regular intervals (k = {k}: gaps vary by about {spread} of their mean); a model for regular intervals is compared with the others.",
    ),
    "note-second-opinion": Message("第二意见：按“{by}”总额为 {amount}。", "Second opinion: {amount} in all by {by}."),
    "note-trees-missing": Message("没有提升树的第二意见：安装 salesplan[ml] 后会加进来，并一同回测。", "No second opinion by boosted trees: install salesplan[ml] and it is added, back-tested like the rest."),
    "note-trees-short": Message("记录太短，提升树无从学起，没有第二意见。", "The records are too short for boosted trees to learn from: no second opinion."),
    "note-more-methods": Message("其余方法见工作簿的“方法”页或 JSON 的 backtest。", "The other methods stand on the Method sheet of the workbook and in backtest of the JSON."),
    "opinion-times": Message("{model} × {value}", "{model} × {value}"),
    "opinion-bg-nbd": Message("BG/NBD", "BG/NBD"),
    "opinion-mbg-nbd": Message("MBG/NBD", "MBG/NBD"),
    "opinion-pareto-nbd": Message("Pareto/NBD", "Pareto/NBD"),
    "opinion-mbg-cnbd": Message("规律间隔 MBG/CNBD-k", "regular intervals (MBG/CNBD-k)"),
    "opinion-own-mean": Message("自身均价", "own mean"),
    "opinion-gamma-gamma": Message("Gamma-Gamma", "Gamma-Gamma"),
    "opinion-gamma-gamma-all": Message("Gamma-Gamma（含首购）", "Gamma-Gamma, first purchase included"),
    "opinion-logistic": Message("逻辑回归", "logistic regression"),
    "opinion-blend": Message("模型与上期混合", "model blended with the last period"),
    "opinion-boosted": Message("提升树", "boosted trees"),
    "opinion-model-boosted": Message("模型与提升树各半", "half model, half boosted trees"),
    "opinion-past-rate": Message("按以往平均速度", "past average pace"),
    "opinion-last-period": Message("与上一期相同", "same as the last period"),
    "opinion-everyone-alike": Message("人人相同", "all customers alike"),
    "opinion-recency": Message("只看最近下单", "last order alone"),
    "note-interval": Message("上下限是 {draws} 次自助抽样中 {share} 的范围，只反映参数的把握，不含单个客户的偶然。", "Low and high hold {share} of {draws} bootstrap draws; they tell how well parameters are known, not a single customer's luck."),
    "note-no-interval": Message("金额按“{by}”，它没有参数可抽样，不给上下限。", "Sales follow “{by}”, which has no parameters to draw from: no low and high end."),
    "edge-no-drop-out": Message(
        "数据里看不出客户流失（{models}）：假定“一直会买”也解释得一样好，凡与流失有关的数字都要打折扣。",
        "No drop-out can be detected in these records ({models}): customers who never leave would explain them as well, so take all that is said of leaving with care.",
    ),
    "edge-one-drop-out": Message("数据里分不出客户流失快慢的差别（{models}）。", "Customers cannot be told apart by how soon they leave ({models})."),
    "edge-one-rate": Message("数据里分不出客户下单快慢的差别（{models}）。", "Customers cannot be told apart by how often they buy ({models})."),
    "note-ranker-weak": Message("回测里没有方法能分辨谁会再买，不比抛硬币强：“下单可能”只能看总数。", "In the back-test no method told who buys again better than a coin: take chances of an order in sum only."),
    "nobody-at-risk": Message(
        "没有老客户的沉默超出自身节奏（至少 {orders} 单，沉默超过 {days} 天且超过自身间隔中位数的 {times} 倍、不超过 {longest} 天）。",
        "No regular is silent beyond the own rhythm (at least {orders} orders, silent for over {days} days and {times} times the own median gap, no longer than {longest} days).",
    ),
    "note-newest-alone": Message(
        "最近的一天 {as_of} 比前一个有记录的日子 {before} 晚 {days} 天；如果是录入错误，用 --as-of 指定日期。",
        "The newest day, {as_of}, comes {days} days after the one before it, {before}; where that is a slip of the pen, name a day with --as-of.",
    ),
    "ahead-few-customers": Message("客户太少，不做预测。", "Too few customers: nothing is forecast."),
    "ahead-few-repeaters": Message("买过第二次的客户太少，不做预测。", "Too few customers have bought a second time: nothing is forecast."),
    "ahead-no-time": Message("记录时间太短，不做预测。", "The records span too little time: nothing is forecast."),
    "untested-short-records": Message("记录太短，无法回测；预测未经检验。", "The records are too short for a back-test; forecasts are untested."),
    "untested-few-customers": Message("回测起点的客户太少，预测未经检验。", "Too few customers at the start of a back-test; forecasts are untested."),
    "untested-few-repeaters": Message("回测起点买过第二次的客户太少，预测未经检验。", "Too few had bought twice at the start of a back-test; forecasts are untested."),
    "untested-no-time": Message("记录太短，无法回测；预测未经检验。", "The records are too short for a back-test; forecasts are untested."),
    "untested-nobody-bought": Message("回测期内没有人下单，预测未经检验。", "Nobody bought in the days of the back-test; forecasts are untested."),
    "busy-ahead": Message("正在估计 {customers} 家客户的未来订单", "forecasting {customers} customers"),
    "option-horizon": Message("往前看多远，如 90d、3m；默认用计划的 90 天", "How far ahead to look, such as 90d or 3m; by default the plan's, 90 days"),
}

_COMMAND: dict[str, Message] = {
    "help-score": Message("给客户打分：价值在哪里，今天该联系谁", "Score customers: where the value sits, whom to call today"),
    "about-score": Message(
        "从一份销售明细（有没有计划都行）算出 RFM 分数、八类客户与细分、与上期相比谁变了类别、谁的沉默超出了自己的节奏。规则写在计划的 customers 一章，切点与参数都会印出来。",
        "From any sales list, with or without a plan: RFM scores, classes and segments, who moved since last time, and whose silence is longer than their own rhythm. The rules are a plan's customers chapter; cut points are printed.",
    ),
    "examples-score": Message(
        "salesplan score 销售明细.xlsx\nsalesplan score 销售明细_*.xlsx --as-of 2026-12-31 -o 客户评分.xlsx\nsalesplan score --plan plans/2027 --window 6m --compare-to 2026-09-30",
        "salesplan score sales.xlsx\nsalesplan score sales_*.csv --as-of 2026-12-31 -o customers.xlsx\nsalesplan score --plan plans/2027 --window 6m --compare-to 2026-09-30",
    ),
    "metavar-export": Message("销售明细", "EXPORT"),
    "metavar-length": Message("长度", "LENGTH"),
    "metavar-term": Message("字段", "TERM"),
    "option-exports": Message("销售明细文件，可用通配符；不写则用计划里的 data.sales", "Sales lists, wildcards allowed; without them the plan's data.sales"),
    "option-score-plan": Message("计划文件夹或文件；不写则向上寻找，没有也行", "Folder or file of the plan; looked for upward without it, and not needed"),
    "option-score-as-of": Message("截止日期；默认记录里最近的一天", "As-of date; the newest day of the records by default"),
    "option-window": Message("窗口长度，如 12m、90d；默认用计划的 12 个月", "Length of the window, such as 12m or 90d; by default the plan's, 12 months"),
    "option-compare-to": Message("与哪一天比类别变化；默认三个月前", "Day to compare classes with; by default three months earlier"),
    "usage-window": Message(
        "{option} 的“{value}”不是一段时间", '"{value}" of {option} is no length of time', "请写成 12m（月）、90d（天）或 1y（年）", "write it like 12m (months), 90d (days) or 1y (years)"
    ),
}

_PROBLEMS: dict[str, Message] = {
    "cuts-not-rising": Message("{measure} 的切点没有从小到大排。", "The cut points of {measure} do not rise.", "从小到大写，不要重复。", "Write them from the smallest up, none twice."),
    "cuts-differ-in-number": Message(
        "三项的切点个数不同（recency {recency}、frequency {frequency}、monetary {monetary}）。",
        "The measures have different numbers of cut points (recency {recency}, frequency {frequency}, monetary {monetary}).",
        "三项写一样多的切点。", "Give all three as many.",
    ),
    "bands-out-of-range": Message("分数档数应在 2 到 {most} 之间。", "Scores go up to something between 2 and {most}.", "通常用 5。", "The usual number is 5."),
    "length-is-nothing": Message("“{key}”不能是 0。", "`{key}` cannot be 0.", "写一个大于 0 的数，或删掉这一行用默认值。", "Give a number above 0, or leave the key out for the default."),
    "tier-twice": Message("等级“{name}”写了两次。", "The tier “{name}” stands twice.", "合并，或换一个名字。", "Join them, or name one differently."),
    "class-unknown": Message(
        "没有“{name}”这个客户类别。", "There is no class of customers called “{name}”.",
        "{hint}", "{hint}",
    ),
    "no-sales-records": Message(
        "没有销售明细可读：命令行没有给，计划里也没有 data.sales。", "There are no sales lists to read: none are named, and the plan has no data.sales.",
        "在命令后写上导出的文件，或写进计划的 data.sales。", "Name the exported files after the command, or under data.sales of the plan.",
    ),
    "no-customers-in-records": Message(
        "{files} 里没有认出客户这一列。", "No column of customers was recognised in {files}.",
        "导出时带上客户编码或客户名称。", "Export the list with the customer's code or name.",
    ),
    "no-owners-in-records": Message(
        "{files} 里没有认出业务员，不能按业务员各写一份。", "No salesperson was recognised in {files}, so there is nobody to write a file for.",
        "导出时带上业务员或负责人，或去掉 --split-by。", "Export the list with its salespeople, or leave out --split-by.",
    ),
    "split-without-owner": Message("有 {customers} 家客户没有业务员，只在总的那一份里。", "{customers} customers have no salesperson: they stand in the whole file only."),
    "no-purchases": Message(
        "读到的明细里没有一行有客户、日期和金额。", "No row of the lists has a customer, a date and an amount.",
        "检查导出的内容和筛选条件。", "Check what was exported and how it was filtered.",
    ),
    "compare-to-not-earlier": Message(
        "--compare-to 的 {compare_to} 不早于截止日期 {as_of}。", "{compare_to} of --compare-to is not before the as-of day {as_of}.",
        "换一个更早的日期。", "Name an earlier day.",
    ),
    "as-of-before-records": Message(
        "截止日期 {as_of} 之前没有销售记录，最早一条在 {first}。", "There are no sales up to {as_of}; the first is of {first}.",
        "换一个不早于 {first} 的日期。", "Name a day no earlier than {first}.",
    ),
}

MESSAGES: dict[str, Message] = {**_CLASSES, **_CAUSES, **_TABLES, **_NOTES, **_AHEAD, **_COMMAND, **_PROBLEMS}
