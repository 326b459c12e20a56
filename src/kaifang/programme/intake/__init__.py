"""Intake 批量导入: an office brings its cases with their history in a workbook, all or nothing."""
