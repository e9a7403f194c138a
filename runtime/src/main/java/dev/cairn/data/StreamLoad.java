package dev.cairn.data;

import dev.cairn.data.CallObserver.Call.Kind;
import dev.cairn.internal.connection.NamedRow;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.http.HttpRequester;
import dev.cairn.internal.http.HttpTarget;
import dev.cairn.internal.load.LoadRequest;
import dev.cairn.internal.load.LoadTargetReader;
import dev.cairn.internal.load.StreamLoadClient;
import dev.cairn.internal.polling.ServerPoller;
import dev.cairn.internal.row.TargetTable;
import dev.cairn.schema.Column;
import dev.cairn.schema.TableDescriptor;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A bulk load by HTTP (Stream Load), which is meant for thousands of rows or more. It is atomic: either all of its
 * rows become visible at the same time, or none does. It is immutable: each method that sets an option returns a copy.
 * Nothing is sent before {@code send} is called, and {@code send} may be called any number of times.
 *
 * <pre>{@code
 * database.load(ORDER).credentials("app", password).send(orders);
 * // A label makes sure that the rows are loaded at most once.
 * database.load(ORDER).credentials("app", password).label("orders-2026-01-31").send(orders.stream());
 * }</pre>
 *
 * <p>Rows are sent while they are read, so memory use does not depend on their number. Default address: the hosts of
 * the connection, and the HTTP port that SHOW FRONTENDS lists. Default credentials: the user of the connection, without
 * a password.
 *
 * @param <R> the record type of the table
 */
public final class StreamLoad<R> {
    private static final Pattern LABEL_PATTERN = Pattern.compile("[-\\w]{1,128}");

    private final ServerPoller poller;
    private final CallObservers observers;
    private final Supplier<String> labelSupplier;
    private final TableDescriptor<R> table;
    private final LoadSettings<R> settings;

    /**
     * Creates a load with the default options.
     *
     * @param labelSupplier supplies labels that no load has used yet
     */
    StreamLoad(ServerPoller poller, CallObservers observers, TableDescriptor<R> table, Supplier<String> labelSupplier) {
        this(poller, observers, table, labelSupplier, new LoadSettings<>());
    }

    private StreamLoad(
            ServerPoller poller,
            CallObservers observers,
            TableDescriptor<R> table,
            Supplier<String> labelSupplier,
            LoadSettings<R> settings) {
        this.poller = poller;
        this.observers = observers;
        this.table = table;
        this.labelSupplier = labelSupplier;
        this.settings = settings;
    }

    private StreamLoad<R> withSettings(Consumer<LoadSettings<R>> change) {
        LoadSettings<R> copy = settings.copy();
        change.accept(copy);
        return new StreamLoad<>(poller, observers, table, labelSupplier, copy);
    }

    /**
     * Sets the HTTP address of a frontend, for example {@code http://host:8030}. Default: the hosts in the URL of the
     * connection, of which the first one that can be reached receives the load, and the HTTP port that SHOW FRONTENDS
     * lists, which requires the privilege OPERATE.
     *
     * @throws IllegalArgumentException if the URI is not an HTTP address with a host
     */
    public StreamLoad<R> frontend(URI address) {
        HttpTarget.of(address);
        return withSettings(copy -> copy.frontendUri = address);
    }

    /** Sets the credentials for the load. Default: the user of the connection, without a password. */
    public StreamLoad<R> credentials(String user, String password) {
        return withSettings(copy -> {
            copy.user = user;
            copy.password = password;
        });
    }

    /**
     * Sets the label that identifies the load on the server. If a load with the same label has succeeded, a later one
     * is a no-op: its outcome is {@link Outcome.State#LOADED_BEFORE}. By default, the server keeps labels for three
     * days, but only those of the newest 1000 transactions of a database. Default: a new random label for each call of
     * {@code send}.
     *
     * @param label up to 128 letters (A to Z, a to z), digits, {@code -} and {@code _}
     * @throws IllegalArgumentException if the label has other characters
     */
    public StreamLoad<R> label(String label) {
        if (!LABEL_PATTERN.matcher(label).matches()) {
            throw new IllegalArgumentException(
                    "A label consists of 1 to 128 letters (A to Z, a to z), digits, - and _; '" + label + "' does not");
        }
        return withSettings(copy -> copy.label = label);
    }

