package dev.cairn.analysis.expression;

import dev.cairn.analysis.function.FunctionRule;
import dev.cairn.analysis.type.CastRules;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
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

    /** Returns the type of the value column; unknown if the table is unknown, or if the type is not a scalar one. */
    ExpressionType determineType(Expression.Call call) {
        if (typing.isSharedData()) {
            throw Refusal.ofAnalysisAt(call, CommonRule.NOT_IN_SHARED_DATA, FUNCTION_NAME);
        }
        List<Expression> arguments = call.arguments();
        if (arguments.isEmpty() || !(arguments.get(0) instanceof Expression.Text tableNameText)) {
            throw Refusal.ofAnalysisAt(
                    call, FunctionRule.INVALID_ARGUMENTS, FUNCTION_NAME, "the name of a table as its first argument");
        }
        List<ExpressionType> types = typing.determineTypes(arguments);
        Table table = typing.scope().resolveDictionaryTable(tableNameText.value(), tableNameText.span());
        return table == null ? ExpressionType.UNKNOWN : new Lookup(call, types, table).determineType();
    }

    /** A call whose table is known. */
    private record Lookup(Expression.Call call, List<ExpressionType> argumentTypes, Table table) {
        ExpressionType determineType() {
            List<Column> keyColumns =
                    table.columns().stream().filter(Column::isKey).toList();
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
            if (optionalArgumentCount == 2 || (optionalArgumentCount == 1 && !hasValueColumnArgument)) {
                requireBooleanLiteral(call.arguments().get(argumentTypes.size() - 1));
            }
            Column valueColumn = hasValueColumnArgument
                    ? requireNamedColumn(call.arguments().get(keyColumns.size() + 1))
                    : requireAutoIncrementColumn();
            return valueColumn.type() instanceof Type.Scalar
                    ? ExpressionType.ofNullable(valueColumn.type())
                    : ExpressionType.UNKNOWN;
        }

        private void requireKeyValue(Column keyColumn, @Nullable Type argumentType) {
            if (argumentType != null && !CastRules.isPossible(argumentType, keyColumn.type())) {
                throw createRefusal("a value for the key column " + keyColumn.name());
            }
        }

        private void requireBooleanLiteral(Expression argument) {
            if (!(argument instanceof Expression.Bool)) {
                throw createRefusal("true or false as its last argument");
            }
        }

        private Column requireNamedColumn(Expression argument) {
            if (!(argument instanceof Expression.Text columnNameText)) {
                throw createRefusal("the name of the value column as a text");
            }
            return table.column(columnNameText.value())
                    .orElseThrow(() -> Refusal.ofAnalysisAt(
                            argument,
                            CommonRule.NOT_FOUND_IN,
                            RuleSubject.COLUMN,
                            columnNameText.value(),
                            table.name()));
        }

        private Column requireAutoIncrementColumn() {
            return table.columns().stream()
                    .filter(Column::isAutoIncrement)
                    .reduce((first, second) -> second)
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
