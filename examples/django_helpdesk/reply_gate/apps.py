"""The app's name in Django's admin."""

from django.apps import AppConfig


class ReplyGateConfig(AppConfig):
    """The gate before replies."""

    name = "reply_gate"
    verbose_name = "Vastausten tarkistus"
