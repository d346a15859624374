"""What follows from plan and records: pure functions; no files, no clock, no console, no policy number."""
