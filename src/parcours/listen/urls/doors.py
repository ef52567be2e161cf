"""Addresses open to people outside: those who answer."""

from django.urls import URLPattern

doors: list[URLPattern] = []
