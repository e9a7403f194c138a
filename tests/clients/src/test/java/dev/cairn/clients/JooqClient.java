package dev.cairn.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/** jOOQ with its dialect of MySQL, over Connector/J. */
final class JooqClient implements DatabaseClient {
    private static final Table<Record> SAMPLE = table(name("sample"));
    private static final Field<Integer> ID = field(name("id"), Integer.class);
    private static final Field<Boolean> FLAG = field(name("flag"), Boolean.class);
    private static final Field<Short> SMALL = field(name("small"), Short.class);
    private static final Field<Long> BIG = field(name("big"), Long.class);
    private static final Field<String> LARGE = field(name("large"), String.class);
    private static final Field<BigDecimal> PRICE = field(name("price"), BigDecimal.class);
    private static final Field<Double> RATIO = field(name("ratio"), Double.class);
    private static final Field<LocalDate> BORN = field(name("born"), LocalDate.class);
    private static final Field<LocalDateTime> SEEN = field(name("seen"), LocalDateTime.class);
    private static final Field<String> WORD = field(name("word"), String.class);
    private static final List<Field<?>> FIELDS = List.of(ID, FLAG, SMALL, BIG, LARGE, PRICE, RATIO, BORN, SEEN, WORD);

    private final Connection connection;
    private final DSLContext dsl;

    JooqClient(ClientAddress address) throws SQLException {
        connection = DriverManager.getConnection(address.mysqlUrl());
        dsl = DSL.using(connection, SQLDialect.MYSQL);
    }

    @Override
    public String connect() {
        return dsl.select(DSL.currentSchema()).fetchSingle().value1();
    }

    @Override
    public List<String> metadata() throws SQLException {
        List<Table<?>> tables = dsl.meta()
                .filterSchemas(schema -> schema.getName().equals("clients"))
                .getTables("sample");
        assertThat(tables).hasSize(1);
        return Arrays.stream(tables.get(0).fields()).map(Field::getName).toList();
    }

    @Override
    public void insert(List<Sample> samples) {
        insert(dsl, samples);
    }

    private static void insert(DSLContext dsl, List<Sample> samples) {
        int[] counts = dsl.batch(samples.stream()
                        .map(sample -> dsl.insertInto(SAMPLE, FIELDS).values(sample.values()))
                        .toList())
                .execute();
        assertThat(counts).hasSize(samples.size()).containsOnly(1);
    }

    @Override
    public List<Sample> query() {
        return dsl.select(FIELDS).from(SAMPLE).orderBy(ID).fetch(JooqClient::read);
    }

    private static Sample read(Record row) {
        return new Sample(
                row.get(ID),
                row.get(FLAG),
                row.get(SMALL),
                row.get(BIG),
                row.get(LARGE) == null ? null : new BigInteger(row.get(LARGE)),
                row.get(PRICE),
                row.get(RATIO),
                row.get(BORN),
                row.get(SEEN),
                row.get(WORD));
    }

    @Override
    public Sample prepared(Sample sample) {
        return read(dsl.select(FIELDS)
                .from(SAMPLE)
                .where(ID.eq(sample.id()))
                .and(FLAG.eq(sample.flag()))
                .and(SMALL.eq(sample.small()))
                .and(BIG.eq(sample.big()))
                .and(RATIO.eq(sample.ratio()))
                .and(BORN.eq(sample.born()))
                .and(SEEN.eq(sample.seen()))
                .and(WORD.eq(sample.word()))
                .fetchSingle());
    }

    @Override
    public long streaming() {
        try (Stream<Record> rows =
                dsl.resultQuery(SELECT_NUMBERS).fetchSize(Integer.MIN_VALUE).fetchStream()) {
            return rows.mapToLong(row -> row.get(0, Long.class)).sum();
        }
    }

    @Override
    public void transaction(Sample first, Sample second) {
        try {
            dsl.transaction(transactionConfiguration -> {
                insert(transactionConfiguration.dsl(), List.of(first));
                throw new RolledBackException();
            });
        } catch (RolledBackException ignored) {
            dsl.transaction(transactionConfiguration -> insert(transactionConfiguration.dsl(), List.of(second)));
        }
    }

    @Override
    public int error() {
        try {
            dsl.fetch(WRONG_QUERY);
            throw new AssertionError("The server accepts " + WRONG_QUERY);
        } catch (DataAccessException refusal) {
            assertThat(connect()).isNotEmpty();
            return JdbcClient.findErrorNumber(refusal);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
