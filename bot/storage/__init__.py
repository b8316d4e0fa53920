"""Where everything that must outlive a restart is kept: SQLite by default, PostgreSQL by URL."""
