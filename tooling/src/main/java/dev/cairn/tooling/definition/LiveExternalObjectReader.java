package dev.cairn.tooling.definition;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.SourceNameCollector;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.ExternalObject;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.catalog.ViewDefinition;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.reflection.ExternalObjectReader;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the relations of other databases and catalogs that the views of some databases read. Only the server
 * knows their columns.
 */
final class LiveExternalObjectReader {
    private static final Logger LOG = System.getLogger("dev.cairn");

    private final ServerConnection connection;
    private final ServerProfile profile;

    LiveExternalObjectReader(ServerConnection connection, ServerProfile profile) {
        this.connection = connection;
        this.profile = profile;
    }

    /**
     * Returns the initial catalog with the external objects that the views of a catalog read. Objects that the user may
     * not see are absent.
     *
     * @param initialCatalog the catalog to which the external objects are added
     * @param additionalSourceNames the relations that further queries read
     */
    Catalog readExternalObjects(
            Catalog catalog, Catalog initialCatalog, Collection<QualifiedName> additionalSourceNames) {
        CatalogSourceResolver sourceResolver = new CatalogSourceResolver(profile, catalog);
        Catalog catalogWithExternals = initialCatalog;
        Set<QualifiedName> sourceNames = collectSourceNames(catalog);
        sourceNames.addAll(additionalSourceNames);
        for (QualifiedName name : sourceNames) {
            if (isOutsideDatabases(catalog, name) && !canResolve(sourceResolver, name)) {
                Optional<ExternalObject> externalObject = readExternalObject(name);
                catalogWithExternals = externalObject.isPresent()
                        ? catalogWithExternals.withExternalObject(externalObject.get())
                        : catalogWithExternals;
            }
        }
        return catalogWithExternals;
    }

    private Set<QualifiedName> collectSourceNames(Catalog catalog) {
        Set<QualifiedName> names = new LinkedHashSet<>();
        for (Database database : catalog.databases().values()) {
            database.views().values().forEach(view -> names.addAll(collectSourceNames(view.definition(), database)));
            database.materializedViews()
                    .values()
                    .forEach(view -> names.addAll(collectSourceNames(view.definition(), database)));
        }
        return names;
    }

    private List<QualifiedName> collectSourceNames(ViewDefinition definition, Database database) {
        return collectSourceNames(
                definition.query().query(),
                Objects.requireNonNullElse(definition.defaultDatabaseName(), database.name()),
                profile);
    }

    /**
     * Returns the names of the relations that a query reads; if the query is refused, the names found before the
     * refusal.
     */
    static List<QualifiedName> collectSourceNames(Query query, String currentDatabase, ServerProfile profile) {
        SourceNameCollector nameCollector = new SourceNameCollector();
        try {
            new QueryAnalysis(profile, nameCollector, currentDatabase).analyze(query);
        } catch (Refusal refusal) {
            LOG.log(Level.DEBUG, "Only the names before this part of a query are known", refusal);
        }
        return nameCollector.names();
    }

    private static boolean isOutsideDatabases(Catalog catalog, QualifiedName name) {
        return InternalCatalog.externalCatalogName(name) != null
                || catalog.findDatabase(extractDatabaseName(name)).isEmpty();
    }

    private static boolean canResolve(CatalogSourceResolver sourceResolver, QualifiedName name) {
        try {
            sourceResolver.resolveSource(
                    InternalCatalog.externalCatalogName(name),
                    extractDatabaseName(name),
                    name.lastPart().text(),
                    Span.NONE);
            return true;
        } catch (Refusal ignored) {
            return false;
        }
    }

    private static String extractDatabaseName(QualifiedName name) {
        return name.qualifier().map(Name::text).orElse("");
    }

    /** Returns an external object; empty if the user may not see it or its columns. */
    private Optional<ExternalObject> readExternalObject(QualifiedName name) {
        try {
            ExternalObject object = new ExternalObjectReader(connection, profile).read(name);
            return object.columns().isEmpty() ? Optional.empty() : Optional.of(object);
        } catch (ServerRefusalException refusal) {
            refusal.rethrowIfTransient();
            return Optional.empty();
        }
    }
}
