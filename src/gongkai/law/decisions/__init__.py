"""处理决定: the codes, what each needs on file, its row in the report, its way to remedies."""
