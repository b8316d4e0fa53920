"""People who need a person write here; admins answer. Neither sees the other's account."""
