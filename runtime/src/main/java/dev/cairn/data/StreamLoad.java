package dev.cairn.data;

import dev.cairn.internal.http.HttpCall;
import dev.cairn.internal.link.ServerConnection;
import dev.cairn.internal.link.ServerRefusalException;
import dev.cairn.internal.load.LoadColumn;
import dev.cairn.internal.load.LoadRequest;
import dev.cairn.internal.load.StreamLoadClient;
import dev.cairn.internal.poll.ServerPoller;
import dev.cairn.internal.row.TargetTable;
import dev.cairn.schema.Column;
import dev.cairn.schema.TableDescriptor;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A bulk load by HTTP (Stream Load), which is meant for many thousands of rows or more. It is atomic: either all of its
 * rows become visible at the same time, or none does. It is immutable: each method that sets an option returns a copy.
 * Nothing is sent before {@code send} is called, and it may be called any number of times.
 *
 * <pre>{@code
 * database.load(ORDER).as("app", password).send(orders);
 * database.load(ORDER).as("app", password).label("orders-2026-01-31").send(orders.stream());   // loaded at most once
 * }</pre>
 *
 * <p>Rows are sent while they are read, so memory use does not depend on their number. Default address: the host of the
 * connection, and the HTTP port that SHOW FRONTENDS lists. Default credentials: the user of the connection, without a
 * password.
 *
 * @param <R> the record type of the table
 */
public final class StreamLoad<R> {
    private final ServerPoller calls;
    private final Supplier<String> labels;
    private final TableDescriptor<R> table;
    private final LoadSettings<R> settings;

    /** @param labels supplies labels that no load has used yet */
    StreamLoad(ServerPoller calls, TableDescriptor<R> table, Supplier<String> labels) {
        this(calls, table, labels, LoadSettings.none());
    }

    private StreamLoad(
            ServerPoller calls, TableDescriptor<R> table, Supplier<String> labels, LoadSettings<R> settings) {
        this.calls = calls;
        this.table = table;
        this.labels = labels;
        this.settings = settings;
    }

    private StreamLoad<R> with(LoadSettings<R> other) {
        return new StreamLoad<>(calls, table, labels, other);
    }

    /**
     * Sets the HTTP address of a frontend, for example {@code http://host:8030}. Default: the host of the connection,
     * and the HTTP port that SHOW FRONTENDS lists, which requires the privilege OPERATE.
     */
    public StreamLoad<R> at(URI frontend) {
        return with(settings.at(frontend));
    }

    /** Sets the credentials for the load. Default: the user of the connection, without a password. */
    public StreamLoad<R> as(String user, String password) {
        return with(settings.as(user, password));
    }

    /**
     * Sets the label that identifies the load on the server. If a load with the same label has succeeded, a later one
     * is a no-op: its outcome is {@link Outcome.State#LOADED_BEFORE}. By default, the server keeps labels for three
     * days. Default: a new random label for each call of {@code send}.
     *
     * @param label letters, digits, {@code -} and {@code _}
     */
    public StreamLoad<R> label(String label) {
        return with(settings.labelled(label));
    }

    /**
     * Omits columns from the load; they get their default values. Several calls add up. Default: no column is omitted.
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final StreamLoad<R> without(Column<R>... columns) {
        return with(without(settings.partial(), columns));
    }

    /**
     * Omits columns from the load, as a partial update: if a row with the same primary key exists, these columns keep
     * their values. Several calls add up. Default: no column is omitted.
     */
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

    /**
     * Sets the fraction of rows that may be filtered out before the load fails; 0.01 allows one in a hundred. Default:
     * 0.
     */
    public StreamLoad<R> tolerating(double part) {
        return with(settings.tolerating(part));
    }

    /** Sets the timeout after which the server cancels the load. Default: 10 minutes. */
    public StreamLoad<R> timeout(Duration timeout) {
        return with(settings.within(timeout));
    }

