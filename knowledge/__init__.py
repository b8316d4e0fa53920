"""What the bot knows: facts, figures, topics, and how questions find their topic.

Nothing in here knows Telegram or a database.
"""
