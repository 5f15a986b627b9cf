"""公开文书: the documents T01–T40 of an application, from template and facts to DOCX and PDF."""
