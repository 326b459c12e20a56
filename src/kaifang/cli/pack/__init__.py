"""kaifang pack: list, check, show, compare, begin, install and export policy packs."""

from kaifang.cli.commands import App
from kaifang.cli.pack.beginning import confirm_entries, draft_document, new_pack
from kaifang.cli.pack.comparing import diff_packs
from kaifang.cli.pack.exporting import export_pack, print_schema
from kaifang.cli.pack.installing import install_packs
from kaifang.cli.pack.linting import lint_packs
from kaifang.cli.pack.listing import list_packs
from kaifang.cli.pack.registering import new_register
from kaifang.cli.pack.showing import show_pack

app = App()
app.command("list")(list_packs)
app.command("lint")(lint_packs)
app.command("show")(show_pack)
app.command("diff")(diff_packs)
app.command("new")(new_pack)
app.command("new-register")(new_register)
app.command("draft")(draft_document)
app.command("confirm")(confirm_entries)
app.command("install")(install_packs)
app.command("export")(export_pack)
app.command("schema")(print_schema)
