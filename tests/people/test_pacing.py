"""A door that is open to all lets one address come so often a minute, and no more."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from parcours.people.http import paced

pytestmark = pytest.mark.django_db


@paced("door-of-tests", times=1)
def door(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=204)


def test_who_comes_too_often_is_told_when_to_come_back(rf: RequestFactory):
    # Four visits fall into two minutes at most.
    one = [door(rf.get("/", REMOTE_ADDR="198.51.100.7")) for _visit in range(4)]
    another = door(rf.get("/", REMOTE_ADDR="198.51.100.8"))

    assert one[0].status_code == another.status_code == 204
    assert {each.status_code for each in one} == {204, 429}
    assert {each.headers.get("Retry-After") for each in one} == {None, "60"}
