"""Count again what an exported record states: each due time, each verdict, whose each minute over is (N1, N2).

Standard library only, no database, no network: copy this folder and run `python3 -m recompute FILE`. It shares no code with
the program that wrote the record: it is written a second time, from the rules. They are, in brief:

- A limit of n working days ends at close of business of the n-th working day after the day of the event (R-15).
- The specialist whistles by close of business of the day of receipt if that is a working day and it was received before the
  cut-off, otherwise of the next working day (R-13). The office decides a decline by the end of the same working day (R-14).
- A promise keeps the limit and the calendar that made it; a notice that comes while it is open moves it later, never earlier.
- A clock that ends after its due second is late. A late minute belongs to its holder, unless he is inside a limit of his own:
  then to the latest earlier holder who overran his; if there is none, to the holder after all (N2).

Exit codes: 0 no difference, 1 differences, 2 cannot recompute.
"""
