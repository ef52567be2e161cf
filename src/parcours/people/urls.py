"""Addresses of the room: customers, and the team."""

from django.urls import path

from parcours.people.views import customers, members

app_name = "people"
urlpatterns = [
    path("customers/", customers.customers, name="customers"),
    path("team/", members.members, name="members"),
]
