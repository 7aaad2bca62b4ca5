"""Report → text or JSON: one file for each form."""
