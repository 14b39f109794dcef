"""Who calls, what a claim set lets it do, and what its education organizations reach.

May import: `errors`, `since`, `clock`, `exchange`, `problems`, `dialect`, `model`, `store`. Must not know: any web
framework, which verb is being served.
"""
