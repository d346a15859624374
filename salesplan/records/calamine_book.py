"""Workbooks of the older and the other kinds (.xls in BIFF, .xlsb, .ods), read by calamine."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from salesplan.records.files import Source
from salesplan.records.grid import ListSheet
from salesplan.records.merged_cells import MOST_RANGES, MergedRange
from salesplan.words import Text

if TYPE_CHECKING:
    from python_calamine import CalamineSheet


def calamine_sheets(source: Source) -> list[ListSheet]:
    """The visible sheets. Raises: InvalidInput (`encrypted-workbook`, `damaged-workbook`)."""
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(source.data))
        names = [
            m.name
            for m in book.sheets_metadata
            if m.visible == python_calamine.SheetVisibleEnum.Visible and m.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        sheets = [book.get_sheet_by_name(n) for n in names]
        return [ListSheet(n, s.to_python(skip_empty_area=False), ranges=_ranges(s)) for n, s in zip(names, sheets, strict=True)]
    except python_calamine.PasswordError:
        raise source.refused("encrypted-workbook") from None
    except (python_calamine.CalamineError, OSError, ValueError, UnicodeError):
        raise source.refused("damaged-workbook", why=Text("damage-truncated")) from None
    except BaseException as error:
        # a panic of the Rust library derives from BaseException
        if type(error).__name__ != "PanicException":
            raise
        raise source.refused("damaged-workbook", why=Text("damage-truncated")) from None


def _ranges(sheet: CalamineSheet) -> list[MergedRange]:
    """The merged ranges; calamine counts rows from 0 and knows none in some formats."""
    given = sheet.merged_cell_ranges or ()
    return [MergedRange(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in given[:MOST_RANGES]]
