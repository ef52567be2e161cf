from parcours.core.canvas import Canvas
from parcours.core.demo import NOT_THERE, PLANTED


def test_the_canvas_has_nothing_to_be_warned_of(canvas: Canvas) -> None:
    assert canvas.warnings() == ()


def test_it_covers_five_stages_and_all_six_kinds_of_promise(canvas: Canvas) -> None:
    assert [stage.stage for stage in canvas.stages] == [
        "awareness", "consideration", "decision", "retention", "advocacy",
    ]  # fmt: skip
    assert {promise.kind for _, promise in canvas.promises()} == {
        "within", "by", "limit", "never", "same", "felt",
    }  # fmt: skip


def test_every_promise_has_a_truth_but_the_felt_one(canvas: Canvas) -> None:
    promised = {promise.promise for _, promise in canvas.promises()}

    # What people feel has no cause of its own; where they sit is promised to nobody.
    assert promised - {"lovely-evening"} == {*PLANTED, *NOT_THERE} - {"kitchen-table"}


def test_every_text_is_in_french_and_in_english(canvas: Canvas) -> None:
    for _, point in canvas.touchpoints():
        texts = [point.title, point.need, *point.actions]
        texts += [moment.title for moment in point.key_moments]
        texts += [promise.title for promise in point.promises]
        assert all(isinstance(text, dict) and text.keys() == {"en", "fr"} for text in texts)


def test_every_touchpoint_has_an_owner_an_aim_and_a_belief(canvas: Canvas) -> None:
    for _, point in canvas.touchpoints():
        assert None not in (point.owner, point.aim, point.belief, point.icon)
        assert point.drivers
