package dev.cairn.processor.model;

import java.util.List;

/**
 * The declarations in the sources of one compilation, and the roots elsewhere that their queries name.
 *
 * @param sourceDeclarations the records in its sources
 * @param roots the roots in its sources
 * @param queryDeclarations the interfaces of queries in its sources
 * @param queriedRoots the roots that these interfaces name and that are not among the roots
 */
public record CompileDeclarations(
        List<Declaration> sourceDeclarations,
        List<SchemaRoot> roots,
        List<QueryDeclaration> queryDeclarations,
        List<SchemaRoot> queriedRoots) {
    /** Creates the declarations of a compile without queries. */
    public CompileDeclarations(List<Declaration> sourceDeclarations, List<SchemaRoot> roots) {
        this(sourceDeclarations, roots, List.of(), List.of());
    }

    public CompileDeclarations {
        queryDeclarations = List.copyOf(queryDeclarations);
        queriedRoots = List.copyOf(queriedRoots);
        sourceDeclarations = List.copyOf(sourceDeclarations);
        roots = List.copyOf(roots);
    }
}
