"""From answers, texts and figures to suggested needs, and what ranks and rounds have to say; a person confirms each."""
