"""Addresses of the room: customers, and the team."""

from django.urls import path

from parcours.people.views import customers, entrance, identities, keeping, members, search

app_name = "people"
urlpatterns = [
    path("search/", search.search, name="search"),
    path("customers/", customers.customers, name="customers"),
    path("customers/<str:customer_id>/identities/", identities.identities, name="identities"),
    path("customers/<str:customer_id>/profile/", customers.profile, name="profile"),
    path("customers/<str:customer_id>/claims/", identities.claims, name="claims"),
    path("customers/<str:customer_id>/merges/", identities.merges, name="merges"),
    path("customers/<str:customer_id>/consents/", customers.consents, name="consents"),
    path("customers/<str:customer_id>/segments/", customers.segments, name="segments"),
    path("customers/<str:customer_id>/export/", customers.export, name="export"),
    path("customers/<str:customer_id>/erasure/", customers.erasure, name="erasure"),
    path("claims/<int:claim_id>/withdrawal/", identities.withdrawal, name="withdrawal"),
    path("merges/<int:merge_id>/split/", identities.split, name="split"),
    path("team/", members.members, name="members"),
    path("team/<int:member_id>/", members.member, name="member"),
    path("team/invitations/", members.invitations, name="invitations"),
    path("team/invitations/<int:invitation_id>/", members.calling_back, name="calling-back"),
    path("team/teams/", members.teams, name="teams"),
    path("team/register/", keeping.register, name="register"),
    path("team/register/<slug:key>/", keeping.retention, name="retention"),
    path("team/audit/", keeping.audit, name="audit"),
    path("invitations/<str:token>/", entrance.entrance, name="entrance"),
]
