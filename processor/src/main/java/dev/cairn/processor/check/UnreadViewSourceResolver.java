package dev.cairn.processor.check;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.source.ForwardingSourceResolver;
import dev.cairn.analysis.source.Source;
import dev.cairn.analysis.source.SourceResolver;
import dev.cairn.catalog.Catalog;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Span;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the names in queries against the declared objects. A view whose query can't be parsed has the columns of its
 * record, even before it is added to the catalog.
 */
final class UnreadViewSourceResolver implements ForwardingSourceResolver {
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
    public SourceResolver delegate() {
        return catalogSourceResolver;
    }

    @Override
    public Source resolveSource(@Nullable String catalog, String database, String name, Span span) {
        boolean isParsed =
                unreadViewCatalog.findExternalObject(catalog, database, name).isEmpty();
        return (isParsed ? catalogSourceResolver : unreadViewSourceResolver)
                .resolveSource(catalog, database, name, span);
    }
}
