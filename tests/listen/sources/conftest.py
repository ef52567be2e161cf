"""What tests of sources share."""

from tests.listen.sources.fake import sites

__all__ = ["sites"]
