package dev.cairn.cli;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ExternalObject;
import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.SourceArgument;
import dev.cairn.lineage.ObjectColumn;
import dev.cairn.lineage.QueryLineage.OutputLineage;
import dev.cairn.lineage.Reader;
import dev.cairn.lineage.ReaderGraph;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.tooling.definition.SourceDefinitions;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * The start of a lineage trace.
 *
 * @param source the source of the definitions, as the user passes it
 * @param name the name of an object or of a column in the source; empty for all readers
 */
record LineageStart(String source, String name) {
    /**
     * Returns the columns from which the trace starts: one column, all columns of the named object, or, without a name,
     * the columns of all readers except migrations.
     *
     * @throws CommandException if no object or column has the name
     */
    List<ObjectColumn> resolveColumns(SourceDefinitions definitions, ReaderGraph graph) {
        if (name.isEmpty()) {
            List<ObjectColumn> allColumns = new ArrayList<>();
            graph.readerByName().values().stream()
                    .filter(reader -> reader.kind() != Reader.Kind.MIGRATION)
                    .forEach(reader -> allColumns.addAll(findColumns(definitions.catalog(), graph, reader.name())));
            return allColumns;
        }
        List<String> nameParts = List.of(name.split("\\.", -1));
        for (int objectPartCount = 1; objectPartCount <= nameParts.size(); objectPartCount++) {
            for (ObjectName objectName :
                    listPossibleNames(definitions.database(), nameParts.subList(0, objectPartCount))) {
                List<ObjectColumn> columns = findColumns(definitions.catalog(), graph, objectName);
                if (!columns.isEmpty() && objectPartCount >= nameParts.size() - 1) {
                    return objectPartCount == nameParts.size()
                            ? columns
                            : List.of(requireColumn(objectName, columns, nameParts.get(objectPartCount)));
                }
            }
        }
        SortedSet<ObjectName> knownNames = SchemaObject.collectNames(definitions.catalog());
        knownNames.addAll(graph.readerByName().keySet());
        definitions
                .catalog()
                .externalObjects()
                .values()
                .forEach(externalObject -> knownNames.add(ObjectName.of(externalObject)));
        throw CommandException.usage("There is no " + name + " in " + SourceArgument.describe(source) + ". It has: "
                + knownNames.stream().map(ObjectName::toString).collect(Collectors.joining(", ")) + ".");
    }

    /**
     * Returns the objects to which a name may refer: an object of the schema or of another database, or a statement.
     */
    private static List<ObjectName> listPossibleNames(String database, List<String> nameParts) {
        ObjectName statementName = new ObjectName("", String.join(".", nameParts));
        return switch (nameParts.size()) {
            case 1 -> List.of(new ObjectName(database, nameParts.get(0)));
            case 2 -> List.of(new ObjectName(nameParts.get(0), nameParts.get(1)), statementName);
            case 3 ->
                List.of(new ObjectName(nameParts.get(0) + "." + nameParts.get(1), nameParts.get(2)), statementName);
            default -> List.of(statementName);
        };
    }

    private static ObjectColumn requireColumn(ObjectName objectName, List<ObjectColumn> columns, String columnName) {
        return columns.stream()
                .filter(column -> column.column().equalsIgnoreCase(columnName))
                .findFirst()
                .orElseThrow(() -> CommandException.usage(objectName + " has no column " + columnName + ". It has: "
                        + columns.stream().map(ObjectColumn::column).collect(Collectors.joining(", ")) + "."));
    }

    /** Returns the columns of an object; an empty list if the object does not exist. */
    private static List<ObjectColumn> findColumns(Catalog catalog, ReaderGraph graph, ObjectName objectName) {
        Reader reader = graph.readerByName().get(objectName);
        List<String> lineageColumnNames = SchemaObject.find(catalog, objectName)
                .map(SchemaObject::columnNames)
                .or(() -> graph.findExternalObject(objectName)
                        .map(externalObject -> externalObject.columns().stream()
                                .map(ExternalObject.ExternalColumn::name)
                                .toList()))
                .orElseGet(() -> reader == null
                        ? List.of()
                        : reader.lineage().outputs().stream()
                                .map(OutputLineage::name)
                                .toList());
        return lineageColumnNames.stream()
                .map(columnName -> new ObjectColumn(objectName, columnName))
                .toList();
    }
}
