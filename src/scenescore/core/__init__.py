"""The shared language of all rooms. Imports no other room."""
