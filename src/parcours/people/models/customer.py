"""Customers, as the company knows them."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def new_customer_id() -> str:
    """Return a pseudonym for a customer: it says nothing about who it is."""
    return uuid.uuid4().hex


class Customer(models.Model):
    """A person. Of all this, only the pseudonym ``customer_id`` enters the event log."""

    customer_id = models.CharField(max_length=64, unique=True, default=new_customer_id)
    name = models.CharField(_("name"), max_length=160, blank=True)
    language = models.CharField(_("language"), max_length=5, blank=True)
    known_since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "customer_id"]

    def __str__(self) -> str:
        return self.name or self.customer_id
