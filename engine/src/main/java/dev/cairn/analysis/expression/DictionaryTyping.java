package dev.cairn.analysis.expression;

import dev.cairn.analysis.function.FunctionRule;
import dev.cairn.analysis.source.DictionaryLookup;
import dev.cairn.analysis.source.DictionaryLookup.DictionaryTable;
import dev.cairn.analysis.type.CastRules;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.catalog.Column;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Types {@code dict_mapping(table, key…[, value column][, null if not found])}, which looks up a row of a table with
 * PRIMARY KEY. Without a value column, the result is the AUTO_INCREMENT column of the table.
 */
final class DictionaryTyping {
    private static final String FUNCTION_NAME = "dict_mapping";

    private final ExpressionTyping typing;

    DictionaryTyping(ExpressionTyping typing) {
        this.typing = typing;
    }

    /**
     * Returns the type of the value column; unknown if the table is unknown, or if the type is not a scalar one.
     *
     * @throws Refusal on a server with shared data, or if the arguments are not valid
     */
    ExpressionType determineType(Expression.Call call) {
        if (typing.isSharedData()) {
            throw Refusal.ofAnalysisAt(call, CommonRule.NOT_IN_SHARED_DATA, FUNCTION_NAME);
        }
        List<Expression> arguments = call.arguments();
        if (arguments.isEmpty() || !(arguments.get(0) instanceof Expression.StringLiteral tableNameText)) {
            throw Refusal.ofAnalysisAt(
                    call, FunctionRule.INVALID_ARGUMENTS, FUNCTION_NAME, "the name of a table as its first argument");
        }
        List<ExpressionType> types = typing.determineTypes(arguments);
        DictionaryTable dictionary = typing.scope().resolveDictionaryTable(tableNameText.value(), tableNameText.span());
        if (dictionary == null) {
            return ExpressionType.UNKNOWN;
        }
        DictionaryLookup lookup = new Arguments(call, types, dictionary).toLookup();
        typing.recordDictionaryLookup(call, lookup);
        return lookup.valueColumn().type() instanceof Type.Scalar
                ? ExpressionType.ofNullable(lookup.valueColumn().type())
                : ExpressionType.UNKNOWN;
    }

    /** The arguments of a call whose table is known. */
    private record Arguments(Expression.Call call, List<ExpressionType> argumentTypes, DictionaryTable dictionary) {
        DictionaryLookup toLookup() {
            List<Column> keyColumns = dictionary.keyColumns();
            int optionalArgumentCount = argumentTypes.size() - 1 - keyColumns.size();
            if (optionalArgumentCount < 0 || optionalArgumentCount > 2) {
                throw createRefusal((keyColumns.size() + 1) + " to " + (keyColumns.size() + 3) + " arguments");
            }
            for (int i = 0; i < keyColumns.size(); i++) {
                requireKeyValue(keyColumns.get(i), argumentTypes.get(i + 1).type());
            }
            boolean hasValueColumnArgument = optionalArgumentCount == 2
                    || (optionalArgumentCount == 1
                            && isText(
                                    argumentTypes.get(argumentTypes.size() - 1).type()));
            boolean hasNullIfMissingArgument =
                    optionalArgumentCount == 2 || (optionalArgumentCount == 1 && !hasValueColumnArgument);
            boolean isNullIfMissing = hasNullIfMissingArgument
                    && requireBooleanLiteral(call.arguments().get(argumentTypes.size() - 1));
            Column valueColumn = hasValueColumnArgument
                    ? requireNamedColumn(call.arguments().get(keyColumns.size() + 1))
                    : requireAutoIncrementColumn();
            return new DictionaryLookup(
                    dictionary, call.arguments().subList(1, keyColumns.size() + 1), valueColumn, isNullIfMissing);
        }

        private void requireKeyValue(Column keyColumn, @Nullable Type argumentType) {
            if (argumentType != null && !CastRules.isPossible(argumentType, keyColumn.type())) {
                throw createRefusal("a value for the key column " + keyColumn.name());
            }
        }

        private boolean requireBooleanLiteral(Expression argument) {
            if (!(argument instanceof Expression.BooleanLiteral literal)) {
                throw createRefusal("true or false as its last argument");
            }
            return literal.value();
        }

        private Column requireNamedColumn(Expression argument) {
            if (!(argument instanceof Expression.StringLiteral columnNameText)) {
                throw createRefusal("the name of the value column as a text");
            }
            return dictionary
                    .table()
                    .findColumn(columnNameText.value())
                    .orElseThrow(() -> Refusal.ofAnalysisAt(
                            argument,
                            CommonRule.NOT_FOUND_IN,
                            RuleSubject.COLUMN,
                            columnNameText.value(),
                            dictionary.table().name()));
        }

        private Column requireAutoIncrementColumn() {
            return dictionary.table().columns().stream()
                    .filter(Column::isAutoIncrement)
                    .findFirst() // a table has at most one
                    .orElseThrow(() -> createRefusal("a value column, since the table has no AUTO_INCREMENT column"));
        }

        private static boolean isText(@Nullable Type type) {
            return type instanceof Type.Text;
        }

        private Refusal createRefusal(String requirement) {
            return Refusal.ofAnalysisAt(call, FunctionRule.INVALID_ARGUMENTS, FUNCTION_NAME, requirement);
        }
    }
}
