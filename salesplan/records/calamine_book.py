"""Workbooks of the older and the other kinds (.xls in BIFF, .xlsb, .ods), read by calamine."""

from __future__ import annotations

import io

from salesplan.records.files import Source
from salesplan.records.grid import ListSheet
from salesplan.words import Text


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
        return [ListSheet(n, book.get_sheet_by_name(n).to_python(skip_empty_area=False)) for n in names]
    except python_calamine.PasswordError:
        raise source.refused("encrypted-workbook") from None
    except (python_calamine.CalamineError, OSError, ValueError, UnicodeError):
        raise source.refused("damaged-workbook", why=Text("damage-truncated")) from None
    except BaseException as error:
        # a panic of the Rust library derives from BaseException
        if type(error).__name__ != "PanicException":
            raise
        raise source.refused("damaged-workbook", why=Text("damage-truncated")) from None
