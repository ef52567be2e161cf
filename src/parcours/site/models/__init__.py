"""What the site itself keeps: jobs, keys of its API, webhooks. One noun a file."""

from parcours.site.models.jobs import Job, Schedule
from parcours.site.models.keys import ApiKey, KeptAnswer
from parcours.site.models.webhooks import Delivery, Webhook

__all__ = ["ApiKey", "Delivery", "Job", "KeptAnswer", "Schedule", "Webhook"]
