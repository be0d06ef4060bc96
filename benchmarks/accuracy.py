"""The accuracy of what is extracted from texts, as one table.

Here belong the list of sections and how it is printed; what a section measures stands in a module
of its own. Run: `python -m benchmarks.accuracy`.
"""

from __future__ import annotations

from benchmarks import accuracy_code_links, accuracy_keywords

SECTIONS = (accuracy_code_links.section, accuracy_keywords.section)


def main() -> None:
    """Print each section's rows under one heading."""
    rows = [("set", "measure", "value"), *(row for section in SECTIONS for row in section())]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )


if __name__ == "__main__":
    main()
