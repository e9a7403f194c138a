package dev.cairn.processor.check.rule;

import dev.cairn.processor.model.Findings;

/** A rule for tables. */
interface Rule {
    void check(CheckedTable table, Findings findings);
}
