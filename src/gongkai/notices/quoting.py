"""What a document quotes and what it says itself: checks of wording look at the latter only."""

from __future__ import annotations

from gongkai.notices.facts import Facts
from gongkai.notices.model import Notice, Paragraph, Role

__all__ = ["own_words"]


def own_words(made: Notice, facts: Facts, *, remedies: bool = True) -> str:
    """The text without what was asked for, which may hold any words: a 不予受理通知书, an “××”.

    `remedies`: with the remedy paragraph, whose words are never taken for a quotation.
    """
    quoted = [facts.application.description, facts.consultation.subject, facts.record.record]
    quoted += [words for one in facts.decisions for words in (one.item, *one.information)]
    lines = {line.strip().rstrip("。；，、.") for words in quoted for line in words.split("\n")}
    longest_first = sorted(lines - {""}, key=len, reverse=True)
    told = {b.text for b in made.blocks if isinstance(b, Paragraph) and b.role is Role.REMEDY}
    text = []
    for line in made.lines:
        if line in told:
            text += [line] if remedies else []
            continue
        for words in longest_first:
            line = line.replace(words, "某项信息")
        text.append(line)
    return "\n".join(text)
