"""What the small ledger to export was read from."""

TEXTS = (
    "France and Germany sent humanitarian aid to Ukraine on Monday.",
    "On 3 May 2022 Kazakhstan's president met the Chinese foreign minister in Astana.",
    "Russia imposed sanctions on Norway.\tThe list\nis long.",
    '"Unacceptable": France condemned Belarus on Tuesday.',
)
