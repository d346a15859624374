"""How salesplan is asked: one file a command, heavy imports inside the function body."""
