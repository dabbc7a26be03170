"""Two class maps of one place, class by class: from what, to what."""
