package dev.cairn.processor.check;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.source.Source;
import dev.cairn.analysis.source.SourceResolver;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.UserFunction;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the names in queries against the declared objects. A view whose query can't be parsed has the columns of its
 * record, even before it is added to the catalog.
 */
final class UnreadViewSourceResolver implements SourceResolver {
    private final SourceResolver catalogSourceResolver;
    private final Catalog unreadViewCatalog;
    private final SourceResolver unreadViewSourceResolver;

    /** @param unreadViewCatalog the stubs of the views whose query can't be parsed */
    UnreadViewSourceResolver(ServerProfile profile, Catalog catalog, Catalog unreadViewCatalog) {
        this.catalogSourceResolver = new CatalogSourceResolver(profile, catalog);
        this.unreadViewCatalog = unreadViewCatalog;
        this.unreadViewSourceResolver = new CatalogSourceResolver(profile, unreadViewCatalog);
    }

    @Override
    public Source resolveSource(@Nullable String catalog, String database, String name, Span span) {
        boolean isParsed =
                unreadViewCatalog.findExternalObject(catalog, database, name).isEmpty();
        return (isParsed ? catalogSourceResolver : unreadViewSourceResolver)
                .resolveSource(catalog, database, name, span);
    }

    @Override
    public Source resolveSynchronousView(String database, String name) {
        return catalogSourceResolver.resolveSynchronousView(database, name);
    }

    @Override
    public boolean lacksPartition(String database, String tableName, Name partition, boolean isTemporary) {
        return catalogSourceResolver.lacksPartition(database, tableName, partition, isTemporary);
    }

    @Override
    public List<UserFunction> findFunctions(@Nullable String database, QualifiedName function) {
        return catalogSourceResolver.findFunctions(database, function);
    }

    @Override
    public boolean hasUserAggregates() {
        return catalogSourceResolver.hasUserAggregates();
    }
}
