package dev.cairn.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.mysqlclient.MySQLConnection;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/** The reactive client of Vert.x. All its parameters are those of prepared statements, so it inserts by texts. */
final class VertxClient implements DatabaseClient {
    private final Vertx vertx = Vertx.vertx();
    private final MySQLConnection connection;

    VertxClient(ClientAddress address) {
        connection = wait(MySQLConnection.connect(
                vertx,
                new MySQLConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(address.port())
                        .setDatabase(address.database())
                        .setUser("root")));
    }

    private static <T> T wait(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    private RowSet<Row> rows(String sql) {
        return wait(connection.query(sql).execute());
    }

    @Override
    public String connect() {
        wait(connection.ping());
        return rows("SELECT database()").iterator().next().getString(0);
    }

    @Override
    public List<String> metadata() {
        return rows("SELECT * FROM sample").columnsNames();
    }

    @Override
    public void insert(List<Sample> samples) {
        for (Sample sample : samples) {
            assertThat(rows(sample.insertion()).rowCount()).isEqualTo(1);
        }
    }

    @Override
    public List<Sample> query() {
        return samples(rows("SELECT * FROM sample ORDER BY id"));
    }

    private static List<Sample> samples(RowSet<Row> rows) {
        List<Sample> samples = new ArrayList<>();
        for (Row row : rows) {
            String large = row.getString("large");
            samples.add(new Sample(
                    row.getInteger("id"),
                    row.getBoolean("flag"),
                    row.getShort("small"),
                    row.getLong("big"),
                    large == null ? null : new BigInteger(large),
                    row.getBigDecimal("price"),
                    row.getDouble("ratio"),
                    row.getLocalDate("born"),
                    row.getLocalDateTime("seen"),
                    row.getString("word")));
        }
        return samples;
    }

    @Override
    public Sample prepared(Sample sample) {
        List<Sample> found = samples(wait(connection.preparedQuery(LOOKUP).execute(Tuple.from(sample.lookup()))));
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @Override
    public long streaming() {
        return sum(connection);
    }

    /** A stream of Vert.x uses a cursor, which a frontend does not have; a collector gets row by row, too. */
    static long sum(MySQLConnection connection) {
        return wait(connection
                        .query(NUMBERS)
                        .collecting(Collectors.summingLong((Row row) -> row.getLong(0)))
                        .execute())
                .value();
    }

    @Override
    public void transaction(Sample first, Sample second) {
        Transaction begun = wait(connection.begin());
        insert(List.of(first));
        wait(begun.rollback());
        begun = wait(connection.begin());
        insert(List.of(second));
        wait(begun.commit());
    }

    @Override
    public int error() {
        try {
            rows(WRONG);
            throw new AssertionError("The server accepts " + WRONG);
        } catch (CompletionException refused) {
            assertThat(connect()).isNotEmpty();
            assertThat(refused).hasCauseInstanceOf(MySQLException.class);
            return ((MySQLException) refused.getCause()).getErrorCode();
        }
    }

    @Override
    public void close() {
        wait(connection.close());
        wait(vertx.close());
    }
}
