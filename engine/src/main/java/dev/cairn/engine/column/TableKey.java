package dev.cairn.engine.column;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.List;

/**
 * A table's key model and key columns, which are the first columns of the table.
 *
 * @param isAssumed whether the server chooses the first columns as the key, because the statement determines no key
 */
public record TableKey(KeyModel model, List<Name> columnNames, boolean isAssumed, Span span) {
    /**
     * Returns the key of a CREATE TABLE without a key clause. If a column has an aggregation, the key is an AGGREGATE
     * KEY with all columns that have none; otherwise, a DUPLICATE KEY with the columns that the server chooses.
     *
     * @throws Refusal if no column has an aggregation, and the first column can't be a key
     */
    public static TableKey ofColumns(
            ServerProfile profile, List<ColumnDefinition> definitions, List<Type> types, Span span) {
        if (definitions.stream().anyMatch(column -> column.aggregation() != null)) {
            List<Name> keyNames = definitions.stream()
                    .filter(column -> column.aggregation() == null)
                    .map(ColumnDefinition::name)
                    .toList();
            return new TableKey(KeyModel.AGGREGATE, keyNames, false, span);
        }
        List<Name> keyNames = chooseKeyColumnNames(profile, definitions, types);
        if (keyNames.isEmpty()) {
            throw Refusal.ofAnalysis(
                    span, ColumnRule.FIRST_COLUMN_NOT_INDEXABLE, TypeFormat.formatForMessages(types.get(0)));
        }
        return new TableKey(KeyModel.DUPLICATE, keyNames, true, span);
    }

    public static TableKey ofClause(KeyClause clause) {
        return new TableKey(clause.model(), clause.columns(), false, clause.span());
    }

    /**
     * Returns the columns that the server chooses as the key: as many of the first columns as fit into a short key, up
     * to the first generated one.
     */
    private static List<Name> chooseKeyColumnNames(
            ServerProfile profile, List<ColumnDefinition> definitions, List<Type> types) {
        List<Name> candidateNames = definitions.stream()
                .takeWhile(column -> column.generatedValue() == null)
                .map(ColumnDefinition::name)
                .toList();
        return candidateNames.subList(
                0,
                ShortKey.prefixColumnCount(
                        types.subList(0, candidateNames.size()), type -> TypeRules.canBeKey(profile, type), false));
    }

    /** Refuses a key that does not match the columns. */
    public void checkColumns(List<ColumnDefinition> definitions, List<Type> types) {
        if (columnNames.isEmpty()) {
            throw Refusal.ofAnalysis(span, ColumnRule.NO_KEY_COLUMNS, "The table");
        }
        if (columnNames.size() > definitions.size()) {
            throw Refusal.ofAnalysis(span, ColumnRule.ONLY_KEY_COLUMNS);
        }
        for (int i = 0; i < columnNames.size(); i++) {
            checkKeyColumn(columnNames.get(i), definitions.get(i), definitions);
            if (model == KeyModel.PRIMARY) {
                checkPrimaryKeyColumn(definitions.get(i), types.get(i));
            }
        }
        for (ColumnDefinition valueDefinition : definitions.subList(columnNames.size(), definitions.size())) {
            checkValueColumn(valueDefinition);
        }
    }

    private static void checkKeyColumn(Name keyName, ColumnDefinition column, List<ColumnDefinition> definitions) {
        if (!column.name().equalsIgnoreCase(keyName.text())) {
            boolean isKnown = definitions.stream()
                    .anyMatch(definition -> definition.name().equalsIgnoreCase(keyName.text()));
            throw isKnown
                    ? Refusal.ofAnalysis(keyName.span(), ColumnRule.KEY_COLUMNS_NOT_FIRST)
                    : Refusal.ofAnalysis(keyName.span(), CommonRule.NOT_FOUND, RuleSubject.COLUMN, keyName);
        }
        if (column.aggregation() != null) {
            throw Refusal.ofAnalysis(column.span(), ColumnRule.KEY_WITH_AGGREGATION, column.name());
        }
    }

    private static void checkPrimaryKeyColumn(ColumnDefinition column, Type type) {
        if (Boolean.TRUE.equals(column.nullable())) {
            throw Refusal.ofAnalysis(column.span(), ColumnRule.PRIMARY_KEY_NULLABLE, column.name());
        }
        if (!PrimitiveType.of(type).canBePrimaryKey()) {
            throw Refusal.ofAnalysis(
                    column.span(),
                    ColumnRule.PRIMARY_KEY_TYPE_UNSUPPORTED,
                    column.name(),
                    TypeFormat.formatForShowCreate(type));
        }
    }

    private void checkValueColumn(ColumnDefinition column) {
        Aggregation aggregation = column.aggregation();
        if (model == KeyModel.AGGREGATE) {
            if (aggregation == null) {
                throw Refusal.ofAnalysis(
                        column.span(), ColumnRule.VALUE_WITHOUT_AGGREGATION, model.serverName(), column.name());
            }
        } else if (aggregation != null && aggregation != Aggregation.Function.REPLACE) {
            throw Refusal.ofAnalysis(
                    column.span(), ColumnRule.VALUE_WITH_AGGREGATION, model.serverName(), column.name());
        }
    }

    /** Returns the keywords of the key clause, for example {@code PRIMARY KEY}. */
    public String keywords() {
        return model.name() + " KEY";
    }

    /** Returns the role of the column at a position of the table, counted from 0. */
    public ColumnRole determineRole(int columnIndex, ColumnDefinition definition, boolean isPartitionColumn) {
        if (columnIndex < columnNames.size()) {
            return ColumnRole.ofKey(model, isPartitionColumn);
        }
        ColumnRole valueRole = ColumnRole.ofValue(model, definition.aggregation(), isPartitionColumn);
        // A column with the word KEY after its type is a key column even if the key clause does not name it.
        return definition.isKey() ? new ColumnRole(true, false, valueRole.aggregation(), isPartitionColumn) : valueRole;
    }
}
