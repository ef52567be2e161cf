"""The metrics there are, in the order in which people read them."""

from typing import Final

from parcours.core.metrics.abandoned_carts import ABANDONED_CARTS
from parcours.core.metrics.brand_searches import BRAND_SEARCH_SHARE, BRAND_SEARCHES
from parcours.core.metrics.ces import CES, EASY
from parcours.core.metrics.conversations import CONVERSATIONS
from parcours.core.metrics.conversion import CONVERSION, VISITOR_CONVERSION
from parcours.core.metrics.csat import CSAT
from parcours.core.metrics.delay import DELAY, LATE
from parcours.core.metrics.direct_traffic import DIRECT_SHARE, DIRECT_VISITS
from parcours.core.metrics.felt import FELT
from parcours.core.metrics.first_reply import FIRST_REPLY
from parcours.core.metrics.kept import KEPT
from parcours.core.metrics.metric import Metric
from parcours.core.metrics.nps import NPS
from parcours.core.metrics.page_time import PAGE_TIME
from parcours.core.metrics.resolution import RESOLUTION
from parcours.core.metrics.returning_customers import RETURNING_CUSTOMERS
from parcours.core.metrics.returning_visitors import RETURNING_VISITORS
from parcours.core.metrics.visits import VISITORS, VISITS

METRICS: Final[tuple[Metric, ...]] = (
    NPS, CSAT, CES, EASY, FELT, KEPT,
    DELAY, LATE, FIRST_REPLY, RESOLUTION,
    VISITS, VISITORS, PAGE_TIME,
    DIRECT_VISITS, DIRECT_SHARE, BRAND_SEARCHES, BRAND_SEARCH_SHARE,
    ABANDONED_CARTS, CONVERSION, VISITOR_CONVERSION,
    RETURNING_VISITORS, RETURNING_CUSTOMERS, CONVERSATIONS,
)  # fmt: skip
