package dev.cairn.clients.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.clients.ClientAddress;
import dev.cairn.clients.DatabaseClient;
import dev.cairn.clients.JdbcClient;
import dev.cairn.clients.Sample;
import jakarta.persistence.PersistenceException;
import java.util.List;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.Transaction;
import org.hibernate.cfg.Configuration;

/**
 * Hibernate over Connector/J, which validates the tables when it starts. It uses only methods that both Hibernate 6 and
 * Hibernate 7 have.
 */
public final class HibernateClient implements DatabaseClient {
    private final SessionFactory sessionFactory;

    /** Starts Hibernate. */
    public HibernateClient(ClientAddress address) {
        sessionFactory = new Configuration()
                .addAnnotatedClass(SampleEntity.class)
                .setProperty("hibernate.connection.url", address.mysqlUrl())
                .setProperty("hibernate.hbm2ddl.auto", "validate")
                .setProperty("hibernate.jdbc.batch_size", "10")
                .buildSessionFactory();
    }

    @Override
    public String connect() {
        return sessionFactory.fromSession(session ->
                session.createNativeQuery("SELECT database()", String.class).getSingleResult());
    }

    @Override
    public List<String> metadata() {
        sessionFactory.getSchemaManager().validateMappedObjects();
        return Sample.COLUMNS.stream()
                .filter(column ->
                        sessionFactory.getMetamodel().entity(SampleEntity.class).getAttribute(column) != null)
                .toList();
    }

    @Override
    public void insert(List<Sample> samples) {
        sessionFactory.inTransaction(
                session -> samples.stream().map(SampleEntity::new).forEach(session::persist));
    }

    @Override
    public List<Sample> query() {
        return sessionFactory.fromSession(
                session -> session.createQuery("from SampleEntity order by id", SampleEntity.class)
                        .getResultStream()
                        .map(SampleEntity::sample)
                        .toList());
    }

    @Override
    public Sample prepared(Sample sample) {
        return sessionFactory.fromSession(session -> session.createQuery(
                        "from SampleEntity s where s.id = :id and s.flag = :flag and s.small = :small and s.big = :big"
                                + " and s.ratio = :ratio and s.born = :born and s.seen = :seen and s.word = :word",
                        SampleEntity.class)
                .setParameter("id", sample.id())
                .setParameter("flag", sample.flag())
                .setParameter("small", sample.small())
                .setParameter("big", sample.big())
                .setParameter("ratio", sample.ratio())
                .setParameter("born", sample.born())
                .setParameter("seen", sample.seen())
                .setParameter("word", sample.word())
                .getSingleResult()
                .sample());
    }

    @Override
    public long streaming() {
        return sessionFactory.fromSession(session -> {
            try (Stream<Long> numbers = session.createNativeQuery("SELECT k FROM numbers ORDER BY k", Long.class)
                    .setFetchSize(Integer.MIN_VALUE)
                    .getResultStream()) {
                return numbers.mapToLong(Long::longValue).sum();
            }
        });
    }

    @Override
    public void transaction(Sample first, Sample second) {
        try (Session session = sessionFactory.openSession()) {
            Transaction transaction = session.beginTransaction();
            session.persist(new SampleEntity(first));
            session.flush();
            transaction.rollback();
        }
        insert(List.of(second));
    }

    @Override
    public int error() {
        try {
            sessionFactory.inSession(session ->
                    session.createNativeQuery(WRONG_QUERY, String.class).getResultList());
            throw new AssertionError("The server accepts " + WRONG_QUERY);
        } catch (PersistenceException refusal) {
            assertThat(connect()).isNotEmpty();
            return JdbcClient.findErrorNumber(refusal);
        }
    }

    @Override
    public void close() {
        sessionFactory.close();
    }
}
