"""Official documents on A4 (公文), in the layout of GB/T 9704-2012: one template, as PDF and as a Word file.

A room writes a template that extends `ui/paper/document.html`, fills a `Paper`, and answers with `answer`. Documents are
issued in Chinese only, whatever language the person who asks for them reads: so their templates hold plain Chinese.
"""
