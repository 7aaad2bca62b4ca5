"""The ledger of overrides: which rules agents send replies in spite of, and why."""

from django.db import models


class Reason(models.TextChoices):
    """Why a reply was sent although something was found."""

    INTENDED = "intended", "Sanamuoto on tarkoituksellinen"
    QUOTATION = "quotation", "Kohta on lainaus"
    FALSE_ALARM = "false-alarm", "Huomautus on aiheeton"
    OTHER = "other", "Muu syy"


class Override(models.Model):
    """One finding that a reply was sent in spite of. Neither the text, the ticket nor the agent is recorded."""

    time = models.DateTimeField("aika", auto_now_add=True)
    rule = models.CharField("sääntö", max_length=80)
    reason = models.CharField("syy", max_length=20, choices=Reason)
    fingerprint = models.CharField(
        "tunniste", max_length=40, help_text="Sama tunniste: sama sääntö samassa virkkeessä."
    )

    class Meta:
        verbose_name = "ohitettu huomautus"
        verbose_name_plural = "ohitetut huomautukset"

    def __str__(self) -> str:
        return f"{self.rule} ({self.get_reason_display()})"
