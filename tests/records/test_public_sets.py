"""Dirty public data sets: mixed dates, signs, blanks, repeated lines, spellings of one region."""

from salesplan.records.sales import read_sales

DIRTY = """Row ID,Order ID,Order Date,Ship Date,Ship Mode,Customer ID,Customer Name,Segment,Country,City,State,Postal Code,Region,Product ID,Category,Sub-Category,Product Name,Sales,Quantity,Discount,Profit
1,CA-2016-152156,11/8/2016,11/11/2016,Second Class,CG-12520,Claire Gute,Consumer,United States,Henderson,Kentucky,42420,South,FUR-BO-10001798,Furniture,Bookcases,"Bush, Somerset",$261.96,2,0,$41.91
2,CA-2016-152156,11/8/2016,11/11/2016,Second Class,CG-12520,Claire Gute,Consumer,United States,Henderson,Kentucky,42420,south ,FUR-CH-10000454,Furniture,Chairs,Hon Deluxe,"$1,731.94",3,0,$219.58
3,CA-2016-138688,13-06-2016,16-06-2016,Second Class,DV-13045,Darrin Van Huff,Corporate,United States,Los Angeles,California,90036,West,OFF-LA-10000240,Office Supplies,Labels,Self-Adhesive,14.62,2,0,6.87
4,US-2015-108966,10/23/2015,10/28/2015,Standard Class,SO-20335,Sean O'Donnell,Consumer,United States,Fort Lauderdale,Florida,33311,SOUTH,FUR-TA-10000577,Furniture,Tables,Bretford,957.5775,5,0.45,-383.03
4,US-2015-108966,10/23/2015,10/28/2015,Standard Class,SO-20335,Sean O'Donnell,Consumer,United States,Fort Lauderdale,Florida,33311,SOUTH,FUR-TA-10000577,Furniture,Tables,Bretford,957.5775,5,0.45,-383.03
5,US-2015-108966,2015-10-23,28-Oct-2015,Standard Class,SO-20335,Sean O'Donnell,Consumer,United States,Fort Lauderdale,Florida,33311,South,OFF-ST-10000760,Office Supplies,Storage,Eldon Fold,(22.37),-2,0.2,-2.52
6,CA-2014-115812,"June 9, 2014",14/06/2014,Standard Class,BH-11710,Brosina Hoffman,Consumer,United States,Los Angeles,California,90032,West,FUR-FU-10001487,Furniture,Furnishings,Eldon,-,7,0,-
"""


def read(tmp_path, text, **how):
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    return read_sales([path], **how)


def test_a_dirty_superstore(tmp_path):
    sales = read(tmp_path, DIRTY, currency="USD")
    frame, reading = sales.frame, sales.reading[0]
    assert frame.ints("amount").tolist() == [26196, 173194, 1462, 95758, -2237, 0]
    assert frame.days("order_date").astype(str).tolist() == ["2016-11-08", "2016-11-08", "2016-06-13", "2015-10-23", "2015-10-23", "2014-06-09"]
    assert frame.texts("region").values() == ["South", "South", "West", "South", "South", "West"]
    assert frame.ints("gross_profit").tolist() == [4191, 21958, 687, -38303, -252, 0]
    assert reading.left_out["duplicates"].rows == 1
    told = {w.slug for w in reading.warnings}
    assert {"day-month-by-mark", "amounts-rounded", "lines-repeated"} <= told


def test_decimal_commas(tmp_path):
    text = "Auftragsnummer;Order ID;Order Date;Region;Sales;Profit\n1;A1;08.11.2016;Nord;1.261,96;41,9\n2;A2;11.11.2016;Süd;731,94 €;-3,00\n"
    assert read(tmp_path, text, currency="EUR").frame.ints("amount").tolist() == [126196, 73194]


def test_repeated_lines_without_a_number_are_told(tmp_path):
    text = "单号,日期,客户,产品,金额\n1,2025-01-02,甲,a,5\n1,2025-01-02,甲,a,5\n2,2025-01-02,甲,a,5\n"
    sales = read(tmp_path, text)
    assert int(sales.frame.ints("amount").sum()) == 1500
    (told,) = [w for w in sales.reading[0].warnings if w.slug == "lines-alike"]
    assert (told.params["count"], told.params["amount"].value) == (1, 500)


def test_months_and_years_in_columns_of_their_own(tmp_path):
    for month, day in (("3", "2025-03-01"), ("三月", "2025-03-01"), ("March", "2025-03-01"), ("3月", "2025-03-01")):
        text = f"年份,月份,大区,销售额\n2025,{month},华东,5\n2024,12,华东,7\n"
        sales = read(tmp_path, text)
        assert sales.frame.days("order_date").astype(str).tolist() == [day, "2024-12-01"]
        assert [w.slug for w in sales.reading[0].warnings if w.slug.startswith("year")] == ["year-from-column"]


def test_a_year_that_only_the_title_states(tmp_path):
    text = "2025年销售台账,,,\n日期,客户,产品,销售额\n3月5日,甲,a,5\n12-31,乙,b,7\n2024/1/2,丙,b,1\n"
    sales = read(tmp_path, text)
    assert sales.frame.days("order_date").astype(str).tolist() == ["2025-03-05", "2025-12-31", "2024-01-02"]
    assert "year-from-title" in [w.slug for w in sales.reading[0].warnings]


def test_gross_sales_and_sales_of_a_financial_sample(tmp_path):
    text = (
        "Segment,Country, Product ,Units Sold, Sale Price , Gross Sales ,Discounts,  Sales , COGS ,Profit,Date,Month Number,Month Name,Year\n"
        'Government,Canada, Carretera ,1618.5,$20.00,"$32,370.00", $-   ,"$32,370.00","$16,185.00","$16,185.00",1/1/2014,1,January,2014\n'
        'Midmarket,France, Paseo ,100,$20.00,"$2,000.00",$100.00,"$1,900.00",$500.00,"$1,400.00",6/21/2014,6,June,2014\n'
    )
    sales = read(tmp_path, text, currency="USD")
    assert sales.frame.ints("amount").tolist() == [3237000, 190000]
    assert sales.frame.ints("cost").tolist() == [1618500, 50000]
