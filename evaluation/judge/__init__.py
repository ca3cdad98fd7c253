"""A language model as a judge beside the figures that need none."""
