"""Checking and issue 预通报核对与印发: figures go to the cities before anything is issued."""
