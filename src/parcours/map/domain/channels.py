"""Channels in words and pictures, as the room used to say them itself."""

from parcours.ui.channel import channel_icon, channel_name

__all__ = ["channel_icon", "channel_name"]
