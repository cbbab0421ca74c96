"""An independent calculation of the first figures, to compare with what the product answers."""
