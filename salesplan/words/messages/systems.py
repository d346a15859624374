"""Names of the systems that exports come from."""

from __future__ import annotations

from salesplan.words.messages.entry import Message

MESSAGES: dict[str, Message] = {
    "system-kingdee_cloud": Message("金蝶云星空", "Kingdee Cloud"),
    "system-kingdee_k3wise": Message("金蝶 K/3 WISE", "Kingdee K/3 WISE"),
    "system-yonyou_u8": Message("用友 U8", "Yonyou U8"),
    "system-yonyou_u9": Message("用友 U9", "Yonyou U9"),
    "system-yonyou_nc": Message("用友 NC", "Yonyou NC"),
    "system-chanjet_tplus": Message("畅捷通 T+", "Chanjet T+"),
    "system-guanjiapo": Message("管家婆", "Guanjiapo"),
    "system-jsherp": Message("管伊佳 ERP", "jshERP"),
    "system-xingyun": Message("星云 ERP", "Xingyun ERP"),
    "system-ruoyi": Message("芋道 CRM", "RuoYi Vue Pro"),
    "system-wukong": Message("悟空 CRM", "Wukong CRM"),
    "system-cordys": Message("Cordys CRM", "Cordys CRM"),
    "system-salesforce": Message("Salesforce", "Salesforce"),
    "system-hubspot": Message("HubSpot", "HubSpot"),
    "system-zoho": Message("Zoho CRM", "Zoho CRM"),
    "system-zoho_books": Message("Zoho Books", "Zoho Books"),
    "system-pipedrive": Message("Pipedrive", "Pipedrive"),
    "system-dynamics": Message("Dynamics 365", "Dynamics 365"),
    "system-odoo": Message("Odoo", "Odoo"),
    "system-erpnext": Message("ERPNext", "ERPNext"),
    "system-quickbooks": Message("QuickBooks", "QuickBooks"),
    "system-netsuite": Message("NetSuite", "NetSuite"),
    "system-shopify": Message("Shopify", "Shopify"),
    "system-woocommerce": Message("WooCommerce", "WooCommerce"),
    "system-sap": Message("SAP", "SAP"),
    "system-amazon": Message("亚马逊", "Amazon"),
    "system-taobao": Message("淘宝／天猫", "Taobao / Tmall"),
    "system-jushuitan": Message("聚水潭", "Jushuitan"),
    "system-fxiaoke": Message("纷享销客", "Fxiaoke CRM"),
    "system-xiaoshouyi": Message("销售易", "Neocrm"),
    "system-wecom": Message("企业微信", "WeCom"),
    "system-wjx": Message("问卷星", "Wenjuanxing"),
}
