package dev.cairn.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.sql.Types;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Jdbi over Connector/J. */
final class JdbiClient implements DatabaseClient {
    private final Handle handle;

    /** Binds a LARGEINT as a text; Jdbi has no such number. */
    private static final class LargeIntArgumentFactory extends AbstractArgumentFactory<BigInteger> {
        LargeIntArgumentFactory() {
            super(Types.VARCHAR);
        }

        @Override
        protected Argument build(BigInteger value, ConfigRegistry config) {
            return (position, statement, context) -> statement.setString(position, value.toString());
        }
    }

    JdbiClient(ClientAddress address) {
        Jdbi jdbi = Jdbi.create(address.mysqlUrl());
        jdbi.registerRowMapper(ConstructorMapper.factory(Sample.class));
        jdbi.registerColumnMapper(BigInteger.class, (row, column, context) -> {
            String text = row.getString(column);
            return text == null ? null : new BigInteger(text);
        });
        jdbi.registerArgument(new LargeIntArgumentFactory());
        handle = jdbi.open();
    }

    @Override
    public String connect() {
        return handle.createQuery("SELECT database()").mapTo(String.class).one();
    }

    @Override
    public List<String> metadata() {
        return handle.queryMetadata(metadata -> metadata.getColumns("clients", null, "sample", "%"))
                .map((row, context) -> row.getString("COLUMN_NAME"))
                .list();
    }

    @Override
    public void insert(List<Sample> samples) {
        PreparedBatch batch =
                handle.prepareBatch("INSERT INTO sample VALUES (:" + String.join(", :", Sample.COLUMNS) + ")");
        for (Sample sample : samples) {
            batch.bindMethods(sample).add();
        }
        assertThat(batch.execute()).hasSize(samples.size()).containsOnly(1);
    }

    @Override
    public List<Sample> query() {
        return handle.createQuery("SELECT * FROM sample ORDER BY id")
                .mapTo(Sample.class)
                .list();
    }

    @Override
    public Sample prepared(Sample sample) {
        return handle.createQuery(
                        "SELECT * FROM sample WHERE id = :id AND flag = :flag AND small = :small AND big = :big"
                                + " AND ratio = :ratio AND born = :born AND seen = :seen AND word = :word")
                .bindMethods(sample)
                .mapTo(Sample.class)
                .one();
    }

    @Override
    public long streaming() {
        try (Stream<Long> numbers =
                handle.createQuery(SELECT_NUMBERS).setFetchSize(Integer.MIN_VALUE).mapTo(Long.class).stream()) {
            return numbers.mapToLong(Long::longValue).sum();
        }
    }

    @Override
    public void transaction(Sample first, Sample second) {
        handle.begin();
        insert(List.of(first));
        handle.rollback();
        handle.begin();
        insert(List.of(second));
        handle.commit();
    }

    @Override
    public int error() {
        try {
            handle.createQuery(WRONG_QUERY).mapToMap().list();
            throw new AssertionError("The server accepts " + WRONG_QUERY);
        } catch (JdbiException refusal) {
            assertThat(connect()).isNotEmpty();
            return JdbcClient.findErrorNumber(refusal);
        }
    }

    @Override
    public void close() {
        handle.close();
    }
}
