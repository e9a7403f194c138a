package dev.cairn.processor.check.rule;

import dev.cairn.processor.model.Findings;

/** One thing that must hold of a table, in words that a user of records understands. */
interface Rule {
    void check(CheckedTable table, Findings findings);
}
