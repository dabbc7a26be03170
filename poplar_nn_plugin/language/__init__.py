"""The user's language for what the core says in English: messages, errors and pages."""
