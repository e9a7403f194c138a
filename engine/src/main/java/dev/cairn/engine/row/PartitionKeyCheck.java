package dev.cairn.engine.row;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.engine.value.LiteralValueParser;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.DmlStatement.Insert;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Relation.PartitionKeyValue;
import dev.cairn.sql.ast.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks the values of an INSERT with {@code PARTITION (day = '2025-01-01')} against the partition columns. */
record PartitionKeyCheck(Insert insert, List<String> partitionColumnNames) {
    /** Requires exactly one value for each partition column. */
    void checkColumns() {
        List<PartitionKeyValue> keyValues = insert.partitionKeys();
        if (partitionColumnNames.size() != keyValues.size()) {
            throw Refusal.ofAnalysis(
                    insert.target().span(),
                    partitionColumnNames.size() > keyValues.size()
                            ? RowRule.INSERT_PARTITION_KEYS_MISSING
                            : RowRule.INSERT_PARTITION_KEYS_SUPERFLUOUS,
                    partitionColumnNames.size());
        }
        Set<String> keyNames = new HashSet<>();
        for (PartitionKeyValue keyValue : keyValues) {
            if (!keyNames.add(keyValue.column().text())) {
                throw Refusal.ofAnalysis(
                        keyValue.column().span(), RowRule.INSERT_PARTITION_KEY_DUPLICATE, keyValue.column());
            }
        }
        for (PartitionKeyValue keyValue : keyValues) {
            if (partitionColumnNames.stream()
                    .noneMatch(name -> keyValue.column().equalsIgnoreCase(name))) {
                throw Refusal.ofAnalysis(
                        keyValue.column().span(), RowRule.INSERT_PARTITION_KEY_NOT_FOUND, keyValue.column());
            }
        }
    }

    /** Requires that each literal is a text of a value of its column; accepts any other expression. */
    void requireConvertibleValues(Table table) {
        for (PartitionKeyValue keyValue : insert.partitionKeys()) {
            Optional<String> literalText = keyValue.value() instanceof Expression.NumberLiteral number
                    ? Optional.of(number.text())
                    : keyValue.value().findQuotedText();
            table.findColumn(keyValue.column().text())
                    .ifPresent(column -> literalText.ifPresent(text -> {
                        try {
                            requireConvertibleText(text, column.type());
                        } catch (InvalidValueException failure) {
                            throw Refusal.ofAnalysis(keyValue.column().span(), failure.rule(), failure.arguments());
                        }
                    }));
        }
    }

    private static void requireConvertibleText(String text, Type type) throws InvalidValueException {
        switch (PrimitiveType.of(type)) {
            case TINYINT, SMALLINT, INT, BIGINT -> LiteralValueParser.parseInteger(text, type);
            case LARGEINT -> LiteralValueParser.parseLargeInteger(text);
            case DATE, DATETIME -> LiteralValueParser.parseDateTime(text);
            case BOOLEAN -> LiteralValueParser.parseBoolean(text);
            default -> {
                // Any text is a value of the other types.
            }
        }
    }
}
