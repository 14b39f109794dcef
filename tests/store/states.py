"""What tests of the store compare."""


def state(documents):
    """All that a restart must bring back."""
    return {
        table.name: [
            (record.id, record.number, record.key, record.modified, record.version, record.owner, record.document())
            for record in table.records()
        ]
        for table in documents.tables()
    }
