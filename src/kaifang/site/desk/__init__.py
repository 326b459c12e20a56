"""The reminder desk: who is late, whom to call, what to say."""
