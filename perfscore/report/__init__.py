"""Views of one evaluation: JSON for programs, text for the terminal, HTML and CSV for reviewers."""
