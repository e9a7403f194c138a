package dev.cairn.analysis.source;

import dev.cairn.analysis.source.DictionaryLookup.DictionaryTable;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.TypeSettings;
import dev.cairn.catalog.UserFunction;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Resolves the names of tables, views and functions in queries. */
public interface SourceResolver {
    /**
     * Returns the table, view or materialized view with this name. A resolver that does not know all relations may
     * return an {@linkplain Source#ofUnknown unknown source}.
     *
     * @param catalog null for the internal catalog
     * @throws Refusal if the relation does not exist
     */
    Source resolveSource(@Nullable String catalog, String database, String name, Span span);

    /** Returns whether a table certainly has no partition with this name; false if the table is not known. */
    default boolean lacksPartition(String database, String tableName, Name partition, boolean isTemporary) {
        return false;
    }

    /**
     * Returns the synchronous materialized view of this name, which may belong to any table of the database; an unknown
     * source if the view is not known.
     */
    default Source resolveSynchronousView(String database, String name) {
        return Source.ofUnknown(database, name, Source.Kind.MATERIALIZED_VIEW);
    }

    /**
     * Returns the user-defined functions that a name may refer to, in the order in which the server searches them.
     *
     * @param database the database of an unqualified name; null if the session has selected no database
     */
    default List<UserFunction> findFunctions(@Nullable String database, QualifiedName function) {
        return List.of();
    }

    /**
     * Returns whether any user-defined function is an aggregate: calls of such functions can't be recognized by their
     * names alone.
     */
    default boolean hasUserAggregates() {
        return false;
    }

    /** Returns the type of a variable; unknown if it depends on an unknown session. */
    default ExpressionType determineVariableType(Expression variable) {
        return ExpressionType.UNKNOWN;
    }

    /**
     * Returns the literal as which the server reads a user variable where it requires an integer; the variable itself
     * if its value depends on an unknown session. A negative number has its sign in the text.
     */
    default Expression resolveVariable(Expression.UserVariable variable) {
        return variable;
    }

    /**
     * Requires that the analysis may continue. It is called for each expression.
     *
     * @throws Refusal if the statement has been cancelled
     */
    default void requireNotCancelled() {}

    /** Returns the session's variables on which types depend. */
    default TypeSettings settings() {
        return TypeSettings.DEFAULT;
    }

    /**
     * Returns the table that the first argument of {@code dict_mapping} names; null if the tables are not known.
     *
     * @param database the database of an unqualified name; null if the session has selected no database
     * @throws Refusal if the table does not exist, or if no dictionary function can read it
     */
    default @Nullable DictionaryTable resolveDictionaryTable(@Nullable String database, String name, Span span) {
        return null;
    }

    /** Returns whether a function that is not built in may exist; the type of its result is then unknown. */
    default boolean mayHaveFunction(QualifiedName function) {
        return false;
    }
}