    /**
     * Sets hosts that may receive the user name and the password, in addition to the frontend itself and the nodes that
     * the server lists; a later call replaces the hosts of an earlier one. Required if a frontend redirects loads to a
     * host that SHOW FRONTENDS, SHOW BACKENDS and SHOW COMPUTE NODES list under another name, or if the user of the
     * connection may not run these statements. Default: none.
     */
    public StreamLoad<R> trusting(String... hosts) {
        return with(settings.trusting(Set.of(hosts)));
    }

    /**
     * Sets a function that translates the addresses to which the server redirects into addresses that this client can
     * reach, for example if the nodes run in containers or behind a proxy. Default: the addresses are used unchanged.
     */
    public StreamLoad<R> reaching(UnaryOperator<URI> nodes) {
        return with(settings.reaching(nodes));
    }

    /**
     * Sends rows and waits until they are visible. If the connection breaks and the server did not load the rows, the
     * method iterates over them again and repeats the load.
     *
     * @throws LoadException if the load fails; no row was loaded
     * @throws UnwritableValueException if a value does not fit its column; no row was loaded
     * @throws dev.cairn.upgrade.UnreachableException if the outcome of the load can't be determined
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
        Iterator<? extends R> once = rows.iterator();
        return send(() -> once, false);
    }

    private Outcome send(Supplier<Iterator<? extends R>> rows, boolean repeatable) {
        TargetTable<R> target = TargetTable.of(table);
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

    private StreamLoadClient door() {
        URI frontend = settings.frontend();
        String user = settings.user();
        return new StreamLoadClient(
                frontend == null ? calls.ask(table.toString(), FrontendAddress::uri) : frontend,
                user == null ? calls.ask(table.toString(), FrontendAddress::user) : user,
                settings.password(),
                this::isNode,
                settings.reached(),
                new HttpCall(settings.timeout().plus(calls.longestRead())),
                new HttpCall(calls.longestRead()));
    }

    /** Returns a description without the password. */
    @Override
    public String toString() {
        return "a load into " + table;
    }

    /** The hosts of a cluster's nodes, as the server lists them. */
    private static final class ClusterNodes {
        private static final List<String> LISTINGS = List.of("SHOW FRONTENDS", "SHOW BACKENDS", "SHOW COMPUTE NODES");

        private ClusterNodes() {}

        /** Those of the listings that the user may ask for: each of them needs the privilege OPERATE or NODE. */
        static Set<String> hosts(ServerConnection link) {
            Set<String> hosts = new HashSet<>();
            for (String listing : LISTINGS) {
                for (Map<String, @Nullable String> node : nodes(link, listing)) {
                    String host = node.get("IP");
                    if (host != null) {
                        hosts.add(host);
                    }
                }
            }
            return hosts;
        }

        private static List<Map<String, @Nullable String>> nodes(ServerConnection link, String listing) {
            try {
                return link.named(listing);
            } catch (ServerRefusalException refused) {
                if (refused.isDenied()) {
                    return List.of();
                }
                throw refused;
            }
        }
    }

    /** Where loads go, and for whom, as a connection tells it. */
    private static final class FrontendAddress {
        private static final Pattern HOST = Pattern.compile("//(?:[^@/?]*@)?(\\[[^\\]]+\\]|[^:/?,\\[(]+)");

        private FrontendAddress() {}

        /**
         * The host that the connection is to, and the port that the server's frontends have for loads.
         *
         * @throws IllegalStateException if it can't be told
         */
        static URI uri(ServerConnection link) {
            try {
                String url = String.valueOf(link.lent().getMetaData().getURL());
                Matcher host = HOST.matcher(url);
                Optional<String> port = port(link.named("SHOW FRONTENDS"));
                if (!host.find() || port.isEmpty()) {
                    throw unknown("no frontend of " + url + " reports its HTTP port", null);
                }
                return URI.create("http://" + host.group(1) + ":" + port.get());
            } catch (ServerRefusalException refused) {
                throw unknown(refused.words(), refused);
            } catch (SQLException failure) {
                throw unknown(String.valueOf(failure.getMessage()), failure);
            }
        }

