package dev.cairn.processor.model;

import java.util.List;

/** All that one compile declares: the records that are its source, and the roots. */
public record CompileDeclarations(List<Declaration> sources, List<Root> roots) {
    public CompileDeclarations {
        sources = List.copyOf(sources);
        roots = List.copyOf(roots);
    }
}
