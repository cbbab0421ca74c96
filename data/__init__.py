"""Files and the store: everything that reads bytes or speaks SQL."""

import csv

csv.field_size_limit(2**31 - 1)  # a file is at most 2 GB: a text that long is odd, not a reason to stop
