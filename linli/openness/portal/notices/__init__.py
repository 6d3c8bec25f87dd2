"""Notices (公示公告): public events of the journal, read as the notices that the law asks for."""
