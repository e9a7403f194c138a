package dev.cairn.tooling.documentation;

import dev.cairn.internal.Ticker;
import dev.cairn.internal.link.Address;
import dev.cairn.internal.link.ConnectionFactory;
import dev.cairn.internal.link.NamedRow;
import dev.cairn.internal.link.ServerConnection;
import dev.cairn.internal.link.ServerRefusalException;
import dev.cairn.internal.link.SqlQuoting;
import dev.cairn.internal.look.TableSize;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedObject;
import dev.cairn.tooling.documentation.SchemaDocument.Fact;
import dev.cairn.tooling.documentation.SchemaDocument.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a server reports about the rows and refreshes of its objects. It is read with SHOW statements, which need no backend
 * and no privilege beyond those on the objects.
 *
 * @param omissions what the server did not report, with its reasons
 */
public record ServerMeasurements(Map<ObjectName, List<Fact>> facts, List<String> omissions) {
    public ServerMeasurements {
        facts = Map.copyOf(facts);
        omissions = List.copyOf(omissions);
    }

    /**
     * Reads the measurements of the objects of a document.
     *
     * @param database the database of the document, which may have another name on the server
     */
    public static ServerMeasurements of(Address address, SchemaDocument document, String database) {
        ConnectionFactory links = new ConnectionFactory(address, address.toString(), Ticker.system());
        try (ServerConnection link = links.open()) {
            return new Reader(link, database, links.database(link)).of(document);
        }
    }

    /** Reads one object after the other. */
    private static final class Reader {
        private final ServerConnection link;
        private final String database;
        private final String liveDatabase;
        private final Map<ObjectName, List<Fact>> facts = new TreeMap<>();
        private final List<String> omissions = new ArrayList<>();
        private final Map<String, Map<String, NamedRow>> views = new TreeMap<>();

        Reader(ServerConnection link, String database, String liveDatabase) {
            this.link = link;
            this.database = database;
            this.liveDatabase = liveDatabase;
        }

        ServerMeasurements of(SchemaDocument document) {
            for (DocumentedObject object : document.objects()) {
                ObjectName name = object.name().database().equals(database)
                        ? new ObjectName(liveDatabase, object.name().name())
                        : object.name();
                try {
                    if (object.kind() == Kind.TABLE) {
                        facts.put(object.name(), table(name));
                    } else if (object.kind() == Kind.MATERIALIZED_VIEW) {
                        facts.put(object.name(), materializedView(name));
                    }
                } catch (ServerRefusalException refusal) {
                    omissions.add(name + ": the server does not report its size: " + refusal.reason());
                }
            }
            return new ServerMeasurements(facts, omissions);
        }

        private List<Fact> table(ObjectName table) {
            List<Fact> reported = size(table);
            int partitions =
                    link.named("SHOW PARTITIONS FROM " + SqlQuoting.name(table)).size();
            reported.add(Fact.of("Partitions", number(partitions)));
            return reported;
        }

        private List<Fact> size(ObjectName object) {
            TableSize size = TableSize.of(link, object);
            List<Fact> reported = new ArrayList<>();
            reported.add(Fact.of("Rows", number(size.rows())));
            reported.add(Fact.of("Size", size.size()));
            return reported;
        }

        private List<Fact> materializedView(ObjectName view) {
            List<Fact> reported = size(view);
            NamedRow row = views.computeIfAbsent(view.database(), this::materializedViews)
                    .get(view.name());
            if (row != null) {
                boolean active = row.text("is_active").equalsIgnoreCase("true");
                reported.add(Fact.of("State", active ? "active" : "inactive: " + row.text("inactive_reason")));
                String finished = row.text("last_refresh_finished_time");
                reported.add(Fact.of("Last refresh", finished.isEmpty() ? "never" : finished));
                reported.add(Fact.of("Last refresh state", row.text("last_refresh_state")));
            }
            reported.removeIf(fact -> fact.value().isEmpty());
            return reported;
        }

        private Map<String, NamedRow> materializedViews(String of) {
            Map<String, NamedRow> rows = new TreeMap<>();
            link.named("SHOW MATERIALIZED VIEWS FROM " + SqlQuoting.name(of))
                    .forEach(row -> rows.put(row.text("name"), row));
            return rows;
        }

        private static String number(long count) {
            return String.format(Locale.ROOT, "%,d", count);
        }
    }
}
