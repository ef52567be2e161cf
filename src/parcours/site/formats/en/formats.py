"""Dates in English: one form everywhere, with the month in letters, as nobody misreads it."""

SHORT_DATE_FORMAT = "N j, Y"
SHORT_DATETIME_FORMAT = "N j, Y, P"
