package dev.cairn.tooling.importing;

import java.util.List;

/**
 * The Java sources of a catalog.
 *
 * @param sources the records, the types of roles and of cluster objects, and the root of the schema as the last one
 * @param omissions the parts of the catalog that the records can't declare
 */
public record ImportedSchema(List<JavaSource> sources, List<ImportOmission> omissions) {
    public ImportedSchema {
        sources = List.copyOf(sources);
        omissions = List.copyOf(omissions);
    }
}
