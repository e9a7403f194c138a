package dev.cairn.analysis.function;

import dev.cairn.catalog.UserFunction;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.AggregateCall;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.FunctionDeclaration.Kind;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query.Conditions;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SelectItem;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Resolves calls of user-defined functions. If no built-in function matches, the server searches the functions of the
 * database that qualifies the name, by default the database in use, and then the global functions.
 *
 * @param functionFinder returns the functions to which a name may refer, in its database and among the global functions
 */
public record UserFunctions(Function<QualifiedName, List<UserFunction>> functionFinder) {
    /** Returns the signature of the function that a call refers to; null if no declared function matches. */
    public @Nullable Signature findSignature(QualifiedName name, List<Type> argumentTypes) {
        List<UserFunction> functions = functionFinder.apply(name);
        if (functions.isEmpty()) {
            return null;
        }
        for (boolean isGlobal : new boolean[] {false, true}) {
            List<Signature> signatures = functions.stream()
                    .filter(function -> (function.database() == null) == isGlobal)
                    .map(UserFunctions::toSignature)
                    .toList();
            Signature signature = signatures.isEmpty()
                    ? null
                    : new Overloads(FunctionEntry.ofUnknown(), signatures).resolve(argumentTypes);
            if (signature != null) {
                return signature;
            }
        }
        return null;
    }

    private static Signature toSignature(UserFunction function) {
        List<SignatureType> parameters = new ArrayList<>();
        for (Type argumentType : function.argumentTypes()) {
            parameters.add(new SignatureType.FixedType(argumentType));
        }
        SignatureType resultType = new SignatureType.FixedType(function.resultType());
        FunctionEntry entry = new FunctionEntry.Builder(
                        function.name(), toEntryKind(function.kind()), ServerProfile.DEFAULT.version())
                .build();
        return new Signature(entry, parameters, function.isVariadic(), resultType, resultType, true);
    }

    private static FunctionEntry.Kind toEntryKind(Kind kind) {
        return switch (kind) {
            case SCALAR -> FunctionEntry.Kind.SCALAR;
            case AGGREGATE -> FunctionEntry.Kind.AGGREGATE;
            case WINDOW -> FunctionEntry.Kind.WINDOWED_AGGREGATE;
            case TABLE -> FunctionEntry.Kind.TABLE;
        };
    }

    /**
     * Returns a SELECT in which the calls of user-defined aggregate functions in the items, in WHERE and in HAVING are
     * {@link AggregateCall}s, because the name of a function does not show that it is an aggregate.
     */
    public Select markAggregates(Select select) {
        List<SelectItem> items = new ArrayList<>(select.items().size());
        for (SelectItem item : select.items()) {
            items.add(
                    item instanceof SelectItem.Value value
                            ? new SelectItem.Value(
                                    markAggregates(value.value()), value.alias(), value.hasAsKeyword(), value.span())
                            : item);
        }
        Expression where = select.where() == null ? null : markAggregates(select.where());
        Expression having = select.having() == null ? null : markAggregates(select.having());
        return select.withItemsAndConditions(items, new Conditions(where, having, select.qualify()));
    }

    /** Returns the items of ORDER BY, with the calls of user-defined aggregate functions marked. */
    public List<SortItem> markAggregates(List<SortItem> orderBy) {
        return SortItem.map(orderBy, this::markAggregates);
    }

    private Expression markAggregates(Expression expression) {
        return expression.rewrite(subexpression ->
                subexpression instanceof Call call && isAggregate(call) ? AggregateCall.of(call) : subexpression);
    }

    private boolean isAggregate(Call call) {
        return BuiltinFunctions.resolveEntry(call).overloads().isEmpty()
                && functionFinder.apply(call.function()).stream().anyMatch(UserFunction::isAggregate);
    }
}
