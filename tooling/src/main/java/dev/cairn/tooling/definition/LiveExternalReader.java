package dev.cairn.tooling.definition;

import dev.cairn.analysis.CatalogSources;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.SourceNameCollector;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.ExternalObject;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ViewDefinition;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.SqlSyntaxException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the relations of other databases and catalogs that the views of some databases read. Only the server
 * knows their columns, and DESC shows them for every kind of catalog.
 */
final class LiveExternalReader {
    private static final Logger LOG = System.getLogger("dev.cairn");
    private static final int FIELD_INDEX = 0;
    private static final int TYPE_INDEX = 1;
    private static final int NULLABLE_INDEX = 2;

    private final ServerConnection connection;
    private final ServerProfile profile;

    LiveExternalReader(ServerConnection connection, ServerProfile profile) {
        this.connection = connection;
        this.profile = profile;
    }

    /** Returns a catalog of the external objects that the views of another one read, as far as the user may see them. */
    Catalog readSources(Catalog catalog) {
        CatalogSources knownSources = new CatalogSources(profile, catalog);
        Catalog externals = Catalog.EMPTY;
        for (QualifiedName name : collectReadNames(catalog)) {
            if (isOutside(catalog, name) && !isKnown(knownSources, name)) {
                Optional<ExternalObject> external = readExternalObject(name);
                externals = external.isPresent() ? externals.withExternalObject(external.get()) : externals;
            }
        }
        return externals;
    }

    private Set<QualifiedName> collectReadNames(Catalog catalog) {
        Set<QualifiedName> names = new LinkedHashSet<>();
        for (Database database : catalog.databases().values()) {
            database.views().values().forEach(view -> names.addAll(collectReadNames(view.definition(), database)));
            database.materializedViews()
                    .values()
                    .forEach(view -> names.addAll(collectReadNames(view.definition(), database)));
        }
        return names;
    }

    private List<QualifiedName> collectReadNames(ViewDefinition definition, Database database) {
        SourceNameCollector sources = new SourceNameCollector();
        String currentDatabase = Objects.requireNonNullElse(definition.database(), database.name());
        try {
            new QueryAnalysis(profile, sources, currentDatabase)
                    .analyse(definition.query().query());
        } catch (Refusal refusal) {
            LOG.log(Level.DEBUG, "Only the names before this part of a query are known", refusal);
        }
        return sources.names();
    }

    private static boolean isOutside(Catalog catalog, QualifiedName name) {
        return catalogOf(name) != null || catalog.database(databaseOf(name)).isEmpty();
    }

    private static boolean isKnown(CatalogSources knownSources, QualifiedName name) {
        try {
            knownSources.find(catalogOf(name), databaseOf(name), name.lastPart().text(), Span.NONE);
            return true;
        } catch (Refusal ignored) {
            return false;
        }
    }

    private static @Nullable String catalogOf(QualifiedName name) {
        List<Name> parts = name.parts();
        boolean isExternal = parts.size() > 2 && !parts.get(0).text().equals(ResolvedTableName.INTERNAL_CATALOG);
        return isExternal ? parts.get(0).text() : null;
    }

    private static String databaseOf(QualifiedName name) {
        return name.qualifier().map(Name::text).orElse("");
    }

    private Optional<ExternalObject> readExternalObject(QualifiedName name) {
        List<ColumnDefinition> columns = new ArrayList<>();
        try {
            String path =
                    SqlQuoting.quotePath(name.parts().stream().map(Name::text).toList());
            for (List<@Nullable String> row : connection.fetchRows("DESC " + path)) {
                String column = row.get(FIELD_INDEX);
                if (column != null) {
                    columns.add(ColumnDefinition.of(Name.of(column), parseType(row.get(TYPE_INDEX)), Span.NONE)
                            .withNullable(!"NO".equalsIgnoreCase(row.get(NULLABLE_INDEX))));
                }
            }
        } catch (ServerRefusalException refusal) {
            if (refusal.transientError().isPresent()) {
                throw refusal;
            }
            return Optional.empty();
        }
        return columns.isEmpty()
                ? Optional.empty()
                : Optional.of(ExternalObject.of(name, columns, databaseOf(name), profile));
    }

    /** Returns null for a type of another system that has no name here. */
    private static @Nullable Type parseType(@Nullable String typeText) {
        if (typeText == null) {
            return null;
        }
        try {
            return Sql.parseType(typeText);
        } catch (SqlSyntaxException ignored) {
            return null;
        }
    }
}
