"""The JSON of bodies as the reference reads it: with Newtonsoft.Json behind ASP.NET Core, tolerances, texts and all.

May import: `problems`, `exchange`. Must not know: what the members mean, who asks.
"""
