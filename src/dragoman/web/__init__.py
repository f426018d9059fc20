"""The ledger in the browser: pages, charts and maps, a REST interface, feeds, and the static edition of all of it."""
