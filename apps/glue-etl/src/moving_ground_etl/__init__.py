"""Batches of a training window to RecordIO datasets, on Spark."""
