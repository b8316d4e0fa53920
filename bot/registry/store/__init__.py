"""The registry as stored: importing lists, finding a person, versions, keys, counts.

Importing, rolling back, changing keys and forgetting use a synchronous connection and belong in a
process of their own; finding a person is for the bot's event loop.
"""
