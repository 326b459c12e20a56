"""Messages 消息: the inbox, what is sent to other systems, and where it may be sent."""
