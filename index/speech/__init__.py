"""Who says a sentence, by rules over quotation marks, reporting verbs and apposition."""
