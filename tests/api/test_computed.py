"""Figures, gaps and occurrences: kept answers with their age, or 202 until there is one."""

from django.test import Client

from parcours.map.models import Canvas
from parcours.people.models import Member

OCCURRENCES = "/api/v1/occurrences"


def test_what_is_computed_for_the_first_time_is_asked_for_again(
    shop: Client, empty_company: Canvas, run_jobs
):
    first = shop.get("/api/v1/gaps")
    run_jobs()
    then = shop.get("/api/v1/gaps")

    assert (first.status_code, first["Retry-After"]) == (202, "2")
    assert (then.status_code, then.json()["events"]) == (200, 0)


def test_a_gap_says_each_promise_with_its_intervals(shop: Client, company: Canvas):
    response = shop.get(f"/api/v1/gaps?canvas={company.slug}")

    told = response.json()
    [promise] = told["promises"]
    assert response.status_code == 200
    assert (told["events"], told["customers"], told["is_current"]) == (121, 40, True)
    assert promise["cases"] == {"kept": 30, "broken": 10, "pending": 0, "void": 0}
    assert promise["kept"]["value"] == 0.75
    assert promise["kept"]["low"] < 0.75 < promise["kept"]["high"]
    assert (promise["felt_kept"]["value"], promise["felt_broken"]["value"]) == (5.0, 2.0)
    assert [each["touchpoint"] for each in told["touchpoints"]] == ["delivery", "calls"]


def test_who_has_an_answer_is_not_sent_it_again(shop: Client, company: Canvas):
    first = shop.get("/api/v1/gaps")
    again = shop.get("/api/v1/gaps", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert int(first["Age"]) >= 0

    packed = shop.get("/api/v1/gaps", headers={"Accept-Encoding": "gzip"})
    again = shop.get("/api/v1/gaps", headers={"If-None-Match": packed["ETag"]})
    assert (packed["Content-Encoding"], again.status_code) == ("gzip", 304)


def test_a_period_and_a_segment_must_be_of_the_log(shop: Client, company: Canvas):
    months = shop.get("/api/v1/gaps?since=1999-01")
    segment = shop.get("/api/v1/gaps?segment=properties.shop:Nice")

    assert (months.status_code, months.json()["known"][0]) == (422, "2026-01")
    assert (segment.status_code, segment.json()["known"]) == (
        422,
        ["properties.shop:Lille", "properties.shop:Lyon"],
    )


def test_occurrences_come_page_by_page_each_once(shop: Client, company: Canvas):
    told, cursor = [], ""
    while cursor is not None:
        page = shop.get(f"{OCCURRENCES}?limit=7&cursor={cursor}").json()
        told += page["occurrences"]
        cursor = page["next"]

    opened = [each["opened"] for each in told]
    assert len(told) == len({each["case_id"] for each in told}) == 40
    assert opened == sorted(opened, reverse=True)


def test_occurrences_of_one_state_promise_or_customer(shop: Client, company: Canvas):
    broken = shop.get(f"{OCCURRENCES}?state=broken&promise=on-time").json()["occurrences"]
    annes = shop.get(f"{OCCURRENCES}?customer_id=C-004").json()["occurrences"]
    unknown = shop.get(f"{OCCURRENCES}?promise=none")

    assert len(broken) == 10
    assert annes == [each for each in broken if each["customer_id"] == "C-004"]
    assert annes[0] | {"felt": 2.0} == {
        "promise": "on-time",
        "touchpoint": "delivery",
        "customer_id": "C-004",
        "case_id": "O-4",
        "opened": "2026-01-13T09:00:00Z",
        "due": "2026-01-15T09:00:00Z",
        "closed": "2026-01-18T09:00:00Z",
        "state": "broken",
        "breach": 259200.0,
        "felt": 2.0,
        "recovered_at": None,
        "channel": "web",
    }
    assert unknown.status_code == 404


def test_figures_of_a_period(shop: Client, company: Canvas, run_jobs):
    address = "/api/v1/figures?period=12m"
    first = shop.get(address)
    run_jobs()
    told = shop.get(address).json()

    csat = next(each for each in told["metrics"] if each["name"] == "csat")
    assert first.status_code == 202
    assert (csat["now"]["n"], csat["now"]["unit"], csat["scale"]) == (40, "share", "csat_1_5")
    assert csat["now"]["value"] == 0.75
    assert shop.get("/api/v1/figures?period=ever").status_code == 422
    assert shop.get("/api/v1/figures?canvas=none").status_code == 404


def test_each_metric_is_defined(shop: Client):
    told = shop.get("/api/v1/definitions").json()["definitions"]

    nps = next(each for each in told if each["name"] == "nps")
    assert nps["source"].startswith("Reichheld")
    assert len(told) > 20


def test_canvases_as_documents_and_as_yaml(shop: Client, company: Canvas, ana: Member):
    path = f"/api/v1/canvases/{company.slug}"
    listed = shop.get("/api/v1/canvases").json()["canvases"]
    yaml = shop.get(f"{path}/yaml")

    assert [(each["slug"], each["version"]) for each in listed] == [(company.slug, 1)]
    assert yaml.content.decode() == company.text
    assert yaml["Content-Type"] == "application/yaml; charset=utf-8"
    assert shop.get(path).json()["document"]["canvas"] == "parcels"
    assert [each["number"] for each in shop.get(f"{path}/versions").json()["versions"]] == [1]
    assert shop.get(f"{path}/versions/1/yaml").content == yaml.content
    assert shop.get(f"{path}/versions/9/yaml").status_code == 404
