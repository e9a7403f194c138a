package dev.cairn.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.cursor.Cursor;
import org.apache.ibatis.datasource.pooled.PooledDataSource;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.apache.ibatis.type.BaseTypeHandler;
import org.apache.ibatis.type.JdbcType;
import org.jspecify.annotations.Nullable;

/** MyBatis over Connector/J, with a pool and a mapper. */
final class MyBatisClient implements DatabaseClient {
    private final PooledDataSource pool;
    private final SqlSessionFactory sessionFactory;

    /** The mapper that MyBatis implements. */
    interface SampleMapper {
        @Select("SELECT database()")
        String database();

        @Select("SELECT * FROM sample ORDER BY id")
        List<Sample> all();

        @Insert(
                "INSERT INTO sample VALUES (#{id}, #{flag}, #{small}, #{big}, #{large}, #{price}, #{ratio}, #{born}, #{seen}, #{word})")
        int insert(Sample sample);

        @Select(
                "SELECT * FROM sample WHERE id = #{id} AND flag = #{flag} AND small = #{small} AND big = #{big} AND ratio = #{ratio}"
                        + " AND born = #{born} AND seen = #{seen} AND word = #{word}")
        Sample equal(Sample sample);

        @Select(SELECT_NUMBERS)
        @Options(fetchSize = Integer.MIN_VALUE)
        Cursor<Map<String, Object>> numbers();

        @Select(WRONG_QUERY)
        String wrong();
    }

    /** Reads and writes a LARGEINT as a text, because Connector/J reads no number of this size. */
    private static final class LargeIntTypeHandler extends BaseTypeHandler<BigInteger> {
        @Override
        public void setNonNullParameter(PreparedStatement statement, int position, BigInteger value, JdbcType type)
                throws SQLException {
            statement.setString(position, value.toString());
        }

        @Override
        public @Nullable BigInteger getNullableResult(ResultSet row, String column) throws SQLException {
            return value(row.getString(column));
        }

        @Override
        public @Nullable BigInteger getNullableResult(ResultSet row, int column) throws SQLException {
            return value(row.getString(column));
        }

        @Override
        public @Nullable BigInteger getNullableResult(CallableStatement statement, int column) throws SQLException {
            return value(statement.getString(column));
        }

        private static @Nullable BigInteger value(@Nullable String text) {
            return text == null ? null : new BigInteger(text);
        }
    }

    MyBatisClient(ClientAddress address) {
        pool = new PooledDataSource("com.mysql.cj.jdbc.Driver", address.mysqlUrl(), "root", "");
        Configuration configuration = new Configuration(new Environment("clients", new JdbcTransactionFactory(), pool));
        configuration.setArgNameBasedConstructorAutoMapping(true);
        configuration.setCallSettersOnNulls(true);
        configuration.getTypeHandlerRegistry().register(BigInteger.class, new LargeIntTypeHandler());
        configuration.addMapper(SampleMapper.class);
        sessionFactory = new SqlSessionFactoryBuilder().build(configuration);
    }

    /** A call of the mapper. */
    private interface MapperCall<T> {
        T run(SampleMapper mapper) throws Exception;
    }

    private <T> T run(MapperCall<T> mapperCall) throws Exception {
        try (SqlSession session = sessionFactory.openSession(true)) {
            return mapperCall.run(session.getMapper(SampleMapper.class));
        }
    }

    @Override
    public String connect() throws Exception {
        return run(SampleMapper::database);
    }

    @Override
    public List<String> metadata() {
        throw new MissingOperationException("a mapper names the columns");
    }

    @Override
    public void insert(List<Sample> samples) throws Exception {
        run(mapper -> {
            assertThat(samples.stream().mapToInt(mapper::insert)).containsOnly(1);
            return samples;
        });
    }

    @Override
    public List<Sample> query() throws Exception {
        return run(SampleMapper::all);
    }

    @Override
    public Sample prepared(Sample sample) throws Exception {
        return run(mapper -> mapper.equal(sample));
    }

    @Override
    public long streaming() throws Exception {
        return run(mapper -> {
            try (Cursor<Map<String, Object>> numbers = mapper.numbers()) {
                long sum = 0;
                for (Map<String, Object> row : numbers) {
                    sum += ((Number) row.get("k")).longValue();
                }
                return sum;
            }
        });
    }

    @Override
    public void transaction(Sample first, Sample second) {
        try (SqlSession session = sessionFactory.openSession()) {
            session.getMapper(SampleMapper.class).insert(first);
            session.rollback();
            session.getMapper(SampleMapper.class).insert(second);
            session.commit();
        }
    }

    @Override
    public int error() throws Exception {
        try {
            run(SampleMapper::wrong);
            throw new AssertionError("The server accepts " + WRONG_QUERY);
        } catch (PersistenceException refusal) {
            assertThat(connect()).isNotEmpty();
            return JdbcClient.findErrorNumber(refusal);
        }
    }

    @Override
    public void close() {
        pool.forceCloseAll();
    }
}
