"""Import: drop files, see what became of each, bring the tables that figures lack, take an import back."""

from ui import history, importing, privacy, reference, returns
from ui.mapping import kept

rest = importing.desk()
with rest.container():
    importing.came()
    reference.next_table()
    history.show()
    returns.show()
    kept.show()
    reference.show()
    history.backup()
    privacy.show()
