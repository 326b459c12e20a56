"""kaifang status: the state of the house at one look."""

from __future__ import annotations

from kaifang.cli.commands import App
from kaifang.cli.options import AsJson, AsUser, actor_named
from kaifang.cli.voice import lang, say, show_json, show_table, word

app = App()


@app.command("status")
def status(actor: AsUser = "", as_json: AsJson = False) -> int:
    """Show what an administrator looks at each morning; 1 where something asks for an act."""
    who = actor_named(actor)
    from kaifang.programme.house import state_of_house
    from kaifang.programme.house_telling import concerns_in_words, lines_of, tell_house

    state = state_of_house(who)
    if as_json:
        show_json(tell_house(state))
        return 1 if state.concerns else 0
    rows = [[name.in_(lang()), told.in_(lang())] for name, told in lines_of(state)]
    show_table(["cli.head.what", "cli.head.state"], rows)
    say()
    packs = [[one.pack, one.version, one.hash[:12]] for one in state.packs]
    show_table(["cli.head.pack", "cli.head.version", "cli.head.hash"], packs)
    for concern in concerns_in_words(state):
        say(f"! {concern.in_(lang())}")
    if not state.concerns:
        say(word("house.well"))
    return 1 if state.concerns else 0
