"""The projects here are other people's: their tests run by themselves, against the installed package."""

collect_ignore_glob = ["*"]
