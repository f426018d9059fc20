"""Who is who: states, organisations, offices and their holders, found in a sentence and remembered through an article."""
