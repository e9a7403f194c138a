package dev.cairn.tooling.documentation;

import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.tooling.definition.LiveDatabase;
import dev.cairn.tooling.definition.LiveStatistics;
import dev.cairn.tooling.definition.LiveStatistics.MaterializedViewStatistics;
import dev.cairn.tooling.definition.LiveStatistics.TableStatistics;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedKind;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedObject;
import dev.cairn.tooling.documentation.SchemaDocument.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The statistics of a document's objects, as a server reports them: their sizes and last refreshes.
 *
 * @param omissions the statistics that could not be read, each with the reason
 */
public record DocumentStatistics(Map<ObjectName, List<Fact>> factsByObject, List<String> omissions) {
    public DocumentStatistics {
        factsByObject = Map.copyOf(factsByObject);
        omissions = List.copyOf(omissions);
    }

    /**
     * Reads the statistics of the tables and materialized views of a document.
     *
     * @param database the database of the document, which may have another name on the server
     */
    public static DocumentStatistics read(ServerAddress address, SchemaDocument document, String database) {
        List<ObjectName> storedNames = document.objects().stream()
                .filter(object ->
                        object.kind() == DocumentedKind.TABLE || object.kind() == DocumentedKind.MATERIALIZED_VIEW)
                .map(DocumentedObject::name)
                .toList();
        LiveStatistics liveStatistics = new LiveDatabase(address).readStatistics(database, storedNames);
        Map<ObjectName, List<Fact>> factsByObject = new TreeMap<>();
        List<String> omissions = new ArrayList<>(liveStatistics.readFailures());
        for (ObjectName name : storedNames) {
            List<Fact> objectFacts = new ArrayList<>();
            TableStatistics tableStatistics = liveStatistics.statisticsByTable().get(name);
            if (tableStatistics == null) {
                omissions.add(name + ": the server does not report its size");
            } else {
                objectFacts.add(Fact.of("Rows", formatNumber(tableStatistics.rowCount())));
                objectFacts.add(Fact.of("Size", tableStatistics.size().toString()));
                objectFacts.add(Fact.of("Partitions", formatNumber(tableStatistics.partitionCount())));
            }
            MaterializedViewStatistics viewStatistics =
                    liveStatistics.statisticsByView().get(name);
            if (viewStatistics != null) {
                objectFacts.add(Fact.of(
                        "State",
                        viewStatistics
                                .inactiveReason()
                                .map(reason -> "inactive: " + reason)
                                .orElse("active")));
                objectFacts.add(Fact.of(
                        "Last refresh",
                        viewStatistics.lastRefreshState().isEmpty()
                                ? "never"
                                : viewStatistics.lastRefreshFinishTime()));
                objectFacts.add(Fact.of("Last refresh state", viewStatistics.lastRefreshState()));
            }
            objectFacts.removeIf(fact -> fact.value().isEmpty());
            factsByObject.put(name, objectFacts);
        }
        return new DocumentStatistics(factsByObject, omissions);
    }

    private static String formatNumber(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
