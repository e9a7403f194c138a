package dev.cairn.tooling.importing;

import java.util.List;

/**
 * A catalog as Java.
 *
 * @param sources a record for each object, and the root of the schema behind them
 * @param unsaid what the records leave out
 */
public record ImportedSchema(List<JavaSource> sources, List<ImportOmission> unsaid) {
    public ImportedSchema {
        sources = List.copyOf(sources);
        unsaid = List.copyOf(unsaid);
    }
}
