"""Documents from admins: what kind is it, what would it do, take it in."""
