"""The delivery: its states, what a server's answer means, and when it may go. Decides; never acts."""