    /**
     * Omits columns from the load; they get their default values, also in existing rows of a primary key table. Several
     * calls add up. Default: no column is omitted.
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final StreamLoad<R> without(Column<R>... columns) {
        return withOmittedColumns(settings.isPartialUpdate, columns);
    }

    /**
     * Omits columns from the load, as a partial update: if a row with the same primary key exists, these columns keep
     * their values. Several calls add up. Default: no column is omitted.
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final StreamLoad<R> keepValuesOf(Column<R>... columns) {
        return withOmittedColumns(true, columns);
    }

    private StreamLoad<R> withOmittedColumns(boolean isPartialUpdate, Column<R>[] columns) {
        Set<Column<R>> allOmittedColumns = new HashSet<>(settings.omittedColumns);
        allOmittedColumns.addAll(Arrays.asList(columns));
        return withSettings(copy -> {
            copy.omittedColumns = Set.copyOf(allOmittedColumns);
            copy.isPartialUpdate = isPartialUpdate;
        });
    }

    /**
     * Sets the fraction of rows that may be filtered out before the load fails; 0.01 allows one in a hundred. Default:
     * 0.
     *
     * @param maxFilterRatio a number from 0 to 1
     * @throws IllegalArgumentException if the number is outside of this range
     */
    public StreamLoad<R> maxFilterRatio(double maxFilterRatio) {
        if (!(maxFilterRatio >= 0 && maxFilterRatio <= 1)) {
            throw new IllegalArgumentException(
                    "A fraction of the rows is a number from 0 to 1, such as 0.01 for one in a hundred, not "
                            + maxFilterRatio);
        }
        return withSettings(copy -> copy.maxFilterRatio = maxFilterRatio);
    }

    /**
     * Sets the timeout after which the server cancels the load. Default: 10 minutes.
     *
     * @param timeout at least a second, and at most the server's {@code max_stream_load_timeout_second}, by default
     *     three days
     * @throws IllegalArgumentException if the timeout is less than a second
     */
    public StreamLoad<R> timeout(Duration timeout) {
        if (timeout.toSeconds() < 1) {
            throw new IllegalArgumentException("The timeout of a load is at least a second, not " + timeout);
        }
        return withSettings(copy -> copy.timeout = timeout);
    }

    /**
     * Sets hosts that may receive the user name and the password, in addition to the frontend itself and the nodes that
     * the server lists; a later call replaces the hosts of an earlier one. Required if a frontend redirects loads to a
     * host that SHOW FRONTENDS, SHOW BACKENDS and SHOW COMPUTE NODES list under another name, or if the user of the
     * connection may not run these statements. Default: none.
     */
    public StreamLoad<R> trustedHosts(String... hosts) {
        return withSettings(copy -> copy.trustedHosts = Set.of(hosts));
    }

    /**
     * Sets a function that translates the addresses of the server into addresses that this client can reach, for
     * example if the nodes run in containers or behind a proxy. It translates the address of the frontend, unless
     * {@link #frontend} sets it, and the addresses to which the server redirects. Default: the function of {@link
     * Database#addressTranslation}.
     */
    public StreamLoad<R> addressTranslation(UnaryOperator<URI> translation) {
        return withSettings(copy -> copy.addressTranslation = translation);
    }

    /**
     * Sends rows and waits until they are visible. If the first row has null or 0 in an AUTO_INCREMENT column, the
     * server generates the values of all rows; otherwise, all rows must have a value. If the connection breaks and the
     * server did not load the rows, the method iterates over them again and repeats the load.
     *
     * @throws IllegalArgumentException if the server can't calculate a generated column, because its source is omitted,
     *     or is a MAP or a STRUCT; nothing was sent
     * @throws LoadException if the load fails; no row was loaded
     * @throws ValueConversionException if a value does not fit its column; no row was loaded
     * @throws dev.cairn.upgrade.MigrationException.ServerUnreachableException if no frontend can be reached, or the
     *     outcome of the load can't be determined
     * @throws IllegalStateException if the address of the frontend can't be determined, or if the frontend redirects to
     *     a host that is neither a listed node nor a trusted host; nothing was sent to that host
     * @throws java.util.concurrent.CancellationException if the thread is interrupted while it waits for the server;
     *     the outcome is unknown
     */
    public Outcome send(Iterable<? extends R> rows) {
        return send(rows::iterator, true);
    }

    /**
     * Sends the rows of a stream and waits until they are visible. The stream can be read only once: if the connection
     * breaks and the server did not load the rows, the method throws a {@link LoadException} instead of repeating the
     * load. The stream is not closed. Other exceptions are those of {@link #send(Iterable)}.
     */
    public Outcome send(Stream<? extends R> rows) {
        Iterator<? extends R> rowIterator = rows.iterator();
        return send(() -> rowIterator, false);
    }

    private Outcome send(Supplier<Iterator<? extends R>> iteratorSupplier, boolean canRereadRows) {
        return observers.observe(
                Kind.LOAD,
                table,
                () -> sendRows(iteratorSupplier, canRereadRows),
                outcome -> OptionalLong.of(outcome.loadedRows()));
    }

    private Outcome sendRows(Supplier<Iterator<? extends R>> iteratorSupplier, boolean canRereadRows) {
        LoadSource<R> source = LoadSource.of(TargetTable.of(table), settings.omittedColumns, iteratorSupplier);
        LoadRequest request = new LoadRequest(
                table.database().orElseGet(this::readDatabaseName),
                table.name(),
                Objects.requireNonNullElseGet(settings.label, labelSupplier),
                source.columns(),
                new LoadRequest.LoadTolerance(settings.isPartialUpdate, settings.maxFilterRatio),
                settings.timeout);
        return new LoadSender<>(createClient(), request, source::createBody, canRereadRows, poller.ticker()).run();
    }

