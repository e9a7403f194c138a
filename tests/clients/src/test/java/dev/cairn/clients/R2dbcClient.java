package dev.cairn.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A reactive driver with two connections, one of which prepares statements on the server. It sends only queries.
 */
final class R2dbcClient implements DatabaseClient {
    private static final List<Class<?>> COLUMN_TYPES = List.of(
            Integer.class,
            Boolean.class,
            Short.class,
            Long.class,
            BigInteger.class,
            BigDecimal.class,
            Double.class,
            LocalDate.class,
            LocalDateTime.class,
            String.class);

    private final Connection connection;
    private final Connection preparingConnection;
    private final boolean endsTransactionsByChance;

    private R2dbcClient(ClientAddress address, String driver, String prepareOption, ConnectionFactoryOptions options) {
        endsTransactionsByChance = driver.equals("mariadb");
        ConnectionFactoryOptions.Builder login = options.mutate()
                .option(ConnectionFactoryOptions.DRIVER, driver)
                .option(ConnectionFactoryOptions.HOST, "127.0.0.1")
                .option(ConnectionFactoryOptions.PORT, address.port())
                .option(ConnectionFactoryOptions.USER, "root")
                .option(ConnectionFactoryOptions.DATABASE, address.database());
        connection = open(login);
        preparingConnection = open(login.option(Option.valueOf(prepareOption), true));
    }

    private static Connection open(ConnectionFactoryOptions.Builder login) {
        return awaitOne(Mono.from(ConnectionFactories.get(login.build()).create()));
    }

    static R2dbcClient mysql(ClientAddress address) {
        return new R2dbcClient(
                address,
                "mysql",
                "useServerPrepareStatement",
                ConnectionFactoryOptions.builder()
                        .option(Option.valueOf("sslMode"), "disabled")
                        .build());
    }

    static R2dbcClient mariadb(ClientAddress address) {
        return new R2dbcClient(
                address,
                "mariadb",
                "useServerPrepStmts",
                ConnectionFactoryOptions.builder()
                        .option(Option.valueOf("sslMode"), "disable")
                        .build());
    }

    private static <T> T awaitOne(Mono<T> mono) {
        return Objects.requireNonNull(mono.block());
    }

    private static <T> List<T> fetchRows(Statement statement, Function<Readable, T> rowMapper) {
        return awaitOne(Flux.from(statement.execute())
                .concatMap(result -> result.map(rowMapper))
                .collectList());
    }

    @Override
    public String connect() {
        assertThat(connection.getMetadata().getDatabaseVersion()).isNotEmpty();
        return fetchRows(
                        connection.createStatement("SELECT database()"),
                        row -> String.valueOf(row.get(0, String.class)))
                .get(0);
    }

    @Override
    public List<String> metadata() {
        return awaitOne(Flux.from(connection
                                .createStatement("SELECT * FROM sample")
                                .execute())
                        .concatMap(result -> result.map((row, metadata) -> metadata))
                        .collectList()
                        .map(each -> each.get(0)))
                .getColumnMetadatas()
                .stream()
                .map(column -> column.getName())
                .toList();
    }

    @Override
    public void insert(List<Sample> samples) {
        for (Sample sample : samples) {
            Statement statement = connection.createStatement(Sample.PARAMETERIZED_INSERT);
            bind(statement, COLUMN_TYPES, sample.values());
            assertThat(Flux.from(statement.execute())
                            .concatMap(Result::getRowsUpdated)
                            .blockLast())
                    .isEqualTo(1);
        }
    }

    private static void bind(Statement statement, List<Class<?>> types, @Nullable Object... values) {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value == null) {
                statement.bindNull(i, types.get(i));
            } else {
                statement.bind(i, value);
            }
        }
    }

    @Override
    public List<Sample> query() {
        return fetchRows(connection.createStatement("SELECT * FROM sample ORDER BY id"), R2dbcClient::read);
    }

    private static Sample read(Readable row) {
        String large = row.get("large", String.class);
        return new Sample(
                Objects.requireNonNull(row.get("id", Integer.class)),
                row.get("flag", Boolean.class),
                row.get("small", Short.class),
                row.get("big", Long.class),
                large == null ? null : new BigInteger(large),
                row.get("price", BigDecimal.class),
                row.get("ratio", Double.class),
                row.get("born", LocalDate.class),
                row.get("seen", LocalDateTime.class),
                row.get("word", String.class));
    }

    @Override
    public Sample prepared(Sample sample) {
        Statement statement = preparingConnection.createStatement(SELECT_EQUAL_SAMPLE);
        bind(statement, List.of(), sample.lookupValues());
        List<Sample> samples = fetchRows(statement, R2dbcClient::read);
        assertThat(samples).hasSize(1);
        return samples.get(0);
    }

    @Override
    public long streaming() {
        return sum(connection);
    }

    private static long sum(Connection connection) {
        return awaitOne(Flux.from(connection.createStatement(SELECT_NUMBERS).execute())
                .concatMap(result -> result.map(row -> Objects.requireNonNull(row.get(0, Long.class))))
                .reduce(0L, Long::sum));
    }

    @Override
    public void transaction(Sample first, Sample second) {
        if (endsTransactionsByChance) {
            // Without the flag, the driver sends COMMIT only while it still waits for the end of another command.
            throw new MissingOperationException(
                    "ends a transaction by chance: it waits for the flag of an open one, which is never set");
        }
        Mono.from(connection.beginTransaction()).block();
        insert(List.of(first));
        Mono.from(connection.rollbackTransaction()).block();
        Mono.from(connection.beginTransaction()).block();
        insert(List.of(second));
        Mono.from(connection.commitTransaction()).block();
    }

    @Override
    public int error() {
        try {
            fetchRows(connection.createStatement(WRONG_QUERY), row -> row);
            throw new AssertionError("The server accepts " + WRONG_QUERY);
        } catch (R2dbcException refusal) {
            assertThat(connect()).isNotEmpty();
            return refusal.getErrorCode();
        }
    }

    @Override
    public void close() {
        Mono.from(connection.close()).block();
        Mono.from(preparingConnection.close()).block();
    }
}
