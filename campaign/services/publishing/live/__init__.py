"""The live site: a second process builds files when something changed; they are answered from memory."""
