package dev.cairn.processor.model;

import java.util.List;

/** The declarations of one compile: the records in its sources, and the roots. */
public record CompileDeclarations(List<Declaration> sources, List<Root> roots) {
    public CompileDeclarations {
        sources = List.copyOf(sources);
        roots = List.copyOf(roots);
    }
}
