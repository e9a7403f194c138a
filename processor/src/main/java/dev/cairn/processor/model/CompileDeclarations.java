package dev.cairn.processor.model;

import java.util.List;

/**
 * The declarations in the sources of one compilation, and the schema roots outside of them that its query interfaces
 * name.
 *
 * @param sourceDeclarations the records in the sources
 * @param roots the roots in the sources
 * @param queryDeclarations the query interfaces in the sources
 * @param queriedRoots the roots that the query interfaces name and that are not in {@code roots}
 */
public record CompileDeclarations(
        List<ObjectDeclaration> sourceDeclarations,
        List<SchemaRoot> roots,
        List<QueryDeclaration> queryDeclarations,
        List<SchemaRoot> queriedRoots) {
    /** Creates the declarations of a compilation without query interfaces. */
    public CompileDeclarations(List<ObjectDeclaration> sourceDeclarations, List<SchemaRoot> roots) {
        this(sourceDeclarations, roots, List.of(), List.of());
    }

    public CompileDeclarations {
        sourceDeclarations = List.copyOf(sourceDeclarations);
        roots = List.copyOf(roots);
        queryDeclarations = List.copyOf(queryDeclarations);
        queriedRoots = List.copyOf(queriedRoots);
    }
}
