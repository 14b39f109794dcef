"""The model: rules on tiny invented tables, and the packaged catalogues as a whole."""
