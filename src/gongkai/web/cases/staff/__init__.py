"""The pages of applications in the workbench."""
