package dev.cairn.plan;

import dev.cairn.analysis.type.TypeConvertibility;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Marker;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The columns that a downgrade leaves with the wider type of the upgrade. An application that reads a VARCHAR(40)
 * also reads a VARCHAR(80), whereas narrowing it again would rebuild the table and lose longer values.
 */
public record WidenedColumns(Catalog narrowCatalog, Catalog wideCatalog, Session session) {
    /** Returns the columns whose type is wider in the wide catalog. */
    public List<Marker.KeepsType> columns() {
        List<Marker.KeepsType> keptTypes = new ArrayList<>();
        for (Map.Entry<String, Database> database : narrowCatalog.databases()) {
            for (Map.Entry<String, Table> table : database.getValue().tables()) {
                ObjectName name = new ObjectName(database.getKey(), table.getKey());
                Optional<Table> wideTable = wideCatalog.table(name.database(), name.name());
                for (Column column : table.getValue().columns()) {
                    wideTable
                            .flatMap(foundTable -> foundTable.column(column.name()))
                            .filter(foundColumn -> isWider(column, foundColumn))
                            .ifPresent(foundColumn -> keptTypes.add(new Marker.KeepsType(
                                    name.toSqlName(session) + "." + column.name(),
                                    TypeFormat.formatForShowCreate(foundColumn.type()))));
                }
            }
        }
        return keptTypes;
    }

    /** Returns the narrow catalog in which these columns have the type that they have in the wider one. */
    public Catalog applyTo(List<Marker.KeepsType> keptTypes) {
        Catalog result = narrowCatalog;
        for (Marker.KeepsType keptType : keptTypes) {
            int dot = keptType.column().lastIndexOf('.');
            ObjectName name = ObjectName.parse(keptType.column().substring(0, Math.max(0, dot)), session);
            String column = keptType.column().substring(dot + 1);
            Optional<Type> type = wideCatalog
                    .table(name.database(), name.name())
                    .flatMap(table -> table.column(column))
                    .map(Column::type)
                    .filter(foundType ->
                            TypeFormat.formatForShowCreate(foundType).equals(keptType.type()));
            Optional<Database> database = result.database(name.database());
            Optional<Table> table = database.flatMap(foundDatabase -> foundDatabase.table(name.name()));
            if (type.isPresent() && table.isPresent()) {
                result = result.withDatabase(
                        database.orElseThrow().withTable(replaceType(table.get(), column, type.get())));
            }
        }
        return result;
    }

    private static Table replaceType(Table table, String name, Type type) {
        return table.withColumns(table.columns().stream()
                .map(column ->
                        column.isNamed(name) && isWider(column, column.withType(type)) ? column.withType(type) : column)
                .toList());
    }

    /**
     * Returns whether the second type is wider. Only types of one family are comparable, such as two kinds of
     * integers.
     */
    public static boolean isWider(Column narrow, Column wide) {
        PrimitiveType narrowType = PrimitiveType.of(narrow.type());
        PrimitiveType wideType = PrimitiveType.of(wide.type());
        boolean areSameFamily = (narrowType.isCharacters() && wideType.isCharacters())
                || (narrowType.isFixedPoint() && wideType.isFixedPoint())
                || (narrowType.isFloatingPoint() && wideType.isFloatingPoint())
                || (narrowType.isDecimal() && wideType.isDecimal());
        return areSameFamily
                && narrow.generatedValue() == null
                && wide.generatedValue() == null
                && TypeConvertibility.of(narrow.type(), wide.type()) == TypeConvertibility.LOSSLESS
                && TypeConvertibility.of(wide.type(), narrow.type()) == TypeConvertibility.LOSSY;
    }
}
