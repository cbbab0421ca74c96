"""Who is who: the names of firms, matters and people that no table knows, what each may be, and how it is settled."""
