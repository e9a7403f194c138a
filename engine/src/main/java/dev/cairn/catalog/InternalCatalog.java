package dev.cairn.catalog;

import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import org.jspecify.annotations.Nullable;

/** The server's own catalog, which has all databases that statements can change. All other catalogs are external. */
public final class InternalCatalog {
    public static final String NAME = QualifiedName.INTERNAL_CATALOG;

    /** The prefix of a path in this catalog, such as {@code default_catalog.shop.orders}. */
    public static final String PREFIX = NAME + ".";

    private InternalCatalog() {}

    /**
     * Returns whether a qualifier names this catalog. Null, for a name without a catalog, stands for this catalog, too.
     */
    public static boolean isInternal(@Nullable String catalog) {
        return catalog == null || catalog.equals(NAME);
    }

    /** Returns the external catalog that a qualifier names; null if it stands for this catalog. */
    public static @Nullable String externalCatalogName(@Nullable String catalog) {
        return isInternal(catalog) ? null : catalog;
    }

    /** Returns the external catalog of a table or view; null if it is in this catalog. */
    public static @Nullable String externalCatalogName(QualifiedName objectName) {
        return externalCatalogName(objectName.catalog().map(Name::text).orElse(null));
    }

    /** Removes the qualifier from a path, such as {@code default_catalog.shop.orders}. */
    public static String removePrefix(String path) {
        return path.startsWith(PREFIX) ? path.substring(PREFIX.length()) : path;
    }
}
