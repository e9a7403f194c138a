package dev.cairn.analysis.source;

import dev.cairn.analysis.source.DictionaryLookup.DictionaryTable;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.TypeSettings;
import dev.cairn.catalog.UserFunction;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A resolver that asks another one, except for the names whose methods it overrides. */
public interface ForwardingSourceResolver extends SourceResolver {
    /** Returns the resolver that this one asks. */
    SourceResolver delegate();

    @Override
    default Source resolveSource(@Nullable String catalog, String database, String name, Span span) {
        return delegate().resolveSource(catalog, database, name, span);
    }

    @Override
    default boolean lacksPartition(String database, String tableName, Name partition, boolean isTemporary) {
        return delegate().lacksPartition(database, tableName, partition, isTemporary);
    }

    @Override
    default Source resolveSynchronousView(String database, String name) {
        return delegate().resolveSynchronousView(database, name);
    }

    @Override
    default List<UserFunction> findFunctions(@Nullable String database, QualifiedName function) {
        return delegate().findFunctions(database, function);
    }

    @Override
    default boolean hasUserAggregates() {
        return delegate().hasUserAggregates();
    }

    @Override
    default ExpressionType determineVariableType(Expression variable) {
        return delegate().determineVariableType(variable);
    }

    @Override
    default Expression resolveVariable(Expression.UserVariable variable) {
        return delegate().resolveVariable(variable);
    }

    @Override
    default void requireNotCancelled() {
        delegate().requireNotCancelled();
    }

    @Override
    default TypeSettings settings() {
        return delegate().settings();
    }

    @Override
    default @Nullable DictionaryTable resolveDictionaryTable(@Nullable String database, String name, Span span) {
        return delegate().resolveDictionaryTable(database, name, span);
    }

    @Override
    default boolean mayHaveFunction(QualifiedName function) {
        return delegate().mayHaveFunction(function);
    }
}
