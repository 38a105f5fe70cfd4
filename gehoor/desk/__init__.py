"""The agent's screen: a question comes in, is answered, and is kept."""