    private String readDatabaseName() {
        return poller.query(
                table.toString(),
                connection -> poller.createConnectionFactory(table.toString()).requireDatabaseName(connection));
    }

    private boolean isTrustedHost(String host) {
        return settings.trustedHosts.stream().map(HttpTarget::removeBrackets).anyMatch(host::equals)
                || poller.query(table.toString(), ClusterNodes::readHosts).contains(host);
    }

    private StreamLoadClient createClient() {
        URI configuredUri = settings.frontendUri;
        String configuredUser = settings.user;
        return new StreamLoadClient(
                configuredUri == null
                        ? poller.query(table.toString(), LoadTargetReader::readFrontendUris).stream()
                                .map(settings.addressTranslation)
                                .toList()
                        : List.of(configuredUri),
                new StreamLoadClient.LoadCredentials(
                        configuredUser == null
                                ? poller.query(table.toString(), LoadTargetReader::readUser)
                                : configuredUser,
                        settings.password),
                this::isTrustedHost,
                settings.addressTranslation,
                new HttpRequester(settings.timeout.plus(poller.readTimeout())),
                new HttpRequester(poller.readTimeout()));
    }

    /** Returns a description without the password. */
    @Override
    public String toString() {
        return "a load into " + table;
    }

    /** The hosts of a cluster's nodes, as the server lists them. */
    private static final class ClusterNodes {
        private static final List<String> LISTING_STATEMENTS =
                List.of("SHOW FRONTENDS", "SHOW BACKENDS", "SHOW COMPUTE NODES");

        private ClusterNodes() {}

        /** Reads the listings for which the user has the privilege, OPERATE or NODE. */
        static Set<String> readHosts(ServerConnection connection) {
            Set<String> hosts = new HashSet<>();
            for (String listingStatement : LISTING_STATEMENTS) {
                for (NamedRow nodeRow : readNodeRows(connection, listingStatement)) {
                    hosts.add(nodeRow.text("IP"));
                }
            }
            return hosts;
        }

        private static List<NamedRow> readNodeRows(ServerConnection connection, String listingStatement) {
            try {
                return connection.fetchNamedRows(listingStatement);
            } catch (ServerRefusalException refusal) {
                if (refusal.isAccessDenied()) {
                    return List.of();
                }
                throw refusal;
            }
        }
    }

    /** The options of a load. Each {@link StreamLoad} has its own copy, which does not change after its creation. */
    private static final class LoadSettings<R> {
        /** The address of the frontend, or null to ask the server. */
        private @Nullable URI frontendUri;

        /** The user of the load, or null for the user of the connection. */
        private @Nullable String user;

        private String password = "";

        /** The label, or null for a new one for each load. */
        private @Nullable String label;

        private Set<Column<R>> omittedColumns = Set.of();
        private boolean isPartialUpdate;
        private double maxFilterRatio;

        /** The timeout of the load; the default is the default of the server. */
        private Duration timeout = Duration.ofMinutes(10);

        /** Hosts that may receive the credentials in addition to the nodes that the server lists. */
        private Set<String> trustedHosts = Set.of();

        /** Translates addresses of the server into addresses that this client can reach. */
        private UnaryOperator<URI> addressTranslation = UnaryOperator.identity();

        private LoadSettings<R> copy() {
            LoadSettings<R> copy = new LoadSettings<>();
            copy.frontendUri = frontendUri;
            copy.user = user;
            copy.password = password;
            copy.label = label;
            copy.omittedColumns = omittedColumns;
            copy.isPartialUpdate = isPartialUpdate;
            copy.maxFilterRatio = maxFilterRatio;
            copy.timeout = timeout;
            copy.trustedHosts = trustedHosts;
            copy.addressTranslation = addressTranslation;
            return copy;
        }
    }

    /**
     * The outcome of a successful load.
     *
     * @param label the label that identifies the load on the server
     * @param state whether this load or an earlier one with the same label wrote the rows
     * @param loadedRows the number of rows written: 0 for {@link State#LOADED_BEFORE}; the number of rows sent if the
     *     server's answer was lost
     * @param filteredRows the number of invalid rows that were filtered out; 0 unless {@link StreamLoad#maxFilterRatio}
     *     allows such rows
     * @param problems the server's error messages for the first invalid rows, or one line that states why they could
     *     not be read
     */
    public record Outcome(String label, State state, long loadedRows, long filteredRows, List<String> problems) {
        public Outcome {
            problems = List.copyOf(problems);
        }

        /** The state of the rows after the load. */
        public enum State {
            /** This load wrote the rows. */
            LOADED,
            /** An earlier load with the same label had succeeded; the rows of this load were not loaded. */
            LOADED_BEFORE
        }
    }
}
