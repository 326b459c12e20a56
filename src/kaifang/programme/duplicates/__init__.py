"""Duplicates 重复项目: cases registered twice are found, shown to the province alone, ruled on."""
