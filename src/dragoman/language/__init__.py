"""What the stages need to know of a language: which it is, sentences, words, inflection, dates, numbers, quotations."""
