package dev.cairn.tooling.documentation;

import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.tooling.definition.LiveDatabase;
import dev.cairn.tooling.definition.LiveFigures;
import dev.cairn.tooling.definition.LiveFigures.LastRefresh;
import dev.cairn.tooling.definition.LiveFigures.TableFigures;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedKind;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedObject;
import dev.cairn.tooling.documentation.SchemaDocument.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The sizes and the last refreshes of a document's objects, as a server reports them.
 *
 * @param omissions the measurements that the server did not report, with its reasons
 */
public record DocumentFigures(Map<ObjectName, List<Fact>> factsByObject, List<String> omissions) {
    public DocumentFigures {
        factsByObject = Map.copyOf(factsByObject);
        omissions = List.copyOf(omissions);
    }

    /**
     * Reads the measurements of the tables and materialized views of a document.
     *
     * @param database the database of the document, which may have another name on the server
     */
    public static DocumentFigures read(ServerAddress address, SchemaDocument document, String database) {
        List<ObjectName> storedNames = document.objects().stream()
                .filter(object ->
                        object.kind() == DocumentedKind.TABLE || object.kind() == DocumentedKind.MATERIALIZED_VIEW)
                .map(DocumentedObject::name)
                .toList();
        LiveFigures figures = new LiveDatabase(address).readFigures(database, storedNames);
        Map<ObjectName, List<Fact>> factsByObject = new TreeMap<>();
        List<String> omissions = new ArrayList<>(figures.readFailures());
        for (ObjectName name : storedNames) {
            List<Fact> objectFacts = new ArrayList<>();
            TableFigures tableFigures = figures.tables().get(name);
            if (tableFigures == null) {
                omissions.add(name + ": the server does not report its size");
            } else {
                objectFacts.add(Fact.of("Rows", formatNumber(tableFigures.rowCount())));
                objectFacts.add(Fact.of("Size", tableFigures.size().toString()));
                objectFacts.add(Fact.of("Partitions", formatNumber(tableFigures.partitionCount())));
            }
            LastRefresh refresh = figures.refreshes().get(name);
            if (refresh != null) {
                objectFacts.add(Fact.of(
                        "State",
                        refresh.inactiveReason()
                                .map(reason -> "inactive: " + reason)
                                .orElse("active")));
                objectFacts.add(
                        Fact.of("Last refresh", refresh.finishTime().isEmpty() ? "never" : refresh.finishTime()));
                objectFacts.add(Fact.of("Last refresh state", refresh.state()));
            }
            objectFacts.removeIf(fact -> fact.value().isEmpty());
            factsByObject.put(name, objectFacts);
        }
        return new DocumentFigures(factsByObject, omissions);
    }

    private static String formatNumber(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
