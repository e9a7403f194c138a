package dev.cairn.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Lists the migrations of the database, and when and by which user they were run: {@code mvn cairn:history}.
 */
@Mojo(name = "history", requiresDependencyResolution = ResolutionScope.RUNTIME)
final class HistoryMojo extends SchemaMojo {
    HistoryMojo() {
        super("history");
    }
}
