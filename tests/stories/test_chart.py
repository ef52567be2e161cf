"""A chart in time shows the name of its first month and of its last, whole."""

import json
from pathlib import Path

from parcours import core, ui
from tests.stories.browser import browser

SCRIPTS = (
    Path(core.__file__).parent / "report/vendor/echarts.min.js",
    Path(ui.__file__).parent / "static/ui/behaviors/chart.js",
)
MONTHS = ["September 2025", "October 2025", "November 2025"]
OPTION = {
    "grid": {"left": 8, "right": 18, "top": 40, "bottom": 8, "containLabel": True},
    "xAxis": {"type": "category", "data": MONTHS, "boundaryGap": False},
    "yAxis": {"type": "value", "min": 1, "max": 5},
    "series": [{"type": "line", "data": [3, 4, 3.5]}],
}
PAGE = f"""<!doctype html><html lang="en"><body>
<figure data-behavior="chart"><span class="chart-tools" hidden></span>
<div class="chart" style="width:420px;height:240px"></div>
<script type="application/json">{json.dumps(OPTION)}</script></figure>"""
OUTSIDE = """() => {
  const edge = document.querySelector(".chart svg").getBoundingClientRect();
  return [...document.querySelectorAll(".chart svg text")]
    .filter((each) => / 2025$/.test(each.textContent))
    .map((each) => [each.textContent, each.getBoundingClientRect()])
    .map(([name, box]) => [name, box.left < edge.left - 1 || box.right > edge.right + 1]);
}"""


def test_the_first_and_the_last_month_are_not_cut():
    with browser() as opened:
        page = opened.new_page()
        page.set_content(PAGE)
        for script in SCRIPTS:
            page.add_script_tag(path=script)
        page.wait_for_selector(".chart svg text")
        found = page.evaluate(OUTSIDE)

    assert {name for name, _is_cut in found} >= {MONTHS[0], MONTHS[-1]}
    assert [name for name, is_cut in found if is_cut] == []
