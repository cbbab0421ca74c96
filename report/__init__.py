"""How a figure is said: the words, tables and charts that repeat it alike on screen, on paper, in a sheet."""