        private static Optional<String> port(List<Map<String, @Nullable String>> frontends) {
            return frontends.stream()
                    .filter(frontend -> "true".equalsIgnoreCase(frontend.get("Alive")))
                    .sorted(Comparator.comparing(frontend -> "LEADER".equals(frontend.get("Role")) ? 0 : 1))
                    .map(frontend -> frontend.get("HttpPort"))
                    .filter(Objects::nonNull)
                    .findFirst();
        }

        private static IllegalStateException unknown(String why, @Nullable Throwable cause) {
            return new IllegalStateException(
                    "The address for loads can't be determined: " + why
                            + ". Set it, for example at(URI.create(\"http://host:8030\"))",
                    cause);
        }

        /** {@code 'root'@'127.0.0.1'} is the user root. */
        static String user(ServerConnection link) {
            String account = link.rows("SELECT USER()").get(0).get(0);
            String name = account == null ? "root" : account.substring(0, Math.max(account.lastIndexOf('@'), 0));
            return name.replace("'", "");
        }
    }

    /**
     * What was said of a load; null is what was not.
     *
     * @param trusted hosts that may get the credentials besides those that the server lists as its nodes
     * @param reached what an address that the server gives is to this client
     */
    private record LoadSettings<R>(
            @Nullable URI frontend,
            @Nullable String user,
            String password,
            @Nullable String label,
            Set<Column<R>> without,
            boolean partial,
            double tolerated,
            Duration timeout,
            Set<String> trusted,
            UnaryOperator<URI> reached) {
        /** What the server comes with. */
        private static final Duration TIMEOUT = Duration.ofMinutes(10);

        static <R> LoadSettings<R> none() {
            return new LoadSettings<>(
                    null, null, "", null, Set.of(), false, 0, TIMEOUT, Set.of(), UnaryOperator.identity());
        }

        LoadSettings<R> at(URI uri) {
            return new LoadSettings<>(
                    uri, user, password, label, without, partial, tolerated, timeout, trusted, reached);
        }

        LoadSettings<R> as(String name, String proof) {
            return new LoadSettings<>(
                    frontend, name, proof, label, without, partial, tolerated, timeout, trusted, reached);
        }

        LoadSettings<R> labelled(String text) {
            return new LoadSettings<>(
                    frontend, user, password, text, without, partial, tolerated, timeout, trusted, reached);
        }

        LoadSettings<R> without(Set<Column<R>> columns, boolean kept) {
            return new LoadSettings<>(
                    frontend, user, password, label, columns, kept, tolerated, timeout, trusted, reached);
        }

        LoadSettings<R> tolerating(double part) {
            return new LoadSettings<>(
                    frontend, user, password, label, without, partial, part, timeout, trusted, reached);
        }

        LoadSettings<R> within(Duration time) {
            return new LoadSettings<>(
                    frontend, user, password, label, without, partial, tolerated, time, trusted, reached);
        }

        LoadSettings<R> trusting(Set<String> hosts) {
            return new LoadSettings<>(
                    frontend, user, password, label, without, partial, tolerated, timeout, hosts, reached);
        }

        LoadSettings<R> reaching(UnaryOperator<URI> nodes) {
            return new LoadSettings<>(
                    frontend, user, password, label, without, partial, tolerated, timeout, trusted, nodes);
        }
    }

    /**
     * The outcome of a successful load.
     *
     * @param label the label that identifies the load on the server
     * @param state whether this load or an earlier one with the same label wrote the rows
     * @param loaded the number of rows written: 0 for {@link State#LOADED_BEFORE}; the number of rows sent if the server's
     *     answer was lost
     * @param refused the number of invalid rows that were filtered out; 0 unless {@link StreamLoad#tolerating} allows such
     *     rows
     * @param problems the server's error messages for the first invalid rows, or one line that states why they could not be
     *     read
     */
    public record Outcome(String label, State state, long loaded, long refused, List<String> problems) {
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
