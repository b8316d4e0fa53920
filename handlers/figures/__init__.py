"""/angka: admins see the dated figures and add the next period's values."""
