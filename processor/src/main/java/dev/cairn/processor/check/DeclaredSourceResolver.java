package dev.cairn.processor.check;

import dev.cairn.analysis.source.DictionaryLookup.DictionaryTable;
import dev.cairn.analysis.source.ForwardingSourceResolver;
import dev.cairn.analysis.source.Source;
import dev.cairn.analysis.source.SourceResolver;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the sources of a query in a declared schema. It records the objects that the query names, and which of them
 * must be checked before the query.
 */
public final class DeclaredSourceResolver implements ForwardingSourceResolver {
    private final SourceResolver declaredSourceResolver;
    private final BiPredicate<String, String> isUnchecked;
    private final boolean hasAllRecords;
    private final Set<RequestedName> uncheckedNames = new LinkedHashSet<>();
    private final List<Source> resolvedSources = new ArrayList<>();

    /** The name of an object in a database. */
    record RequestedName(String database, String name) {
        /**
         * This method is written by hand, like {@link #equals}: method handles link the generated methods of records,
         * which delays the first compilation in each process.
         */
        @Override
        public int hashCode() {
            return 31 * database.hashCode() + name.hashCode();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof RequestedName otherName
                    && database.equals(otherName.database)
                    && name.equals(otherName.name);
        }
    }

    /**
     * Creates a resolver for one query.
     *
     * @param declaredSourceResolver the objects that have been created already
     * @param isUnchecked tests whether the object with a database and a name is part of the schema, but not checked yet
     * @param hasAllRecords whether all records of the schema could be read; otherwise, an unknown name may be the name
     *     of an unreadable record, and is not refused
     */
    public DeclaredSourceResolver(
            SourceResolver declaredSourceResolver, BiPredicate<String, String> isUnchecked, boolean hasAllRecords) {
        this.declaredSourceResolver = declaredSourceResolver;
        this.isUnchecked = isUnchecked;
        this.hasAllRecords = hasAllRecords;
    }

    @Override
    public SourceResolver delegate() {
        return declaredSourceResolver;
    }

    @Override
    public Source resolveSource(@Nullable String catalog, String database, String name, Span span) {
        if (catalog == null && isUnchecked.test(database, name)) {
            uncheckedNames.add(new RequestedName(database, name));
            return Source.ofUnknown(database, name, Source.Kind.TABLE);
        }
        Source source = resolveDeclared(catalog, database, name, span);
        resolvedSources.add(source);
        return source;
    }

    private Source resolveDeclared(@Nullable String catalogName, String databaseName, String name, Span span) {
        try {
            return declaredSourceResolver.resolveSource(catalogName, databaseName, name, span);
        } catch (Refusal refusal) {
            if (hasAllRecords) {
                throw refusal;
            }
            return Source.ofUnknown(databaseName, name, Source.Kind.EXTERNAL);
        }
    }

    @Override
    public @Nullable DictionaryTable resolveDictionaryTable(@Nullable String databaseName, String name, Span span) {
        try {
            return declaredSourceResolver.resolveDictionaryTable(databaseName, name, span);
        } catch (Refusal refusal) {
            if (hasAllRecords) {
                throw refusal;
            }
            return null;
        }
    }

    /**
     * Returns the objects that the query reads, except the objects of external catalogs and the objects that must be
     * checked first.
     */
    Set<RequestedName> resolvedNames() {
        Set<RequestedName> names = new LinkedHashSet<>();
        resolvedSources.stream()
                .filter(source -> source.catalog() == null)
                .forEach(source -> names.add(new RequestedName(source.database(), source.name())));
        return names;
    }

    /** Returns the objects that must be checked before the query. */
    Set<RequestedName> uncheckedNames() {
        return uncheckedNames;
    }

    /** Returns the columns of all sources of the query, for suggestions. */
    public List<String> columnNames() {
        Set<String> names = new LinkedHashSet<>();
        for (Source source : resolvedSources) {
            source.columns().stream().filter(Source.Column::isVisible).forEach(column -> names.add(column.name()));
        }
        return List.copyOf(names);
    }
}
