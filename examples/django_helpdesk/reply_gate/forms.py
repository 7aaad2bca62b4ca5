"""django-helpdesk's reply form, with the decision on the reply in its ``clean``."""

from __future__ import annotations

from django import forms
from django.utils.crypto import salted_hmac
from helpdesk.forms import TicketForm

from reply_gate.gate import decision_on
from reply_gate.models import Override, Reason
from replycheck import Decision


class GatedReplyForm(TicketForm):
    """The form that saves a reply.

    pass, suggest: valid. confirm: valid once the agent has acknowledged the findings in this very text and said
    why it is sent. stop: not valid until the reply is mended. Internal notes, and updates without a comment, are
    not checked.
    """

    comment = forms.CharField(required=False, strip=False, label="Vastaus")
    acknowledged = forms.CharField(required=False)  # the name of the text whose findings were acknowledged
    reason = forms.ChoiceField(
        required=False,
        label="Syy",
        choices=[("", "Valitse syy"), *Reason.choices],
        # It stands among the findings, above the helpdesk's form, and belongs to it by its id.
        widget=forms.Select({"form": "ticket-respond-form", "class": "form-select"}),
    )

    decision: Decision | None = None
    text_name = ""

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.ticket = instance

    def clean(self):
        cleaned = super().clean()
        draft = cleaned.get("comment", "")
        if not (draft.strip() and self.data.get("public")):
            return cleaned
        self.decision = decision_on(draft, self.ticket)
        self.text_name = salted_hmac("reply_gate.text", draft).hexdigest()
        acknowledged, reason = cleaned.get("acknowledged") == self.text_name, cleaned.get("reason")
        held = {"confirm": not (acknowledged and reason), "stop": True}
        if held.get(self.decision.verdict):
            self.add_error("comment", f"Vastausta ei vielä tallennettu. {self.decision.message}")
            if acknowledged and not reason:
                self.add_error("reason", "Valitse syy, miksi lähetät vastauksen tällaisena.")
        return cleaned

    def record_override(self) -> None:
        """Put what the agent sent the reply in spite of into the ledger; call it once the reply is saved."""
        if self.decision and self.decision.report and self.decision.verdict == "confirm":
            Override.objects.bulk_create(
                Override(
                    rule=finding.rule,
                    reason=self.cleaned_data["reason"],
                    fingerprint=salted_hmac("reply_gate.finding", finding.fingerprint).hexdigest(),
                )
                for finding in self.decision.report.findings
                if finding.severity == "warning" and not finding.suppressed
            )
