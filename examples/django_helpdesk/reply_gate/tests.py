"""The gate, from the form of a ticket's page to the ledger: ``python manage.py test``."""

import html
import re

from django.core import mail
from django.core.management import call_command
from django.test import TestCase, override_settings
from django.utils.crypto import salted_hmac
from helpdesk.models import FollowUp

from reply_gate import gate
from reply_gate.models import Override

GOOD = "Hei Kaisa,\n\nkiitos viestistänne! Maksu on uuden liittymänne avausmaksu."
HINTED = "Hei Kaisa, kiitos viestistänne! Olette tilanneet kaksi liittymää."
FAULTY = "Hei Kaisa! 🙂 Saimme tilauksesi eilen. Teidän täytyy lähettää kuitti meille."
HOSTILE = "Hei Kaisa! Olette kyllä melkoinen ääliö."


@override_settings(REPLY_GATE_TIMEOUT_MS=20_000)  # a busy machine is not what is tested
class GateTest(TestCase):
    fixtures = ("demo",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        gate.warm_up()

    def setUp(self):
        self.client.login(username="agentti", password="agentti")

    def reply(self, comment, *, public=True, **fields):
        """The page that the agent sees after sending the ticket's form with this comment."""
        form = {"comment": comment, "new_status": "1", "owner": "0", "queue": "1", "priority": "3"}
        form |= {"title": "Lasku on väärin", "due_date": ""} | fields
        if public:
            form["public"] = "1"
        page = self.client.post("/tickets/1/update/", form, follow=True)
        self.assertEqual(page.status_code, 200)
        return html.unescape(page.content.decode())

    def saved(self):
        return list(FollowUp.objects.values_list("comment", flat=True))

    def test_the_page_of_a_ticket_sends_its_form_to_the_gate(self):
        page = self.client.get("/tickets/1/").content.decode()
        self.assertRegex(page, r'action="/tickets/1/update/"[^>]*\sid="ticket-respond-form"')

    def test_the_migrations_are_up_to_date(self):
        call_command("makemigrations", "reply_gate", check=True, dry_run=True, verbosity=0)

    def test_a_good_reply_goes_to_the_customer(self):
        self.assertNotIn("Vinkki", self.reply(GOOD))
        self.assertEqual(self.saved(), [GOOD])
        self.assertEqual(mail.outbox[0].to, ["kaisa.virtanen@example.com"])

    def test_a_suggestion_does_not_hold_a_reply(self):
        self.assertIn("Vinkki seuraavaan: Yhtä ihmistä puhuteltaessa ”tilanneet”", self.reply(HINTED))
        self.assertEqual(self.saved(), [HINTED])

    def acknowledge(self, comment):
        """The value of the box that the page shows below what it found in this comment."""
        return re.search(r'name="acknowledged" value="(\w+)"', self.reply(comment))[1]

    def test_findings_have_to_be_acknowledged_with_a_reason(self):
        name = self.acknowledge(FAULTY)
        for fields in (
            {},
            {"acknowledged": name},
            {"reason": "quotation"},
            {"acknowledged": name, "reason": "unknown"},
            {"acknowledged": "on", "reason": "quotation"},
        ):
            with self.subTest(fields):
                page = self.reply(FAULTY, **fields)
                self.assertIn("”tilauksesi” sinuttelee", page)
                self.assertIn(f"{FAULTY}</textarea>", page)
                self.assertEqual((self.saved(), mail.outbox, Override.objects.count()), ([], [], 0))
        self.reply(FAULTY, acknowledged=name, reason="intended")
        self.assertEqual(self.saved(), [FAULTY])

    def test_what_was_acknowledged_is_this_text_and_no_other(self):
        name = self.acknowledge(FAULTY)
        self.assertIn(
            "”Lähetä” käskee", self.reply(f"{FAULTY} Lähetä se heti.", acknowledged=name, reason="other")
        )
        self.assertEqual(self.saved(), [])

    def test_the_ledger_says_which_rules_and_why_and_nothing_of_the_text(self):
        self.reply(FAULTY, acknowledged=self.acknowledge(FAULTY), reason="false-alarm")
        entries = list(Override.objects.values())
        self.assertEqual(
            [(entry["rule"], entry["reason"]) for entry in entries],
            [("address/possessive-2sg", "false-alarm"), ("necessity/must", "false-alarm")],
        )
        self.assertTrue(all(re.fullmatch(r"[0-9a-f]{40}", entry["fingerprint"]) for entry in entries))
        self.reply(FAULTY, acknowledged=self.acknowledge(FAULTY), reason="other")
        names = Override.objects.values_list("rule", "fingerprint")
        self.assertEqual((len(names), len(set(names))), (4, 2))
        for word in FAULTY.split():
            self.assertNotIn(f"'{word}", repr(entries))
        self.assertIn("necessity/must", self.client.get("/admin/reply_gate/override/").content.decode())

    def test_a_fix_is_made_in_what_the_agent_has_written_since(self):
        page = self.reply(FAULTY)
        fix = re.search(r'name="mend" value="([^"]+)"[^>]*>tilauksenne<', page)[1]
        edited = FAULTY.replace("meille", "meille perjantaina")
        page = self.reply(edited, mend=fix)
        self.assertIn(f"{edited.replace('tilauksesi', 'tilauksenne')}</textarea>", page)
        self.assertNotIn("sinuttelee", page)
        self.assertIn("”Teidän täytyy” velvoittaa", page)
        self.assertEqual(self.saved(), [])

    def test_a_hostile_reply_is_not_sent_whatever_is_ticked(self):
        name = salted_hmac("reply_gate.text", HOSTILE).hexdigest()
        page = self.reply(HOSTILE, acknowledged=name, reason="intended")
        self.assertIn("Viesti on korjattava ennen lähettämistä", page)
        self.assertNotIn('name="acknowledged"', page)
        self.assertEqual(self.saved(), [])

    def test_notes_and_updates_without_a_comment_are_not_checked(self):
        self.reply(HOSTILE, public=False)
        self.reply("", priority="1")
        self.assertEqual(self.saved(), [HOSTILE, ""])

    def test_a_reply_that_there_is_no_time_to_check_is_saved_and_the_agent_told(self):
        with override_settings(REPLY_GATE_TIMEOUT_MS=0):
            self.assertIn("ei ehditty tarkistaa", self.reply(HOSTILE))
        self.assertEqual(self.saved(), [HOSTILE])

    def test_a_reply_is_saved_where_replycheck_cannot_be_used(self):
        gate._checker.cache_clear()
        self.addCleanup(gate._checker.cache_clear)
        with override_settings(REPLY_GATE_POLICY={"rules": ["missing.yaml"]}), self.assertLogs("reply_gate"):
            self.assertIn("tarkistus ei toiminut", self.reply(HOSTILE))
        self.assertEqual(self.saved(), [HOSTILE])

    def test_the_customers_latest_words_count(self):
        FollowUp.objects.create(ticket_id=1, public=True, comment="Odotin jo toista viikkoa, ja taas väärin!")
        self.assertIn("Asiakas on harmissaan", self.reply(GOOD))
