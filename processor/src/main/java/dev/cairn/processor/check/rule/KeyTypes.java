package dev.cairn.processor.check.rule;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredColumn.Part;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Type;

/** Key columns have types that the server can sort by. */
final class KeyTypes implements Rule {
    private static final String OF_PRIMARY_KEY =
            "use a boolean, an integer, a String with @Varchar, a LocalDate or a LocalDateTime";
    private static final String OF_OTHERS =
            "use an integer, a BigDecimal with @Decimal, a String, a LocalDate or a LocalDateTime";

    @Override
    public void check(CheckedTable table, Findings findings) {
        for (DeclaredColumn column : table.columns()) {
            Type type = table.type(column);
            if (type != null && table.isKey(column) && !canBeKey(table, type)) {
                findings.add(
                        FindingCode.KEY_TYPE,
                        column.place(Part.TYPE),
                        column.name(),
                        CheckedTable.words(type),
                        table.keyWords(),
                        table.model() == KeyModel.PRIMARY ? OF_PRIMARY_KEY : OF_OTHERS);
            }
        }
        checkFirst(table, findings);
    }

    /** A table without a key is sorted by its first columns. */
    private static void checkFirst(CheckedTable table, Findings findings) {
        if (table.statement().key() != null
                || table.model() != KeyModel.DUPLICATE
                || table.columns().isEmpty()) {
            return;
        }
        DeclaredColumn first = table.columns().get(0);
        Expression generated = first.definition().generated();
        Type type = table.type(first);
        if (generated != null) {
            findings.add(FindingCode.FIRST_COLUMN, first.place(), first.name(), "is a generated column");
        } else if (type != null && !canSort(table, type)) {
            findings.add(
                    FindingCode.FIRST_COLUMN,
                    first.place(Part.TYPE),
                    first.name(),
                    "has the type " + CheckedTable.words(type));
        }
    }

    private static boolean canBeKey(CheckedTable table, Type type) {
        return table.model() == KeyModel.PRIMARY ? PrimitiveType.of(type).canBePrimaryKey() : canSort(table, type);
    }

    /** Binary keys are supported since 4.0. */
    static boolean canSort(CheckedTable table, Type type) {
        boolean binary = PrimitiveType.of(type) == PrimitiveType.VARBINARY;
        return PrimitiveType.of(type).canBeKey() && (!binary || table.profile().atLeast(Version.V4_0));
    }
}
