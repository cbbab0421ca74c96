"""The sections of a review, one file each: from a brief to its pages."""
