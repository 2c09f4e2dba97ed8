"""Reads workbooks with openpyxl, and prints their sheets as JSON: one list of values for each row.

A cell that is neither empty nor a text, or that does not have the format for text, ends the run, as does a workbook that
reads differently cell by cell and as a stream.
"""

import json
import sys

import openpyxl


def rows(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def main():
    books = []
    for path in sys.argv[1:]:
        book = openpyxl.load_workbook(path)
        stream = openpyxl.load_workbook(path, read_only=True)
        sheets = []
        for name in book.sheetnames:
            sheet = book[name]
            cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
            for cell in cells:
                assert cell.data_type == "s", (path, cell, cell.data_type)
                assert cell.number_format == "@", (path, cell, cell.number_format)
            width = sheet.max_column
            streamed = [(row + [None] * width)[:width] for row in rows(stream[name])]
            assert streamed == rows(sheet), (path, name)
            sheets.append([name, rows(sheet)])
        books.append(sheets)
    json.dump(books, sys.stdout)


main()
