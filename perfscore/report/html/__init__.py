"""The parts of the HTML report: what each table shows, its chart, the templates and the style sheet."""
