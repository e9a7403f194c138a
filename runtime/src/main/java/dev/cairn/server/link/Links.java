package dev.cairn.server.link;

import dev.cairn.schema.UnreachableException;
import dev.cairn.schema.Where;
import dev.cairn.schema.WrongServerException;
import dev.cairn.server.Ticker;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Opens connections to one database.
 *
 * <pre>{@code
 * Links links = new Links(dataSource, "shop", Ticker.system());
 * try (Link link = links.open()) {
 *     link.execute("CREATE VIEW …");
 * }
 * }</pre>
 */
public final class Links {
    private static final String OWN_CATALOG = "default_catalog.";

    private final DataSource source;
    private final String schema;
    private final Ticker ticker;

    /** @param schema its name, for messages */
    public Links(DataSource source, String schema, Ticker ticker) {
        this.source = source;
        this.schema = schema;
        this.ticker = ticker;
    }

    /**
     * A new connection, or one of the pool of the data source.
     *
     * @throws UnreachableException if there is none to be had
     */
    public Link open() {
        try {
            return new Link(source.getConnection(), ticker);
        } catch (SQLException failure) {
            throw NoConnection.because(failure, Where.in(schema));
        }
    }

    /** With variables of the session set. */
    public Link open(Map<String, String> settings) {
        Link link = open();
        try {
            settings.forEach(link::set);
            return link;
        } catch (RuntimeException failure) {
            link.close();
            throw failure;
        }
    }

    /**
     * One that takes the place of a lost one. Another frontend may answer it, which learns of what was done through the
     * one before when it has caught up with its leader: that is waited for.
     */
    public Link reopen(Map<String, String> settings) {
        Link link = open(settings);
        try {
            link.execute("SYNC");
            return link;
        } catch (RuntimeException failure) {
            link.close();
            throw failure;
        }
    }

    /**
     * The database that a connection has selected, without asking the server.
     *
     * @throws WrongServerException where it has selected none
     */
    public String database(Link link) {
        try {
            Connection connection = link.connection();
            String selected = connection.getCatalog();
            if (selected == null || selected.isEmpty()) {
                throw noDatabase("the connection has selected no database");
            }
            String name = selected.startsWith(OWN_CATALOG) ? selected.substring(OWN_CATALOG.length()) : selected;
            if (name.indexOf('.') >= 0) {
                throw noDatabase("the connection has selected " + selected + ", of an external catalog");
            }
            return name;
        } catch (SQLException failure) {
            throw new Lost(failure);
        }
    }

    private WrongServerException noDatabase(String happened) {
        return new WrongServerException(
                Where.in(schema),
                happened,
                "Name the database of the schema in the URL, as in jdbc:mysql://host:9030/shop.");
    }
}
