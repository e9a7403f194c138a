package dev.cairn.processor.model;

import java.util.List;

/** All that one compile declares: the records that are its source, and the roots. */
public record Reading(List<Declaration> sources, List<Root> roots) {
    public Reading {
        sources = List.copyOf(sources);
        roots = List.copyOf(roots);
    }
}
