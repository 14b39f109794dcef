"""Resources on the wire: one request in, the verb's steps in the dialect's order, one answer out.

May import: `model`, `store`, `security`, `profiles`, `dialect`, `problems`. Must not know: any web framework.
"""
