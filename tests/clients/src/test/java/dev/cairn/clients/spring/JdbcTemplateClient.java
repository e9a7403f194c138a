package dev.cairn.clients.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.clients.ClientAddress;
import dev.cairn.clients.DatabaseClient;
import dev.cairn.clients.JdbcClient;
import dev.cairn.clients.RolledBackException;
import dev.cairn.clients.Sample;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.DataClassRowMapper;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.metadata.TableMetaDataContext;
import org.springframework.jdbc.core.namedparam.SimplePropertySqlParameterSource;
import org.springframework.jdbc.core.simple.SimpleJdbcInsert;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The JdbcTemplate of Spring over Connector/J; Spring creates its INSERT from metadata. */
public final class JdbcTemplateClient implements DatabaseClient {
    private final SingleConnectionDataSource dataSource;
    private final JdbcTemplate template;
    private final TransactionTemplate transactions;

    /** Connects to the server. */
    public JdbcTemplateClient(ClientAddress address) {
        dataSource = new SingleConnectionDataSource(address.mysqlUrl(), true);
        template = new JdbcTemplate(dataSource);
        transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    @Override
    public String connect() {
        return template.queryForObject("SELECT database()", String.class);
    }

    @Override
    public List<String> metadata() {
        TableMetaDataContext tableMetadata = new TableMetaDataContext();
        tableMetadata.setTableName("sample");
        tableMetadata.processMetaData(dataSource, List.of(), new String[0]);
        return tableMetadata.getTableColumns();
    }

    @Override
    public void insert(List<Sample> samples) {
        SimpleJdbcInsert insertion = new SimpleJdbcInsert(template).withTableName("sample");
        for (Sample sample : samples) {
            assertThat(insertion.execute(new SimplePropertySqlParameterSource(sample)))
                    .isEqualTo(1);
        }
    }

    @Override
    public List<Sample> query() {
        return template.query("SELECT * FROM sample ORDER BY id", new DataClassRowMapper<>(Sample.class));
    }

    @Override
    public Sample prepared(Sample sample) {
        return template.queryForObject(
                SELECT_EQUAL_SAMPLE, new DataClassRowMapper<>(Sample.class), sample.lookupValues());
    }

    @Override
    public long streaming() {
        JdbcTemplate streamingTemplate = new JdbcTemplate(dataSource);
        streamingTemplate.setFetchSize(Integer.MIN_VALUE);
        try (Stream<Long> numbers = streamingTemplate.queryForStream(SELECT_NUMBERS, (row, number) -> row.getLong(1))) {
            return numbers.mapToLong(Long::longValue).sum();
        }
    }

    @Override
    public void transaction(Sample first, Sample second) {
        try {
            transactions.executeWithoutResult(status -> {
                insert(List.of(first));
                throw new RolledBackException();
            });
        } catch (RolledBackException ignored) {
            transactions.executeWithoutResult(status -> insert(List.of(second)));
        }
    }

    @Override
    public int error() {
        try {
            template.queryForList(WRONG_QUERY);
            throw new AssertionError("The server accepts " + WRONG_QUERY);
        } catch (DataAccessException refusal) {
            assertThat(connect()).isNotEmpty();
            return JdbcClient.findErrorNumber(refusal);
        }
    }

    @Override
    public void close() {
        dataSource.destroy();
    }
}
