package dev.cairn.data;

import dev.cairn.schema.Column;
import dev.cairn.schema.TableDescriptor;
import dev.cairn.server.http.HttpCall;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A bulk load by HTTP (Stream Load): for many thousands of rows or more, which are all there at once, or none. It is a value:
 * nothing happens before rows are sent, and it may be used again and again.
 *
 * <pre>{@code
 * database.load(ORDER).as("app", password).send(orders);
 * database.load(ORDER).as("app", password).label("orders-2026-01-31").send(orders.stream());   // once, however often it runs
 * }</pre>
 *
 * <p>Rows are sent as they come, however many there are. Without an address they go to the host of the connection, and the
 * port that SHOW FRONTENDS tells; without a user, as that of the connection, who then has no password.
 *
 * @param <R> the record of the table
 */
public final class StreamLoad<R> {
    private final Calls calls;
    private final Supplier<String> labels;
    private final TableDescriptor<R> table;
    private final LoadSettings<R> settings;

    /** @param labels that no load has had yet */
    StreamLoad(Calls calls, TableDescriptor<R> table, Supplier<String> labels) {
        this(calls, table, labels, LoadSettings.none());
    }

    private StreamLoad(Calls calls, TableDescriptor<R> table, Supplier<String> labels, LoadSettings<R> settings) {
        this.calls = calls;
        this.table = table;
        this.labels = labels;
        this.settings = settings;
    }

    private StreamLoad<R> with(LoadSettings<R> other) {
        return new StreamLoad<>(calls, table, labels, other);
    }

    /** The HTTP address of a frontend, {@code http://host:8030}. */
    public StreamLoad<R> at(URI frontend) {
        return with(settings.at(frontend));
    }

    /** Sets the credentials for the load. Default: the user of the connection, without a password. */
    public StreamLoad<R> as(String user, String password) {
        return with(settings.as(user, password));
    }

    /**
     * Its name, by which the server knows it for some days: of two with the same, the second brings nothing. Letters, digits,
     * {@code -} and {@code _}.
     */
    public StreamLoad<R> label(String label) {
        return with(settings.labelled(label));
    }

    /** Leaves columns out: they get their default values. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final StreamLoad<R> without(Column<R>... columns) {
        return with(without(settings.partial(), columns));
    }

    /** Leaves columns out: in rows of a primary key that is there, they stay as they are. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final StreamLoad<R> keeping(Column<R>... columns) {
        return with(without(true, columns));
    }

    private LoadSettings<R> without(boolean partial, Column<R>[] columns) {
        Set<Column<R>> all = new HashSet<>(settings.without());
        all.addAll(Arrays.asList(columns));
        return settings.without(Set.copyOf(all), partial);
    }

    /** The fraction of rows that may be filtered out before the load fails; 0.01 allows one in a hundred. Default: 0. */
    public StreamLoad<R> tolerating(double part) {
        return with(settings.tolerating(part));
    }

    /** How long the server may take. Default: 10 minutes. */
    public StreamLoad<R> timeout(Duration timeout) {
        return with(settings.within(timeout));
    }

    /**
     * Hosts that may receive the user and the password, besides the frontend itself and the nodes that the server lists. Needed
     * where a frontend redirects loads to a host that SHOW BACKENDS and SHOW COMPUTE NODES call otherwise, or where the
     * connection's user may not ask them.
     */
    public StreamLoad<R> trusting(String... hosts) {
        return with(settings.trusting(Set.of(hosts)));
    }

    /** What the addresses that the server calls its nodes by are from here, behind a container or a proxy. */
    public StreamLoad<R> reaching(UnaryOperator<URI> nodes) {
        return with(settings.reaching(nodes));
    }

    /**
     * Sends rows, and waits until they are there. If the connection breaks and the server does not have them, they are asked
     * for and sent again.
     *
     * @throws LoadException if it failed, and none of the rows is there
     * @throws UnwritableValueException for a value that its column can't hold; none of the rows is there
     * @throws dev.cairn.schema.UnreachableException if it can't be told what became of it
     */
    public LoadOutcome send(Iterable<? extends R> rows) {
        return send(rows::iterator, true);
    }

    /**
     * The same, for rows that can't be had twice: if the connection breaks and the server does not have them, that is a
     * {@link LoadException}. The stream is not closed.
     */
    public LoadOutcome send(Stream<? extends R> rows) {
        Iterator<? extends R> once = rows.iterator();
        return send(() -> once, false);
    }

    private LoadOutcome send(Supplier<Iterator<? extends R>> rows, boolean repeatable) {
        Target<R> target = Target.of(table);
        List<LoadColumn> columns = table.columns().stream()
                .filter(column -> !settings.without().contains(column))
                .filter(column -> !target.columns().get(column.position()).computed())
                .map(column -> LoadColumn.of(column, target.columns().get(column.position())))
                .toList();
        LoadRequest request = new LoadRequest(
                table.database().orElseGet(this::database),
                table.name(),
                Objects.requireNonNullElseGet(settings.label(), labels),
                columns,
                settings.partial(),
                settings.tolerated(),
                settings.timeout());
        return new LoadAttempts<>(
                        door(), request, () -> new LoadBody<>(target, columns, rows.get()), repeatable, calls.ticker())
                .run();
    }

    private String database() {
        return calls.ask(table.toString(), link -> calls.links(table.toString()).database(link));
    }

    private boolean isNode(String host) {
        return settings.trusted().contains(host)
                || calls.ask(table.toString(), ClusterNodes::hosts).contains(host);
    }

    private LoadDoor door() {
        URI frontend = settings.frontend();
        String user = settings.user();
        return new LoadDoor(
                frontend == null ? calls.ask(table.toString(), FrontendAddress::uri) : frontend,
                user == null ? calls.ask(table.toString(), FrontendAddress::user) : user,
                settings.password(),
                this::isNode,
                settings.reached(),
                new HttpCall(settings.timeout().plus(calls.longestRead())),
                new HttpCall(calls.longestRead()));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "a load into " + table;
    }
}
