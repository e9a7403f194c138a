package dev.cairn.engine.column;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.expression.ExpressionScope;
import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.source.DictionaryLookup.DictionaryTable;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.TypeRule;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.UserFunction;
import dev.cairn.engine.context.ServerState;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The scope of expressions over one table: its columns, and the fields of struct columns. Expressions of generated
 * columns, partitions and rollups see no other relation.
 */
public record ColumnScope(Function<String, Optional<ExpressionType>> columnTypeFinder, CatalogLookup catalogLookup)
        implements ExpressionScope {
    /**
     * Looks up names in expressions other than columns: the tables of {@code dict_mapping}, and user-defined functions.
     */
    @FunctionalInterface
    public interface CatalogLookup {
        /** Does not know any names: the definition of an existing table stays valid even without its dictionary. */
        CatalogLookup UNKNOWN = (name, span) -> Optional.empty();

        /**
         * Returns a table; empty if it is not known.
         *
         * @throws Refusal if no dictionary function can read it
         */
        Optional<DictionaryTable> findDictionaryTable(String name, Span span);

        /** Returns the functions that a name without a database may refer to. */
        default List<UserFunction> findFunctions(QualifiedName name) {
            return List.of();
        }

        /**
         * Returns a lookup in the server's catalog. A table that the catalog lacks counts as unknown, since it may be
         * declared later.
         */
        static CatalogLookup of(ServerState server) {
            CatalogSourceResolver sourceResolver = new CatalogSourceResolver(server.profile(), server.catalog());
            return new CatalogLookup() {
                @Override
                public Optional<DictionaryTable> findDictionaryTable(String name, Span span) {
                    return sourceResolver.findDictionaryTable(server.session().databaseName(), name, span);
                }

                @Override
                public List<UserFunction> findFunctions(QualifiedName name) {
                    return sourceResolver.findFunctions(server.session().databaseName(), name);
                }
            };
        }
    }

    public static ColumnScope of(Table table) {
        return of(table, CatalogLookup.UNKNOWN);
    }

    static ColumnScope of(Table table, CatalogLookup catalogLookup) {
        return new ColumnScope(name -> table.findColumn(name).map(ColumnScope::toExpressionType), catalogLookup);
    }

    /** Returns the scope of partition expressions, in which the server does not know the database of the table. */
    public static ColumnScope ofPartitionExpressions(List<DraftColumn> columns) {
        return new ColumnScope(
                name -> columns.stream()
                        .filter(column -> column.isNamed(name))
                        .findFirst()
                        .map(column -> ExpressionType.of(column.type(), column.isNullable())),
                ColumnScope::refuseUnqualifiedName);
    }

    static ExpressionType toExpressionType(Column column) {
        return ExpressionType.of(column.type(), column.isNullable());
    }

    /**
     * Returns the type of a column that stores the values of an expression, or null if it is unknown. A text without a
     * length gets the maximum length.
     */
    public @Nullable Type determineStoredType(ServerProfile profile, Expression expression) {
        Type type =
                new ExpressionTyping(profile, this).determineType(expression).type();
        return type instanceof Type.Text textType && textType.length() == Type.Text.UNSPECIFIED_LENGTH
                ? new Type.Text(textType.kind(), Type.Text.MAX_LENGTH)
                : type;
    }

    @Override
    public List<UserFunction> findFunctions(QualifiedName functionName) {
        return catalogLookup.findFunctions(functionName);
    }

    /** Returns whether the name has a database: functions of other databases are assumed to exist. */
    @Override
    public boolean mayHaveFunction(QualifiedName functionName) {
        return functionName.parts().size() > 1;
    }

    private static Optional<DictionaryTable> refuseUnqualifiedName(String name, Span span) {
        if (name.indexOf('.') < 0) {
            throw Refusal.ofAnalysis(span, ServerError.NO_DATABASE_SELECTED);
        }
        return Optional.empty();
    }

    @Override
    public @Nullable DictionaryTable resolveDictionaryTable(String name, Span span) {
        return catalogLookup.findDictionaryTable(name, span).orElse(null);
    }

    /**
     * Resolves a name to its first part that is a column; the parts after it are fields. The parts before it, such as
     * the name of the table, are not checked.
     */
    @Override
    public ResolvedReference resolveColumn(QualifiedName name, Span span) {
        List<Name> nameParts = name.parts();
        for (int columnIndex = 0; columnIndex < nameParts.size(); columnIndex++) {
            Optional<ExpressionType> columnType =
                    columnTypeFinder.apply(nameParts.get(columnIndex).text());
            if (columnType.isPresent()) {
                ExpressionType resolvedType = columnType.get();
                for (Name field : nameParts.subList(columnIndex + 1, nameParts.size())) {
                    resolvedType = resolvedType.requireFieldType(field, span);
                }
                return new ResolvedReference(name, resolvedType);
            }
        }
        throw Refusal.ofAnalysis(span, TypeRule.COLUMN_NOT_FOUND, name);
    }
}
