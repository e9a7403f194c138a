package dev.cairn.embedded.rows;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.embedded.rows.store.DuckDbTable;
import dev.cairn.embedded.translate.value.DuckDbQuoting;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.WideDecimal;
import dev.cairn.sql.ast.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Renders the checks of new rows as expressions of DuckDB, with the error messages of the server's tracking log. */
record RowCheckRenderer(Table table) {
    /**
     * Returns an expression for the error message of a row; it gives NULL if the row is valid.
     *
     * @param partitionCondition the condition of the partitions that rows may be written to; null if any row is
     *     accepted
     */
    String renderProblem(@Nullable String partitionCondition) {
        List<String> cases = new ArrayList<>();
        for (Column column : table.columns()) {
            cases.addAll(renderInvalidCases(column, DuckDbTable.quotedColumnName(column)));
        }
        if (partitionCondition != null) {
            cases.add("WHEN (" + partitionCondition + ") IS NOT TRUE THEN"
                    + " 'The row is out of partition ranges. Please add a new partition.'");
        }
        return cases.isEmpty() ? "CAST(NULL AS VARCHAR)" : "CASE " + String.join(" ", cases) + " END";
    }

    /** Returns the cases in which a value is invalid, with the error messages. */
    static List<String> renderInvalidCases(Column column, String valueSql) {
        List<String> cases = new ArrayList<>();
        if (!column.isNullable()) {
            String columnKind = column.isAutoIncrement() ? "auto increment" : "non-nullable";
            cases.add("WHEN " + valueSql + " IS NULL THEN "
                    + DuckDbQuoting.quoteText("NULL value in " + columnKind + " column '" + column.name() + "'"));
        }
        renderLengthCheck(column, valueSql).ifPresent(cases::add);
        renderRangeCheck(column, valueSql).ifPresent(cases::add);
        return cases;
    }

    /**
     * Returns the case of a decimal that fits into its DuckDB type, but has more digits than its column permits; empty
     * if this is impossible.
     */
    private static Optional<String> renderRangeCheck(Column column, String valueSql) {
        Type type = column.type();
        if (!(type instanceof Type.Decimal decimal)
                || DuckDbType.withFullPrecision(type).equals(type)) {
            return Optional.empty();
        }
        if (WideDecimal.isWide(type)) {
            return Optional.of(renderRangeCase(
                    column,
                    WideDecimal.renderPrecisionExcess(valueSql, type),
                    WideDecimal.convertToText(valueSql, type)));
        }
        BigInteger digits = BigInteger.TEN.pow(decimal.precision()).subtract(BigInteger.ONE);
        String maxValue = new BigDecimal(digits, decimal.scale()).toPlainString();
        return Optional.of(
                renderRangeCase(column, valueSql + " NOT BETWEEN -" + maxValue + " AND " + maxValue, valueSql));
    }

    private static String renderRangeCase(Column column, String condition, String printedValueSql) {
        return "WHEN " + condition + " THEN 'Decimal ''' || " + printedValueSql
                + " || "
                + DuckDbQuoting.quoteText("' is out of range. The type of '" + column.name() + "' is "
                        + TypeFormat.formatForMessages(column.type()));
    }

    /** Returns the case of a text that is too long. The length of a text is limited in bytes. */
    private static Optional<String> renderLengthCheck(Column column, String valueSql) {
        boolean hasLengthLimit = PrimitiveType.of(column.type()).isCharacterType()
                || PrimitiveType.of(column.type()) == PrimitiveType.VARBINARY;
        if (!hasLengthLimit || !(column.type() instanceof Type.Text text) || text.length() < 0) {
            return Optional.empty();
        }
        boolean isBinary = text.kind() == Type.Text.Kind.VARBINARY;
        String byteLengthSql = isBinary ? "octet_length(" + valueSql + ")" : "strlen(" + valueSql + ")";
        String printedValueSql = isBinary ? "hex(" + valueSql + ")" : valueSql;
        return Optional.of("WHEN " + byteLengthSql + " > " + text.length() + " THEN 'String ''' || " + printedValueSql
                + " || '''(length=' || " + byteLengthSql + " || "
                + DuckDbQuoting.quoteText(
                        ") is too long. The max length of '" + column.name() + "' is " + text.length()));
    }
}
