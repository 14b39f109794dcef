"""A group of commands that are imported when needed, and errors of one line with exit status 2."""

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import Any, NoReturn

import click

from mockedfi.errors import UserError
from mockedfi.settings.values import nearest

USER_ERROR = 2
INTERRUPTED = 130


class Commands(click.Group):
    """Commands by name, each given as ``module:attribute`` and what it is for, so that help imports none of them."""

    def __init__(self, name: str, commands: Mapping[str, tuple[str, str]], **attributes: Any) -> None:
        super().__init__(
            name,
            invoke_without_command=True,
            callback=click.pass_context(show_help),
            options_metavar="[--version]",
            subcommand_metavar="COMMAND [--help] …",
            **attributes,
        )
        self._places = {command: place for command, (place, _) in commands.items()}
        self._purposes = {command: purpose for command, (_, purpose) in commands.items()}

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands; the options stand in the usage, so that all fits on a screen."""
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write a line for each command."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(self._purposes.items()))

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which they were given."""
        del ctx
        return list(self._places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported now."""
        del ctx
        if cmd_name not in self._places:
            return None
        module, _, attribute = self._places[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """The command that the arguments name, or a hint which was meant."""
        if args and not args[0].startswith("-") and args[0] not in self._places:
            raise click.UsageError(f"there is no command {args[0]}{nearest(args[0], self._places)}", ctx)
        return super().resolve_command(ctx, args)

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        """Run the command line and exit; a mistake of the user is one line on the error stream."""
        extra["standalone_mode"] = False
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")
        try:
            result = super().main(*args, **extra)
        except click.UsageError as error:
            path = error.ctx.command_path if error.ctx else self._named(args[0] if args else extra.get("args"))
            _fail(f"{error.format_message().rstrip('.?')}; see {path} --help")
        except click.ClickException as error:
            _fail(error.format_message())
        except UserError as error:
            _fail(str(error))
        except OSError as error:
            what = f"{error.filename} cannot be used" if error.filename else "the output cannot be written"
            _fail(f"{what} ({error.strerror or error})")
        except click.Abort:
            sys.exit(INTERRUPTED)
        sys.exit(result if isinstance(result, int) else 0)

    def _named(self, arguments: Sequence[str] | None) -> str:
        """The command of a command line that went wrong before there was a context."""
        names = [each for each in (sys.argv[1:] if arguments is None else arguments) if each in self._places]
        return " ".join([str(self.name), *names[:1]])


def _fail(line: str) -> NoReturn:
    click.echo("mockedfi: " + " ".join(line.split()), err=True)
    sys.exit(USER_ERROR)


def show_help(ctx: click.Context) -> None:
    """Say which commands a group has, when none is named."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
