package dev.cairn.sql.ast;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A name with its qualifiers: {@code table}, {@code database.table} or {@code catalog.database.table}. */
public record QualifiedName(List<Name> parts) {
    /** The internal catalog of the server; all other catalogs are external. */
    public static final String INTERNAL_CATALOG = "default_catalog";

    public QualifiedName {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a name has at least one part");
        }
    }

    public static QualifiedName of(String... parts) {
        return new QualifiedName(java.util.Arrays.stream(parts).map(Name::of).toList());
    }

    public Name lastPart() {
        return parts.get(parts.size() - 1);
    }

    /** Returns the part before the last one, or empty if it is absent. */
    public Optional<Name> qualifier() {
        return parts.size() < 2 ? Optional.empty() : Optional.of(parts.get(parts.size() - 2));
    }

    /** Returns the part before the qualifier, which is the catalog of a table or view, or empty if it is absent. */
    public Optional<Name> catalog() {
        return parts.size() < 3 ? Optional.empty() : Optional.of(parts.get(parts.size() - 3));
    }

    /** Returns whether this is the name of a table or view of an external catalog. */
    public boolean isExternal() {
        return catalog()
                .filter(catalog -> !catalog.text().equals(INTERNAL_CATALOG))
                .isPresent();
    }

    public Span span() {
        return parts.get(0).span().extendTo(lastPart().span());
    }

    /** Returns the name as statements write it: each part in backquotes, unless it needs none. */
    public String minimalSql() {
        return parts.stream().map(part -> Name.quoteIfNeeded(part.text())).collect(Collectors.joining("."));
    }

    @Override
    public String toString() {
        return parts.stream().map(Name::text).collect(Collectors.joining("."));
    }
}
