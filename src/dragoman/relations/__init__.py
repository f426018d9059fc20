"""What a ledger says about countries: series of a relation, how a country spreads its ties, surges and shifts.

Plain functions over the daily counts of events (``store.daily``), each with its formula and source. Only actual events count.
"""
