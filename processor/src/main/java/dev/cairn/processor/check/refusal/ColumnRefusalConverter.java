package dev.cairn.processor.check.refusal;

import dev.cairn.catalog.CatalogRule;
import dev.cairn.engine.column.ColumnRule;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Finding;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredColumn.ColumnPart;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.RefusalRule;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Converts refusals of the types, defaults and generated values of columns into findings. */
final class ColumnRefusalConverter {
    private static final Type DATETIME_TYPE = new Type.Scalar(Type.Scalar.Kind.DATETIME);
    private static final Pattern CURRENT_TIME_PATTERN =
            Pattern.compile("(?i)(?:now|current_timestamp|localtimestamp|sysdate)(?:\\(\\d?\\))?");

    private final RefusedTable refusedTable;
    private final CheckedTable table;

    ColumnRefusalConverter(RefusedTable refusedTable) {
        this.refusedTable = refusedTable;
        this.table = refusedTable.table();
    }

    /** Returns the finding for a refusal by a rule; empty if another converter or none has a message for the rule. */
    Optional<Finding> toFinding(RefusalRule rule) {
        if (refusedTable.refusal().hasRule(ColumnRule.INVALID_DEFAULT_WITH_REASON)) {
            return defaultValueFinding(refusedTable.refusal().reason());
        }
        if (rule instanceof ColumnRule columnRule) {
            return toFinding(columnRule);
        }
        if (rule == CatalogRule.DECIMAL_PRECISION_OUT_OF_RANGE) {
            return decimalFinding("precision", 1);
        }
        if (rule == CatalogRule.DECIMAL_SCALE_OUT_OF_RANGE) {
            return decimalFinding("scale", 0);
        }
        return rule == ServerError.DUPLICATE_COLUMN ? duplicateColumnFinding() : Optional.empty();
    }

    private Optional<Finding> toFinding(ColumnRule rule) {
        return switch (rule) {
            case LENGTH_TOO_LARGE -> textLengthFinding();
            case GENERATED_BEFORE_ORDINARY -> generatedOrderFinding();
            case GENERATED_KEY ->
                refusedTable.createColumnFinding(CompileRule.GENERATED_KEY, ColumnPart.GENERATED, table.keyKeywords());
            case GENERATED_FROM_GENERATED ->
                generatedReferenceFinding("a generated column", column -> column.generatedValue() != null);
            case GENERATED_FROM_AUTO_INCREMENT ->
                generatedReferenceFinding("an AUTO_INCREMENT column", ColumnDefinition::isAutoIncrement);
            case GENERATED_TYPE_MISMATCH -> generatedTypeFinding();
            case INVALID_DEFAULT -> defaultValueFinding("the type has no such value");
            case DEFAULT_NOT_READABLE -> defaultValueFinding("the server does not support such an expression");
            default -> Optional.empty();
        };
    }

    private Optional<Finding> duplicateColumnFinding() {
        return refusedTable
                .findColumn()
                .map(column -> Finding.of(
                        CompileRule.DUPLICATE_COLUMN,
                        Place.of(column.definition().name().span()),
                        column.name()));
    }

    private Optional<Finding> textLengthFinding() {
        String kindName = String.valueOf(refusedTable.argument(0));
        String alternative = kindName.equals("Char") ? ", or @Varchar" : "";
        return refusedTable.createColumnFinding(
                CompileRule.TEXT_LENGTH,
                ColumnPart.TYPE,
                kindName.toLowerCase(Locale.ROOT),
                refusedTable.argument(2),
                "at most " + refusedTable.argument(1) + " bytes" + alternative);
    }

    private Optional<Finding> decimalFinding(String attributeName, int minDigits) {
        String remedy = "on a " + table.profile().version() + " server, use a " + attributeName + " of " + minDigits
                + " to " + refusedTable.argument(0);
        return refusedTable.createColumnFinding(
                CompileRule.DECIMAL_DIGITS, ColumnPart.TYPE, attributeName, refusedTable.argument(1), remedy);
    }

    private Optional<Finding> defaultValueFinding(Object reason) {
        return refusedTable
                .findColumn()
                .map(column -> Finding.of(
                        CompileRule.DEFAULT_VALUE,
                        column.place(ColumnPart.DEFAULT),
                        column.name(),
                        reason,
                        describeDefaultRemedy(column.definition())));
    }

    /** Returns the remedy for a default, which may be an expression that was written as a value. */
    private static String describeDefaultRemedy(ColumnDefinition column) {
        if (column.defaultValue() instanceof ColumnDefault.TextDefault textDefault) {
            if (textDefault.value().equalsIgnoreCase("null")) {
                return "omit @Default: without it, the default of a column that may be NULL is NULL";
            }
            if (DATETIME_TYPE.equals(column.type())
                    && CURRENT_TIME_PATTERN.matcher(textDefault.value()).matches()) {
                return "write @Default(sql = \"CURRENT_TIMESTAMP\"), which the server evaluates for each row";
            }
        }
        return "use a value that the column can hold";
    }

    private Optional<Finding> generatedOrderFinding() {
        String firstGeneratedName = table.columns().stream()
                .filter(column -> column.definition().generatedValue() != null)
                .map(DeclaredColumn::name)
                .findFirst()
                .orElseThrow();
        return refusedTable
                .findColumn()
                .map(column -> Finding.of(
                        CompileRule.GENERATED_ORDER,
                        column.place(),
                        column.name(),
                        firstGeneratedName,
                        firstGeneratedName));
    }

    private Optional<Finding> generatedTypeFinding() {
        String typeDescription =
                "Column Type: " + refusedTable.argument(0) + ", Expression Type: " + refusedTable.argument(1);
        return refusedTable
                .findColumn()
                .map(column ->
                        Finding.of(CompileRule.GENERATED_TYPE, refusedTable.place(), column.name(), typeDescription));
    }

    private Optional<Finding> generatedReferenceFinding(
            String columnDescription, Predicate<ColumnDefinition> isForbidden) {
        return refusedTable
                .findColumn()
                .flatMap(column ->
                        Objects.requireNonNull(column.definition().generatedValue()).collectColumnNames().stream()
                                .filter(name -> table.findColumn(name.text())
                                        .filter(referencedColumn -> isForbidden.test(referencedColumn.definition()))
                                        .isPresent())
                                .findFirst()
                                .map(name -> Finding.of(
                                        CompileRule.GENERATED_REFERENCE,
                                        Place.of(name.span()),
                                        column.name(),
                                        name.text(),
                                        columnDescription)));
    }
}
