package dev.cairn.engine.column;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.RollupDefinition;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks and determines the columns of a rollup. The keys come first. A rollup of a UNIQUE KEY table, or with a value
 * that is replaced, must contain all keys of the table.
 */
public final class RollupColumns {
    private final Table table;
    private final List<Column> baseColumns;
    private final RollupDefinition definition;

    private RollupColumns(Table table, List<Column> baseColumns, RollupDefinition definition) {
        this.table = table;
        this.baseColumns = baseColumns;
        this.definition = definition;
    }

    /**
     * Returns the columns as the rollup stores them; refuses a rollup that the server does not accept.
     *
     * @param baseColumns the columns of the table, or of the rollup from which the new one is created
     */
    public static List<Column> determine(Table table, List<Column> baseColumns, RollupDefinition definition) {
        RollupColumns rollupColumns = new RollupColumns(table, baseColumns, definition);
        List<Column> chosenColumns = rollupColumns.chooseColumns();
        ShortKey.requireIndexable(
                chosenColumns, chosenColumns.stream().filter(Column::isKey).toList(), definition.span());
        return chosenColumns;
    }

    private List<Column> chooseColumns() {
        if (table.model() != KeyModel.DUPLICATE) {
            return chooseMergedColumns();
        }
        return definition.duplicateKey().isEmpty() ? chooseWithAssumedKey() : chooseWithDeclaredKey();
    }

    private Column requireColumn(Name name) {
        for (Column column : baseColumns) {
            if (column.name().equals(name.text())) {
                return column;
            }
        }
        throw Refusal.ofExecution(name.span(), CommonRule.NOT_FOUND, RuleSubject.COLUMN, name);
    }

    private List<Column> chooseMergedColumns() {
        List<Column> columns = new ArrayList<>();
        boolean hasValueColumn = false;
        boolean hasReplacedValues = false;
        for (Name name : definition.columns()) {
            Column column = requireColumn(name);
            if (column.isKey() && hasValueColumn) {
                throw Refusal.ofExecution(name.span(), ColumnRule.VALUE_BEFORE_KEY);
            }
            hasValueColumn |= !column.isKey();
            hasReplacedValues |= column.replacesValues();
            columns.add(column);
        }
        requireKeys(columns, hasReplacedValues);
        return columns;
    }

    private void requireKeys(List<Column> columns, boolean hasReplacedValues) {
        long keyCount = columns.stream().filter(Column::isKey).count();
        if (keyCount == 0) {
            throw Refusal.ofExecution(definition.span(), ColumnRule.NO_KEY_COLUMNS, "The rollup");
        }
        boolean hasAllKeys = keyCount == table.keyColumns().size();
        if ((table.model() == KeyModel.UNIQUE || hasReplacedValues) && !hasAllKeys) {
            throw Refusal.ofExecution(definition.span(), ColumnRule.ROLLUP_WITHOUT_UNIQUE_KEYS);
        }
    }

    private List<Column> chooseWithAssumedKey() {
        List<Column> columns = new ArrayList<>();
        for (Name name : definition.columns()) {
            columns.add(requireColumn(name));
        }
        int keyCount =
                ShortKey.prefixColumnCount(columns.stream().map(Column::type).toList(), ShortKey::isIndexable, false);
        if (keyCount == 0) {
            throw Refusal.ofExecution(
                    definition.span(),
                    ColumnRule.FIRST_COLUMN_NOT_INDEXABLE,
                    TypeFormat.formatForMessages(columns.get(0).type()));
        }
        for (int i = 0; i < columns.size(); i++) {
            columns.set(i, columns.get(i).withKey(i < keyCount));
        }
        return columns;
    }

    private List<Column> chooseWithDeclaredKey() {
        List<Name> keyNames = definition.duplicateKey();
        if (keyNames.size() > definition.columns().size()) {
            throw Refusal.ofExecution(definition.span(), ColumnRule.DUPLICATE_KEYS_NOT_PREFIX);
        }
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < definition.columns().size(); i++) {
            Name name = definition.columns().get(i);
            boolean isKey = i < keyNames.size();
            if (isKey && !name.equalsIgnoreCase(keyNames.get(i).text())) {
                throw Refusal.ofExecution(keyNames.get(i).span(), ColumnRule.DUPLICATE_KEYS_NOT_PREFIX);
            }
            columns.add(requireColumn(name).withKey(isKey));
        }
        return columns;
    }
}
