package dev.cairn.engine.column;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.CommonRule;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.RuleSubject;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.RollupDefinition;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks and determines the columns of a rollup: keys come first, and if the table replaces values, the rollup must
 * contain all its keys.
 */
public final class RollupColumns {
    private final Table table;
    private final List<Column> base;
    private final RollupDefinition definition;

    private RollupColumns(Table table, List<Column> base, RollupDefinition definition) {
        this.table = table;
        this.base = base;
        this.definition = definition;
    }

    /**
     * The columns as the rollup stores them.
     *
     * @param base the columns of the table, or of the rollup from which the new one is created
     */
    public static List<Column> determine(Table table, List<Column> base, RollupDefinition definition) {
        RollupColumns columns = new RollupColumns(table, base, definition);
        List<Column> chosen = columns.chosenColumns();
        ShortKey.of(chosen, chosen.stream().filter(Column::isKey).toList(), definition.span());
        return chosen;
    }

    private List<Column> chosenColumns() {
        if (table.model() != KeyModel.DUPLICATE) {
            return mergedColumns();
        }
        return definition.duplicateKey().isEmpty() ? withAssumedKey() : withDeclaredKey();
    }

    private Column find(Name name) {
        for (Column column : base) {
            if (column.name().equals(name.text())) {
                return column;
            }
        }
        throw Refusal.execution(name.span(), CommonRule.NOT_FOUND, RuleSubject.COLUMN, name);
    }

    private List<Column> mergedColumns() {
        List<Column> columns = new ArrayList<>();
        boolean value = false;
        boolean replaced = false;
        for (Name name : definition.columns()) {
            Column column = find(name);
            if (column.isKey() && value) {
                throw Refusal.execution(name.span(), ColumnRule.VALUE_BEFORE_KEY);
            }
            value |= !column.isKey();
            replaced |= column.aggregation() == Aggregation.Function.REPLACE
                    || column.aggregation() == Aggregation.Function.REPLACE_IF_NOT_NULL;
            columns.add(column);
        }
        requireKeys(columns, replaced);
        return columns;
    }

    private void requireKeys(List<Column> columns, boolean replaced) {
        long keys = columns.stream().filter(Column::isKey).count();
        if (keys == 0) {
            throw Refusal.execution(definition.span(), ColumnRule.NO_KEY_COLUMNS, "The rollup");
        }
        boolean all = keys == table.keyColumns().size();
        if ((table.model() == KeyModel.UNIQUE || replaced) && !all) {
            throw Refusal.execution(definition.span(), ColumnRule.ROLLUP_WITHOUT_UNIQUE_KEYS);
        }
    }

    private List<Column> withAssumedKey() {
        List<Column> columns = new ArrayList<>();
        for (Name name : definition.columns()) {
            columns.add(find(name));
        }
        int keys = ShortKey.prefixLength(columns.stream().map(Column::type).toList(), ShortKey::isIndexed, false);
        if (keys == 0) {
            throw Refusal.execution(
                    definition.span(),
                    ColumnRule.FIRST_COLUMN_TYPE,
                    TypeFormat.formatForMessages(columns.get(0).type()));
        }
        for (int i = 0; i < columns.size(); i++) {
            columns.set(i, columns.get(i).withKey(i < keys));
        }
        return columns;
    }

    private List<Column> withDeclaredKey() {
        List<Name> keys = definition.duplicateKey();
        if (keys.size() > definition.columns().size()) {
            throw Refusal.execution(definition.span(), ColumnRule.DUPLICATE_KEYS_NOT_PREFIX);
        }
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < definition.columns().size(); i++) {
            Name name = definition.columns().get(i);
            boolean key = i < keys.size();
            if (key && !name.is(keys.get(i).text())) {
                throw Refusal.execution(keys.get(i).span(), ColumnRule.DUPLICATE_KEYS_NOT_PREFIX);
            }
            columns.add(find(name).withKey(key));
        }
        return columns;
    }
}
