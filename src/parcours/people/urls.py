"""Addresses of the room: customers, and the team."""

from django.urls import path

from parcours.people.views import customers, identities, members

app_name = "people"
urlpatterns = [
    path("customers/", customers.customers, name="customers"),
    path("customers/<str:customer_id>/identities/", identities.identities, name="identities"),
    path("customers/<str:customer_id>/profile/", customers.profile, name="profile"),
    path("customers/<str:customer_id>/claims/", identities.claims, name="claims"),
    path("customers/<str:customer_id>/merges/", identities.merges, name="merges"),
    path("customers/<str:customer_id>/consents/", customers.consents, name="consents"),
    path("customers/<str:customer_id>/export/", customers.export, name="export"),
    path("customers/<str:customer_id>/erasure/", customers.erasure, name="erasure"),
    path("claims/<int:claim_id>/withdrawal/", identities.withdrawal, name="withdrawal"),
    path("merges/<int:merge_id>/split/", identities.split, name="split"),
    path("team/", members.members, name="members"),
]
