"""The reader in front: the frame of the dashboard, its pages' shared parts, and the command line."""
