package dev.cairn.processor.check.rule;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.Type;

/** Partition columns are key columns where rows are merged, and have types that partitions support. */
final class ValidPartitionColumns implements Rule {
    @Override
    public void check(CheckedTable table, Findings findings) {
        PartitionClause clause = table.statement().partitioning();
        if (clause == null) {
            return;
        }
        for (Name name : clause.columnReferences()) {
            // Of a calculated column, those that it is calculated from decide.
            table.column(name.text())
                    .filter(column -> column.definition().generated() == null)
                    .ifPresent(column -> check(table, clause, name, column, findings));
        }
    }

    private static void check(
            CheckedTable table, PartitionClause clause, Name name, DeclaredColumn column, Findings findings) {
        Type type = table.type(column);
        Place place = Place.of(name.span());
        if (table.isMerged(column)) {
            findings.add(FindingCode.PARTITION_COLUMN, place, name.text(), table.keyWords());
        } else if (type != null && isAlone(clause, name) && !divides(clause, type)) {
            findings.add(FindingCode.PARTITION_TYPE, place, name.text(), CheckedTable.words(type));
        }
    }

    /** A column that is a partition item by itself, not inside of an expression. */
    private static boolean isAlone(PartitionClause clause, Name name) {
        if (clause instanceof PartitionClause.By by) {
            return by.items().stream().anyMatch(item -> isColumn(item, name));
        }
        return !(clause instanceof PartitionClause.Range range)
                || range.by().stream().anyMatch(item -> isColumn(item, name));
    }

    private static boolean isColumn(Expression item, Name name) {
        return item instanceof Expression.Reference reference
                && reference.name().last().equals(name);
    }

    private static boolean divides(PartitionClause clause, Type type) {
        PrimitiveType primitive = PrimitiveType.of(type);
        boolean decimal = primitive.isDecimal() && !(clause instanceof PartitionClause.Range);
        return !primitive.isFloatingPoint() && !decimal && !type.isComplex();
    }
}
