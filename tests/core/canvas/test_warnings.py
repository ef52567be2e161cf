"""What a canvas may say but its author should look at."""

from parcours.core.canvas import Canvas

HEAD = "canvas: a\ntitle: A\n"


def test_events_that_an_earlier_touchpoint_takes_are_named():
    canvas = Canvas.parse(
        HEAD
        + """\
stages:
  - stage: s
    title: S
    touchpoints:
      - {touchpoint: any, title: Any, events: {activity: [a, b], channel: [web, app]}}
      - touchpoint: later
        title: Later
        events:
          - {activity: a, channel: web}
          - {activity: [b, c], channel: app, where: {amount: 1}}
          - {activity: a, channel: [web, store]}
          - b
      - {touchpoint: last, title: Last, events: {activity: b, where: {amount: 1}}}
"""
    )

    assert canvas.warnings() == (
        "later: its `a` events all belong to any, which comes earlier and matches them first",
        "later: its `b` events all belong to any, which comes earlier and matches them first",
        "last: its `b` events all belong to later, which comes earlier and matches them first",
    )


def test_an_aim_without_events_is_named():
    point = "{touchpoint: shelf, title: Shelf, aim: 4}"
    canvas = Canvas.parse(HEAD + f"stages: [{{stage: s, title: S, touchpoints: [{point}]}}]")

    assert canvas.warnings() == (
        "shelf: it has an aim but no `events`, so scores are found only by case",
    )


def test_a_text_missing_in_one_of_the_languages_is_named():
    canvas = Canvas.parse("""\
canvas: a
title: {en: A, fr: A}
stages:
  - stage: s
    title: plain
    touchpoints:
      - touchpoint: t
        title: {fr: T}
        actions: [{en: Act}, plain]
        need: {en: N, fr: N}
""")

    assert canvas.warnings() == (
        "stages › s › t › title: no text in en, which other texts have",
        "stages › s › t › actions › 1: no text in fr, which other texts have",
    )


def test_an_unusual_channel_is_named():
    canvas = Canvas.parse(
        HEAD
        + """\
returns: {activity: order.placed, where: {channel: [webb, web]}}
stages:
  - {stage: s, title: S, touchpoints: [{touchpoint: t, title: T, channels: [stroe]}]}
"""
    )

    assert canvas.warnings() == (
        "returns › where › channel › 1: `webb` is not a usual channel. Did you mean `web`?",
        "stages › s › t › channels › 1: `stroe` is not a usual channel. Did you mean `store`?",
    )


def test_a_holiday_cannot_open_a_day_without_hours():
    hours = "hours: {days: mon-fri, opens: 09:00, closes: 18:00}\n"
    dates = "holidays: {open: [2026-05-01, 2026-05-03]}\n"

    assert Canvas.parse(HEAD + hours + dates).warnings() == (
        "holidays › open: 2026-05-03 stays closed, sun has no hours",
    )
    assert Canvas.parse(HEAD + dates).warnings() == ()
