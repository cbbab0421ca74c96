"""The tables that figures read, outside the store: written as Parquet, and read again by DuckDB or by Spark."""
