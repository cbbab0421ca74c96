"""Files and the store: everything that reads bytes or speaks SQL."""
