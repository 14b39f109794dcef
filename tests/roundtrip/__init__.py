"""Every resource goes round: makers of documents, and the tests that send them."""
