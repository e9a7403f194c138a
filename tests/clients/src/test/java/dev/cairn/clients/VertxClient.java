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

/** The reactive client of Vert.x. It has parameters only in prepared statements, so it inserts values in the text. */
final class VertxClient implements DatabaseClient {
    private final Vertx vertx = Vertx.vertx();
    private final MySQLConnection connection;

    VertxClient(ClientAddress address) {
        connection = await(MySQLConnection.connect(
                vertx,
                new MySQLConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(address.port())
                        .setDatabase(address.database())
                        .setUser("root")));
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    private RowSet<Row> rows(String sql) {
        return await(connection.query(sql).execute());
    }

    @Override
    public String connect() {
        await(connection.ping());
        return rows("SELECT database()").iterator().next().getString(0);
    }

    @Override
    public List<String> metadata() {
        return rows("SELECT * FROM sample").columnsNames();
    }

    @Override
    public void insert(List<Sample> samples) {
        for (Sample sample : samples) {
            assertThat(rows(sample.renderInsert()).rowCount()).isEqualTo(1);
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
        List<Sample> samples = samples(
                await(connection.preparedQuery(SELECT_EQUAL_SAMPLE).execute(Tuple.from(sample.lookupValues()))));
        assertThat(samples).hasSize(1);
        return samples.get(0);
    }

    @Override
    public long streaming() {
        return sum(connection);
    }

    /** A stream of Vert.x uses a cursor, which a frontend does not have; a collector gets row by row, too. */
    static long sum(MySQLConnection connection) {
        return await(connection
                        .query(SELECT_NUMBERS)
                        .collecting(Collectors.summingLong((Row row) -> row.getLong(0)))
                        .execute())
                .value();
    }

    @Override
    public void transaction(Sample first, Sample second) {
        Transaction transaction = await(connection.begin());
        insert(List.of(first));
        await(transaction.rollback());
        transaction = await(connection.begin());
        insert(List.of(second));
        await(transaction.commit());
    }

    @Override
    public int error() {
        try {
            rows(WRONG_QUERY);
            throw new AssertionError("The server accepts " + WRONG_QUERY);
        } catch (CompletionException refusal) {
            assertThat(connect()).isNotEmpty();
            assertThat(refusal).hasCauseInstanceOf(MySQLException.class);
            return ((MySQLException) refusal.getCause()).getErrorCode();
        }
    }

    @Override
    public void close() {
        await(connection.close());
        await(vertx.close());
    }
}
