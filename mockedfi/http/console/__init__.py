"""The console: pages for the person who runs the server, at ``/`` for browsers.

A page shows and does what the control API shows and does, under the same conditions. Pages are whole without
JavaScript; the little there is copies text and keeps the list of requests up to date.
"""
