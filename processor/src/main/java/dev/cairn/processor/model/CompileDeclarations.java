package dev.cairn.processor.model;

import java.util.List;

/**
 * The declarations of one compile.
 *
 * @param sources the records in its sources
 * @param roots the roots in its sources
 * @param queries the interfaces of queries in its sources
 * @param queriedRoots the roots that these interfaces name and that are not among the roots
 */
public record CompileDeclarations(
        List<Declaration> sources, List<Root> roots, List<QueryDeclaration> queries, List<Root> queriedRoots) {
    /** Creates the declarations of a compile without queries. */
    public CompileDeclarations(List<Declaration> sources, List<Root> roots) {
        this(sources, roots, List.of(), List.of());
    }

    public CompileDeclarations {
        queries = List.copyOf(queries);
        queriedRoots = List.copyOf(queriedRoots);
        sources = List.copyOf(sources);
        roots = List.copyOf(roots);
    }
}
