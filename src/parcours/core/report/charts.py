"""What the report's charts are: ECharts options, data and words made here, drawn by the page.

A string that starts with ``--`` names a colour of the page's style sheet. Every point
carries ``tip``, the words shown when the pointer rests on it.
"""

from typing import Any

Option = dict[str, Any]
