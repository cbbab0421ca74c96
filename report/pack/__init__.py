"""The pack of a supplier review: the same pages on the screen, as slides, as PDF and as a workbook."""
