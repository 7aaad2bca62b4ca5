"""django-helpdesk's view that takes a reply, with the gate before it."""

from __future__ import annotations

from django.contrib import messages
from helpdesk.views.staff import UpdateTicketView

from reply_gate.forms import GatedReplyForm
from reply_gate.gate import mended
from replycheck import Decision

UNCHECKED = {
    "time-limit": "Vastaus tallennettiin, mutta sitä ei ehditty tarkistaa kokonaan.",
    "failure": "Vastaus tallennettiin tarkistamatta, koska tarkistus ei toiminut.",
}


class GatedUpdateView(UpdateTicketView):
    """Saves a reply, or shows what was found in it, with a button for each fix."""

    form_class = GatedReplyForm
    template_name = "reply_gate/ticket.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        # The helpdesk's template takes the comment from here, as its own form does not know the field.
        context["xform"]["comment"] = context["form"].data.get("comment", "")
        return context

    def post(self, request, *args, **kwargs):
        if "mend" in request.POST:
            return self.mend(request.POST["mend"])
        return super().post(request, *args, **kwargs)

    def mend(self, fix_id: str):
        """The page again with one fix made in the draft as it now is, and checked anew. Nothing is saved."""
        self.object = self.get_object()
        form = self.get_form()
        form.is_valid()
        if form.decision and form.decision.report:
            data = self.request.POST.copy()
            data["comment"] = mended(form.decision.report, fix_id)
            form = self.form_class(**self.get_form_kwargs() | {"data": data})
        return self.form_invalid(form)

    def form_valid(self, form):
        response = super().form_valid(form)
        form.record_override()
        if form.decision:
            self.tell(form.decision)
        return response

    def tell(self, decision: Decision) -> None:
        """What the agent should know of a reply that was saved."""
        if decision.problem:
            messages.warning(self.request, UNCHECKED[decision.problem])
        if decision.verdict == "suggest" and decision.report:
            for finding in decision.report.findings:
                messages.info(self.request, f"Vastaus tallennettiin. Vinkki seuraavaan: {finding.message}")
