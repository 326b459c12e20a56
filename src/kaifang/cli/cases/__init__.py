"""kaifang cases: look into event logs; list, open, move, correct and import cases."""

from kaifang.cli.cases.acting import act_on_case, correct_case, open_new_case
from kaifang.cli.cases.duplicates import list_duplicates, rule_on_duplicate
from kaifang.cli.cases.feeding import feed_registers
from kaifang.cli.cases.importing import import_book, write_template
from kaifang.cli.cases.migrating import migrate_cases
from kaifang.cli.cases.showing import list_cases, show_case
from kaifang.cli.cases.summing import summarise
from kaifang.cli.commands import App

app = App()
app.command("summary")(summarise)
app.command("list")(list_cases)
app.command("show")(show_case)
app.command("open")(open_new_case)
app.command("act")(act_on_case)
app.command("correct")(correct_case)
app.command("template")(write_template)
app.command("import")(import_book)
app.command("feed")(feed_registers)
app.command("duplicates")(list_duplicates)
app.command("rule")(rule_on_duplicate)
app.command("migrate")(migrate_cases)
