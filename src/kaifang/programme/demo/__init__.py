"""示例省: an invented province with invented figures, complete and the same on every machine."""
